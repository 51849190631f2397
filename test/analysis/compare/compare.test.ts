import { describe, expect, it } from 'vitest';
import { type ChangedCase, type ChangedPrice, changeOf } from '../../../server/src/analysis/compare/changed-price.js';
import { allMoved, compare } from '../../../server/src/analysis/compare/compare.js';
import { priceChangesCsv } from '../../../server/src/analysis/compare/price-changes-csv.js';
import { sumUp } from '../../../server/src/analysis/compare/price-comparison.js';
import type { RateCard } from '../../../server/src/pricing/rate-card.js';
import { BASE_BOOK, cardOf, filesOf, shippedFiles } from '../../books.js';

const AT = Date.parse('2026-11-24T00:00:00Z');

/** A book with one product, and other rule sets. */
function book(prices: string, more: Readonly<Record<string, string>> = {}, base = BASE_BOOK): RateCard {
  const text = `kind: prices\ntitle: Test\ncurrency: credits\n${prices}`;
  return cardOf(filesOf({ 'book.yaml': base, 'prices.yaml': text, ...more }));
}

const priceChanges = (before: RateCard, after: RateCard): readonly ChangedPrice[] => [
  ...allMoved(compare(before, after, AT)),
];
const brief = ({ options, cases }: ChangedPrice) => [options, ...cases.map(briefCase)];
const briefCase = ({ context, before, after }: ChangedCase) =>
  [Object.entries(context).flat().join('='), before?.total ?? 'none', after?.total ?? 'none'].join(' ').trim();

/** The shipped book with some of its text replaced. */
function shipped(...edits: readonly (readonly [file: string, from: string, to: string])[]): RateCard {
  return cardOf(
    shippedFiles().map(({ path, text }) => {
      let edited = text;
      for (const [file, from, to] of edits) if (path.endsWith(file)) edited = edited.replace(from, to);
      return { path, text: edited };
    }),
  );
}

