import { describe, expect, it } from 'vitest';
import { blocks, type CheckResult } from '../../../server/src/analysis/check/check-result.js';
import { runChecks } from '../../../server/src/analysis/check/run-checks.js';
import { combinations } from '../../../server/src/analysis/list/price-list.js';
import type { RateCard } from '../../../server/src/pricing/rate-card.js';
import { ask, BASE_BOOK, cardOf, filesOf, shippedFiles, totalOf } from '../../books.js';

const AT = Date.parse('2026-11-24T00:00:00Z');

function book(prices: string, checks: string, more: Readonly<Record<string, string>> = {}): RateCard {
  return cardOf(
    filesOf({
      'book.yaml': BASE_BOOK,
      'prices.yaml': `kind: prices\ntitle: T\ncurrency: credits\n${prices}`,
      'checks.yaml': `kind: checks\ntitle: T\n${checks}`,
      ...more,
    }),
  );
}

const only = (card: RateCard, before?: RateCard): CheckResult => {
  const [result, ...rest] = runChecks({ card, at: AT, ...(before === undefined ? {} : { before }) });
  if (result === undefined || rest.length > 0) throw new Error('one check was expected');
  return result;
};
const invariant = (body: string): string => `invariants:\n  - {id: i, title: I, ${body}}\n`;

const OPTIONS = 'options: {q: {choices: [std, hd], default: std}, n: {choices: [1, 4], default: 1}}\n';
const table = (cells: string): string =>
  `products: {a: {title: A}}\n${OPTIONS}tables:\n  - title: T\n    columns: {s1: {q: std, n: 1}, s4: {q: std, n: 4}, h1: {q: hd, n: 1}, h4: {q: hd, n: 4}}\n    rows: [{title: A, when: {product: a}, prices: [${cells}]}]\n`;

describe('checks of the shipped book', () => {
  it('all pass, each tried on every combination that it is about', () => {
    const card = cardOf(shippedFiles());
    const results = runChecks({ card, at: AT });
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    const tried = Object.fromEntries(
      results.flatMap(({ check, tried: count }) => (check.kind === 'invariant' ? [[check.id, count]] : [])),
    );
    // Counted again, by asking for quotes.
    const count = (fact: string, value: unknown, other: unknown): number => {
      let pairs = 0;
      for (const { product, facts } of card.products.values()) {
        for (const options of combinations(facts.specs)) {
          if (options[fact] !== value) continue;
          const both = [options, { ...options, [fact]: other }].map(
            (one) => ask(card, { product: product.id, options: one, at: AT }).ok,
          );
          if (both.every(Boolean)) pairs++;
        }
      }
      return pairs;
    };
    expect(tried).toEqual({
      'four-cost-at-most-four-times-one': count('batch', 4, 1),
      'hd-costs-no-less': count('quality', 'hd', 'standard'),
      'audio-costs-no-less': count('audio', true, false),
      'pro-tier-costs-no-less': count('tier', 'pro', 'standard'),
      'longer-costs-no-less': 26,
      'no-free-lunch': 74,
    });
  });

  it('fail for every single price that differs from the published one', () => {
    for (const file of ['rules/image-generation.yaml', 'rules/veo-3.1.yaml', 'rules/other-actions.yaml']) {
      const files = shippedFiles();
      const text = files.find(({ path }) => path.endsWith(file.slice(6)))?.text ?? '';
      for (const [cells] of text.matchAll(/prices: \[[\d, ]+\]/g)) {
        const changed = cells.replace(/\d+/, (digits) => String(Number(digits) + 1));
        const edited = files.map((one) => (one.text === text ? { ...one, text: text.replace(cells, changed) } : one));
        const broken = runChecks({ card: cardOf(edited), at: AT }).filter(blocks);
        expect(
          broken.some(({ check }) => check.kind === 'expectation'),
          cells,
        ).toBe(true);
      }
    }
  });
});

