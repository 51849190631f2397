import { describe, expect, it, test } from 'vitest';
import { plainQuote, traceQuote } from '../../server/src/pricing/verification/engine-quote.js';
import { verifyRateCard } from '../../server/src/pricing/verification/verify.js';
import { ask, bookOf, cardOf, published, shippedFiles, totalOf } from '../books.js';

const card = cardOf(shippedFiles());
const now = Date.UTC(2026, 10, 23);

describe('the published price list', () => {
  it('has 76 combinations, 74 of them offered', () => {
    expect(published.prices).toHaveLength(76);
    expect(published.prices.filter((price) => price.credits !== null)).toHaveLength(74);
  });

  test.each(published.prices)('quotes $product $options at $credits', async ({ product, options, credits }) => {
    const wanted = credits === null ? 'not_offered' : String(credits);
    const question = { product, options, context: {}, at: now };
    expect(totalOf(card, question)).toBe(wanted);
    for (const answer of [await traceQuote(card, question), await plainQuote(card, question)]) {
      expect(answer.ok ? answer.quote.waterfall.listPrice : answer.rejection.code).toBe(wanted);
    }
  });

  it('derives the 24 Kling 3 cells from two rates and two multipliers', () => {
    const book = bookOf(shippedFiles());
    const rates = book.prices.filter((rule) => rule.id.startsWith('kling-3'));
    expect(rates.map((rule) => [rule.step, rule.id])).toEqual([
      ['rate', 'kling-3-standard'],
      ['rate', 'kling-3-pro'],
    ]);
    expect(book.multipliers.map((rule) => rule.multiply)).toEqual(['1.5', '3.7647']);
  });

  it('keeps explicit 4x prices, because the batch multiplier applies to rates only', () => {
    const answer = ask(card, { product: 'kling-o1', options: { duration: 10, batch: 4 } });
    expect(answer.ok && answer.quote.waterfall.lines.map((line) => line.step)).toEqual(['table']);
  });

  it('has an expectation for every combination, and all of them pass', () => {
    const expectations = card.book.checks.flatMap((check) => (check.kind === 'expectation' ? [check] : []));
    for (const { product, options, credits } of published.prices) {
      const id = [product, ...Object.entries(options).map(([name, value]) => `${name}=${String(value)}`)].join(' ');
      expect(
        expectations.find((one) => one.id === id && one.listPrice === (credits === null ? null : String(credits))),
      ).toBeDefined();
    }
    for (const { product, options, context, listPrice, total } of expectations) {
      const answer = ask(card, { product, options, context });
      const waterfall = answer.ok ? answer.quote.waterfall : null;
      if (listPrice !== undefined) expect(waterfall?.listPrice ?? null).toBe(listPrice);
      if (total !== undefined) expect(waterfall?.total ?? null).toBe(total);
    }
  });

  it('has the same prices by the rate card and by json-rules-engine at every boundary', async () => {
    const { asked, possible, problems } = await verifyRateCard(card);
    expect(problems).toEqual([]);
    expect(asked).toBe(possible);
    expect(asked).toBeGreaterThan(500);
  });
});