describe('a comparison of two books', () => {
  it('compares only the products that a changed rule can reach', () => {
    const compared = (after: RateCard) => [...compare(shipped(), after, AT)].map(({ product }) => product);
    expect(compared(shipped())).toEqual([]);
    expect(compared(shipped(['kling-3.yaml', '33.6', '35']))).toEqual(['kling-3-pro']);
    expect(compared(shipped(['multipliers.yaml', '3.7647', '3.8']))).toHaveLength(15);
    expect(compared(shipped(['kling-3.yaml', 'Kling 3 Pro by the second', 'By the second']))).toEqual([]);
    expect(compared(shipped(['kling-3.yaml', 'choices: [5, 10, 15]', 'choices: [5, 10, 15, 20]'])).sort()).toEqual([
      'kling-3-pro',
      'kling-3-standard',
    ]);
  });

  it('summarizes prices that change together in one line, with the changed rules', () => {
    const { summary } = sumUp(
      shipped(),
      shipped(['multipliers.yaml', '1.5}', '1.65}'], ['plans.yaml', 'credit_discount: 5', 'credit_discount: 6']),
      AT,
      10,
    );
    expect(summary).toMatchObject({ dearer: 12, cheaper: 0, offered: 0, noLongerOffered: 0 });
    expect(summary.groups.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'Kling 3 Standard with audio: 6 prices, about +10% each',
        'Kling 3 Pro with audio: 6 prices, about +10% each',
      ]),
    );
    const audio = summary.groups.find(({ title }) => title.startsWith('Kling 3 Pro with audio'));
    expect(audio?.because.map(({ source }) => source)).toEqual(['rules/multipliers.yaml:7']);
    // The discount of one plan changes prices of every product, and is stated once for all of them.
    const plans = summary.groups.filter(({ because }) => because.some(({ rule }) => rule === 'plan-ultra'));
    expect(plans.reduce((sum, { prices }) => sum + prices, 0)).toBe(summary.prices - 12);
    expect(plans.length).toBeLessThan(13);
  });

  it('finds the largest change, also when only some buyers see it or only a total changes that much', () => {
    const rates = (vip: number, rest: number) =>
      `products: {a: {title: A}}\nrates: [{id: r, when: {product: a, vip: false}, amount: ${rest}}, {id: s, when: {product: a, vip: true}, amount: ${vip}}]\n`;
    const largest = (before: RateCard, after: RateCard) => sumUp(before, after, AT, 1).summary.largestPercent;
    expect(largest(book(rates(100, 100)), book(rates(150, 105)))).toBe('50.00');
    const discounts = (off: number) => ({
      'd.yaml': `kind: discounts\nrules: [{id: d, when: {coupon: X}, percent_off: ${off}}]\n`,
    });
    expect(largest(book(rates(100, 100), discounts(50)), book(rates(110, 110), discounts(10)))).toBe('98.00');
    // A total that follows its list price changes by more only because of its rounding.
    expect(largest(book(rates(68, 68), discounts(2.5)), book(rates(70, 70), discounts(2.5)))).toBe('2.94');
  });

  it('states which buyers see a change, and from when', () => {
    const products = 'products: {a: {title: A}}\nrates: [{id: r, when: {product: a}, amount: 100}]\n';
    const discounts =
      'kind: discounts\nrules:\n  - {id: d, when: {coupon: X}, percent_off: 10, from: "2026-12-01T00:00:00Z"}\n';
    const [change] = priceChanges(book(products), book(products, { 'discounts.yaml': discounts }));
    expect(change?.cases).toHaveLength(1);
    expect(change?.cases[0]).toMatchObject({
      context: { coupon: 'X' },
      at: Date.parse('2026-12-01T00:00:00Z'),
      changed: 'total',
      before: { listPrice: '100', total: '100' },
      after: { listPrice: '100', total: '90' },
      because: [{ rule: 'd' }],
    });
    // A discount that has ended changes nothing.
    const past = discounts.replace('from: "2026-12-01', 'until: "2026-11-01');
    expect(priceChanges(book(products), book(products, { 'discounts.yaml': past }))).toEqual([]);
  });

  it('treats an option that one book does not have as having its default in the other book', () => {
    const plain = book('products: {a: {title: A}}\nrates: [{id: r, when: {product: a}, amount: 100}]\n');
    const withOption = (choices: string) =>
      book(
        `products: {a: {title: A, options: {hd: {choices: [false, true]${choices}}}}}\n` +
          'rates:\n  - {id: r, when: {product: a, hd: false}, amount: 100}\n  - {id: s, when: {product: a, hd: true}, amount: 150}\n',
      );
    expect(priceChanges(plain, withOption(', default: false')).map(brief)).toEqual([[{ hd: true }, 'none 150']]);
    // Without a default, questions from before have no answer.
    const required = priceChanges(plain, withOption(''));
    expect(required.find(({ options }) => Object.keys(options).length === 0)?.cases[0]).toMatchObject({
      before: { total: '100' },
      after: null,
    });
    expect(priceChanges(withOption(', default: false'), withOption(', default: true')).map(brief)).toEqual([
      [{}, '100 150'],
    ]);
  });

  it('finds another default of a buyer and another currency, but not additional decimals', () => {
    const products =
      'products: {a: {title: A}}\nrates:\n  - {id: r, when: {product: a, vip: false}, amount: 100}\n  - {id: s, when: {product: a, vip: true}, amount: 80}\n';
    const other = book(products, {}, BASE_BOOK.replace('default: false', 'default: true'));
    expect(priceChanges(book(products), other).map(brief)).toEqual([[{}, '100 80']]);
    const euros = cardOf(
      filesOf({ 'book.yaml': BASE_BOOK, 'prices.yaml': `kind: prices\ntitle: T\ncurrency: EUR\n${products}` }),
    );
    const [change] = priceChanges(book(products), euros);
    expect(change?.cases[0]).toMatchObject({
      before: { currency: 'credits' },
      after: { total: '100.00', currency: 'EUR' },
    });
    expect(change && changeOf(change.cases[0])).toBeUndefined();
    const finer = book(products, {}, BASE_BOOK.replace('credits: {decimals: 0}', 'credits: {decimals: 2}'));
    expect(priceChanges(book(products), finer)).toEqual([]);
  });

  it('compares formulas when a quantity has no maximum, and shows the quantity that changes most', () => {
    const rate = (more: string, option = '{minimum: 0}') =>
      book(`products: {a: {title: A, options: {tokens: ${option}}}}\nrates: [{id: r, when: {product: a}, ${more}}]\n`);
    const changes = priceChanges(rate('amount: 2, of: tokens, per: 1000'), rate('amount: 3, of: tokens, per: 1000'));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      intervals: { tokens: { from: 0, fromIncluded: true, to: undefined, step: undefined } },
      cases: [{ before: { formula: '2 x tokens / 1000' }, after: { formula: '3 x tokens / 1000' } }],
    });
    const { quantities, before, after } = changes[0]?.cases[0] ?? {};
    expect(before?.listPrice).not.toBe(after?.listPrice);
    expect(Number(before?.listPrice)).toBe(Math.round((2 * (quantities?.['tokens'] ?? 0)) / 1000));
    expect(changes[0]?.cases[0].sampled).toBe(true);
    // When all quantities can be tried, the one whose price changes most is shown.
    const steps = (last: string) =>
      rate(
        `of: tokens, tiers: graduated, steps: [{up_to: 10, amount: 1}, {amount: ${last}}]`,
        '{minimum: 1, maximum: 30, step: 1}',
      );
    expect(
      priceChanges(steps('1'), steps('1.5')).map(({ cases }) => [
        cases[0].quantities,
        cases[0].after?.listPrice,
        cases[0].sampled,
      ]),
    ).toEqual([
      // 38.5 is rounded up to 39, a little more than a third over 29; 40 is exactly a third over 30.
      [{ tokens: 29 }, '39', false],
    ]);
    // A tier that no quantity of the option reaches does not matter, nor does a difference that rounding removes.
    const tiers = (last: string) =>
      rate(
        `of: tokens, tiers: graduated, steps: [{up_to: 100, amount: 1}, {amount: ${last}}]`,
        '{minimum: 0, maximum: 50}',
      );
    expect(priceChanges(tiers('2'), tiers('3'))).toEqual([]);
    const small = (amount: string) =>
      rate(`amount: ${amount}, of: tokens`, '{minimum: 0, maximum: 40, step: 1, default: 1}');
    expect(priceChanges(small('0.01'), small('0.012'))).toEqual([]);
    expect(priceChanges(small('0.01'), small('0.013')).map(({ cases }) => cases[0].quantities)).toEqual([
      { tokens: 39 },
    ]);
  });

  it('compares formulas of several quantities, and finds no change where the formulas are equal', () => {
    const counts = ['input', 'cached', 'written', 'output', 'audio', 'image'];
    const model = (output: string, more = '') => {
      const parts = counts.map((fact) => `{amount: ${fact === 'output' ? output : '0.5'}, of: ${fact}, per: 1000}`);
      const options = counts.map((fact) => `${fact}: {minimum: 0, step: 1, default: 0}`);
      return book(
        `products: {a: {title: A, options: {${options.join(', ')}}}}\nrates: [{id: r, when: {product: a}, parts: [${parts.join(', ')}]${more}}]\n`,
      );
    };
    const [change, ...others] = priceChanges(model('0.5'), model('0.6'));
    expect(others).toEqual([]);
    const { quantities, sampled, before, after } = change?.cases[0] ?? {};
    expect(sampled).toBe(true);
    const charged = Object.entries(quantities ?? {}).filter(([, value]) => value > 0);
    expect(charged.map(([fact]) => fact)).toEqual(['output']);
    expect(before?.listPrice).not.toBe(after?.listPrice);
    // A minimum that no price is below, and an amount with other digits.
    expect(priceChanges(model('0.5'), model('0.5', ', minimum: 0'))).toEqual([]);
    expect(priceChanges(model('0.50'), model('0.5'))).toEqual([]);
  });

  it('finds products that were added or removed', () => {
    const both = 'products: {a: {title: A}, b: {title: B}}\nrates: [{id: r, when: {product: [a, b]}, amount: 1}]\n';
    const one = 'products: {a: {title: A}}\nrates: [{id: r, when: {product: [a]}, amount: 1}]\n';
    expect(priceChanges(book(one), book(both)).map(({ product, cases }) => [product, cases[0].before])).toEqual([
      ['b', null],
    ]);
    expect(priceChanges(book(both), book(one)).map(({ product, cases }) => [product, cases[0].after])).toEqual([
      ['b', null],
    ]);
    expect(sumUp(book(both), book(one), AT, 1).summary.groups[0]?.title).toBe('B: 1 price no longer offered');
  });

  it('refuses to compare too many combinations, and names the options that make them so many', () => {
    const many = (count: number) => `[${Array.from({ length: count }, (_, index) => index + 1).join(', ')}]`;
    const options = `options: {x: {choices: ${many(200)}, default: 1}, y: {choices: ${many(100)}, default: 1}}`;
    const large = (amount: number) =>
      book(`products: {a: {title: A}}\n${options}\nrates: [{id: r, when: {product: a}, amount: ${amount}}]\n`);
    const [compared] = compare(large(1), large(2), AT, 10_000);
    expect(compared).toEqual({
      kind: 'too_large',
      product: 'a',
      size: {
        product: 'a',
        combinations: 20_000,
        most: 10_000,
        facts: [
          { fact: 'x', values: 200 },
          { fact: 'y', values: 100 },
        ],
      },
    });
    expect([...allMoved(compare(large(1), large(2), AT))]).toHaveLength(20_000);
  });

  it('is written as CSV with one row for each case', () => {
    const csv = priceChangesCsv(
      allMoved(compare(shipped(), shipped(['kling-o1.yaml', '[68, 258]', '[70, null]']), AT)),
    );
    const rows = csv.trim().split('\r\n');
    expect(rows).toHaveLength(7);
    expect(rows[2]).toBe(
      'kling-o1,Kling O1,5,1,plan=pro,,list_price,68,70,66,68,credits,+2,+2.94,kling-o1 batch=1 duration=5,"rules/kling-o1.yaml:19, rules/plans.yaml:9","rules/kling-o1.yaml:19, rules/plans.yaml:9"',
    );
  });
});