describe('an invariant', () => {
  it('compares one combination with another, and shows the smallest counter-example', () => {
    const check = invariant('where: {n: 4}, against: {n: 1}, at_most: {times: 4}, at_least: {times: 3, plus: 1}');
    expect(only(book(table('7, 28, 10, 31'), check))).toMatchObject({ outcome: 'passed', tried: 2 });
    expect(only(book(table('7, 27, 10, 41'), check))).toMatchObject({
      outcome: 'failed',
      broken: 1,
      tried: 2,
      counterexample: { product: 'a', options: { q: 'hd', n: 4 }, found: '41', wanted: 'at most 4 x 10 = 40' },
    });
    const both = only(book(table('7, 21, 10, 41'), check));
    expect(both).toMatchObject({
      broken: 2,
      counterexample: {
        options: { q: 'std', n: 4 },
        found: '21',
        wanted: 'at least 3 x 7 + 1 = 22',
        rules: [{ rule: 'a n=4 q=std' }, { rule: 'a n=1 q=std' }],
      },
    });
    // Of several counter-examples, the one with the fewest options that differ from their defaults.
    const hdFirst = book(table('6, 27, 5, 31').replace('default: std', 'default: hd'), invariant('floor: 8'));
    expect(only(hdFirst)).toMatchObject({ broken: 2, counterexample: { options: { q: 'hd', n: 1 }, found: '5' } });
    // A combination that is not offered is not compared.
    expect(only(book(table('null, 1, 10, 31'), check))).toMatchObject({ outcome: 'passed', tried: 1 });
  });

  it('can require growth, a floor, a ceiling, or that a combination is offered', () => {
    expect(only(book(table('7, 27, 10, 9'), invariant('increasing: n')))).toMatchObject({
      broken: 1,
      counterexample: { options: { q: 'hd', n: 4 }, found: '9', wanted: 'at least the 10 of a smaller n' },
    });
    expect(only(book(table('7, 27, 10, 31'), invariant('floor: 8')))).toMatchObject({
      broken: 1,
      counterexample: { found: '7', wanted: 'at least 8' },
    });
    expect(only(book(table('7, 27, 10, 31'), invariant('where: {q: hd}, ceiling: 30')))).toMatchObject({
      broken: 1,
      tried: 2,
    });
    expect(only(book(table('7, 27, null, 31'), invariant('offered: true')))).toMatchObject({
      tried: 4,
      broken: 1,
      counterexample: { options: { q: 'hd', n: 1 }, found: 'not offered', wanted: 'a price' },
    });
  });

  it('about growth compares a price with that of the next smaller value that is offered', () => {
    const prices =
      'products: {a: {title: A}}\noptions: {n: {choices: [1, 2, 3], default: 1}}\ntables: [{title: T, columns: {x: {n: 1}, y: {n: 2}, z: {n: 3}}, rows: [{title: A, when: {product: a}, prices: [9, null, 8]}]}]\n';
    expect(only(book(prices, invariant('increasing: n')))).toMatchObject({ broken: 1, counterexample: { found: '8' } });
  });

  it('can be about totals, for all buyers and at every future moment', () => {
    const discounts =
      'kind: discounts\nrules:\n  - {id: d, when: {coupon: X}, percent_off: 60}\n  - {id: e, when: {vip: true}, percent_off: 90, from: "2027-01-01T00:00:00Z"}\n';
    const check = (of: string) => invariant(`of: ${of}, floor: 2`);
    expect(only(book(table('7, 27, 10, 31'), check('list_price'), { 'd.yaml': discounts }))).toMatchObject({
      outcome: 'passed',
      tried: 4,
    });
    const totals = only(book(table('7, 27, 10, 31'), check('total'), { 'd.yaml': discounts }));
    expect(totals).toMatchObject({
      outcome: 'failed',
      counterexample: { context: { vip: true }, at: Date.UTC(2027, 0, 1), found: '1', options: { q: 'std', n: 1 } },
    });
    const vip = invariant('of: total, where: {vip: true}, against: {vip: false}, at_most: {times: 1}');
    expect(only(book(table('7, 27, 10, 31'), vip, { 'd.yaml': discounts }))).toMatchObject({ outcome: 'passed' });
    const reversed = invariant('of: total, where: {vip: false}, against: {vip: true}, at_most: {times: 1}');
    expect(only(book(table('7, 27, 10, 31'), reversed, { 'd.yaml': discounts }))).toMatchObject({ outcome: 'failed' });
  });

  it('about quantities is proven by their rates, or fails with a counter-example', () => {
    const rate = (option: string, more: string) =>
      `products: {a: {title: A, options: {t: ${option}, hd: {choices: [false, true], default: false}}}}\nrates:\n  - {id: r, when: {product: a, hd: false}, ${more}}\n  - {id: s, when: {product: a, hd: true}, amount: 2, of: t}\n`;
    const bounded = '{minimum: 1, maximum: 100, step: 1, default: 1}';
    const volume = 'of: t, tiers: volume, steps: [{up_to: 10, amount: 3}, {amount: 2.5}]';
    expect(only(book(rate(bounded, volume), invariant('where: {hd: false}, increasing: t')))).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { t: 11 }, found: '28', wanted: 'at least the 30 of 10' },
    });
    expect(only(book(rate(bounded, 'amount: 3, of: t'), invariant('increasing: t')))).toMatchObject({
      outcome: 'passed',
    });
    expect(only(book(rate('{minimum: 0}', 'amount: 3, of: t'), invariant('increasing: t')))).toMatchObject({
      outcome: 'passed',
    });
    expect(only(book(rate(bounded, 'amount: 3, of: t'), invariant('ceiling: 299')))).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { t: 100 }, found: '300' },
    });
    const never = invariant('where: {hd: true}, against: {hd: false}, at_most: {times: 1}');
    expect(only(book(rate(bounded, 'amount: 3, of: t'), never))).toMatchObject({ outcome: 'passed' });
    // A quantity without a maximum is proven by its formula.
    expect(only(book(rate('{minimum: 0}', 'amount: 3, of: t'), never))).toMatchObject({ outcome: 'passed' });
  });

  it('can limit how much one release changes a price', () => {
    const check = invariant('where: {q: hd}, largest_change: 10');
    const before = book(table('7, 27, 10, 40'), check);
    expect(only(before)).toMatchObject({ outcome: 'passed', tried: 0 });
    expect(only(book(table('9, 27, 11, 40'), check), before)).toMatchObject({ outcome: 'passed', tried: 1 });
    expect(only(book(table('7, 27, 10, 35'), check), before)).toMatchObject({
      outcome: 'failed',
      broken: 1,
      counterexample: {
        options: { q: 'hd', n: 4 },
        found: '35, which is -12.50%',
        wanted: 'a change of 40 by at most 10%',
      },
    });
    // For a formula, the quantity whose price changes most is shown.
    const rate = (tier: string) =>
      `products: {a: {title: A, options: {t: {minimum: 1, maximum: 30, step: 1, default: 1}}}}\nrates: [{id: r, when: {product: a}, of: t, tiers: graduated, steps: [{up_to: 10, amount: 1}, {amount: ${tier}}]}]\n`;
    const steady = invariant('largest_change: 10');
    expect(only(book(rate('1.5'), steady), book(rate('1'), steady))).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { t: 29 }, found: '39, which is +34.48%' },
    });
  });

  it('is reported as not proven when there are too many combinations to try', () => {
    const card = book(table('7, 27, 10, 31'), invariant('floor: 1'));
    expect(runChecks({ card, at: AT, most: 3 })).toMatchObject([
      {
        outcome: 'not_proven',
        reason: 'a has 4 combinations, more than the 3 that are tried',
        tooLarge: { combinations: 4 },
      },
    ]);
  });
});

describe('an expectation', () => {
  it('passes when the quote has exactly the expected prices, and fails otherwise', () => {
    const check = (body: string) => `expectations:\n  - {product: a, options: {q: hd}, ${body}}\n`;
    const card = (body: string) => book(table('7, 27, 10, null'), check(body));
    expect(totalOf(card('list_price: 10'), { product: 'a', options: { q: 'hd' } })).toBe('10');
    expect(only(card('list_price: 10'))).toMatchObject({ outcome: 'passed' });
    expect(only(card('list_price: 11, total: 10'))).toMatchObject({
      outcome: 'failed',
      counterexample: {
        found: expect.stringContaining('10'),
        wanted: 'a list price of 11 and a total of 10',
        actual: { listPrice: '10' },
      },
    });
    expect(only(card('list_price: null'))).toMatchObject({
      outcome: 'failed',
      counterexample: { wanted: 'not offered' },
    });
  });
});