describe('a quote', () => {
  it('shows the whole price waterfall, each line with its rule and source', () => {
    const answer = ask(card, {
      product: 'kling-3-pro',
      options: { duration: 15, audio: true, batch: 4 },
      context: { plan: 'pro' },
    });
    expect(answer.ok && answer.quote.waterfall).toEqual({
      currency: 'credits',
      listPrice: '2846',
      total: '2775',
      lines: [
        {
          step: 'rate',
          rule: 'kling-3-pro',
          title: 'Kling 3 Pro by the second',
          amount: '504',
          source: 'rules/kling-3.yaml:16',
        },
        {
          step: 'multiplier',
          rule: 'with-audio',
          title: 'With audio',
          amount: '756',
          source: 'rules/multipliers.yaml:7',
        },
        {
          step: 'multiplier',
          rule: 'batch-of-four',
          title: 'Four at once',
          amount: '2846.1132',
          source: 'rules/multipliers.yaml:8',
        },
        {
          step: 'rounding',
          rule: 'credits',
          title: 'List price, rounded half up to whole credits',
          amount: '2846',
          source: 'rules/book.yaml:6',
        },
        {
          step: 'discount',
          rule: 'plan-pro',
          title: 'Pro plan, 2.5% off',
          amount: '2774.85',
          source: 'rules/plans.yaml:9',
        },
        {
          step: 'rounding',
          rule: 'credits',
          title: 'Total, rounded half up to whole credits',
          amount: '2775',
          source: 'rules/book.yaml:6',
        },
      ],
    });
  });

  it('uses the defaults of options and context that are not given', () => {
    const answer = ask(card, { product: 'kling-3-pro' });
    expect(answer.ok && [answer.quote.options, answer.quote.context]).toEqual([
      { duration: 5, audio: false, batch: 1 },
      { plan: 'free' },
    ]);
  });

  it('has the credit discount on another product when only the rules are changed', () => {
    const files = shippedFiles().map((file) =>
      file.path === 'rules/plans.yaml'
        ? { ...file, text: `${file.text}discount_when: {product: credit-pack}\n` }
        : file,
    );
    const pack = `kind: prices
title: Credits
currency: USD
products: {credit-pack: {title: Credit pack}}
options: {credits: {minimum: 100, step: 100}}
rates: [{id: credit-pack, when: {product: credit-pack}, amount: 1, of: credits, per: 100}]
`;
    const moved = cardOf([...files, { path: 'rules/credits.yaml', text: pack }]);
    const asPro = { context: { plan: 'pro' } };
    expect(totalOf(moved, { product: 'kling-o1', ...asPro })).toBe('68');
    expect(totalOf(moved, { product: 'credit-pack', options: { credits: 4000 }, ...asPro })).toBe('39.00');
    expect(totalOf(card, { product: 'kling-o1', ...asPro })).toBe('66');
  });
});

describe('a quote rejection', () => {
  test.each([
    [{ product: 'seedrem' }, 'unknown_product', '/product', 'did you mean `seedream`?'],
    [
      { product: 'seedream', options: { qualty: 'hd' } },
      'unknown_option',
      '/options/qualty',
      '`qualty` is not an option of seedream; did you mean `quality`?',
    ],
    [{ product: 'kling-o1', options: { audio: true } }, 'unknown_option', '/options/audio', 'duration, batch'],
    [{ product: 'seedream', options: { quality: '4k' } }, 'invalid_option', '/options/quality', '"standard", "hd"'],
    [{ product: 'seedream', options: { batch: '4' } }, 'invalid_option', '/options/batch', '1, 4'],
    [{ product: 'seedream', options: { batch: null } }, 'invalid_option', '/options/batch', '1, 4'],
    [{ product: 'seedream', context: { plan: 'gold' } }, 'invalid_fact', '/context/plan', '"free", "pro", "ultra"'],
    [{ product: 'seedream', context: { pln: 'pro' } }, 'unknown_fact', '/context/pln', 'did you mean `plan`?'],
    [
      { product: 'seedream', options: JSON.parse('{"__proto__": 1}') },
      'unknown_option',
      '/options/__proto__',
      'quality, batch',
    ],
    [{ product: 'seedream', options: { constructor: 1 } }, 'unknown_option', '/options/constructor', 'quality, batch'],
    [{ product: 'constructor' }, 'unknown_product', '/product', 'the products are'],
    [{ product: '__proto__' }, 'unknown_product', '/product', 'the products are'],
  ])('of the question %j has the code %s, with a pointer and advice', (question, code, pointer, words) => {
    const answer = ask(card, question);
    expect(answer.ok ? undefined : answer.rejection).toMatchObject({
      code,
      pointer,
      detail: expect.stringContaining(words),
    });
  });

  it('names the nearest combinations that are offered, and the cell that says "not offered"', () => {
    const answer = ask(card, { product: 'seedream', options: { quality: 'hd', batch: 4 } });
    expect(answer.ok ? undefined : answer.rejection).toMatchObject({
      code: 'not_offered',
      nearest: [{ quality: 'standard', batch: 4 }],
      source: 'rules/image-generation.yaml:27',
    });
  });
});
