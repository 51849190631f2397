import { describe, expect, it, test } from 'vitest';
import { ask, BASE_BOOK, cardOf, filesOf, problemsOf, totalOf } from '../books.js';

const PRICES = `kind: prices
title: Prices
currency: credits
products: {x: {title: X}, y: {title: Y}}
options:
  batch: {choices: [1, 4], default: 1}
  audio: {choices: [false, true], default: false}
tables:
  - title: T
    columns: {1x: {batch: 1}, 4x: {batch: 4}}
    rows:
      - {title: X, when: {product: x}, prices: [100, null]}
rates:
  - {id: y, when: {product: y}, amount: 10.4}
`;

function card(more: Readonly<Record<string, string>>, book = BASE_BOOK) {
  return cardOf(filesOf({ 'book.yaml': book, 'prices.yaml': PRICES, ...more }));
}

function problems(more: Readonly<Record<string, string>>): readonly string[] {
  return problemsOf(filesOf({ 'book.yaml': BASE_BOOK, 'prices.yaml': PRICES, ...more })).map(
    ({ code, message }) => `${code}: ${message}`,
  );
}

describe('multipliers', () => {
  const multipliers = {
    'm.yaml': `kind: multipliers
rules:
  - {id: four, option: batch, when: {batch: 4}, multiply: 3.7647}
  - {id: sound, option: audio, when: {audio: true}, multiply: 1.5}
`,
  };

  it('apply unless the matching price tests their option', () => {
    const priced = card(multipliers);
    expect(totalOf(priced, { product: 'x', options: { audio: true } })).toBe('150');
    expect(totalOf(priced, { product: 'x', options: { batch: 4 } })).toBe('not_offered');
    expect(totalOf(priced, { product: 'y', options: { batch: 4, audio: true } })).toBe('59'); // 58.72932
  });

  it('apply to an override as to any price, unless it tests their option', () => {
    const until = 'until: 2027-01-01T00:00:00Z';
    const priced = card({
      ...multipliers,
      'o.yaml': `kind: overrides
rules:
  - {id: cheap, when: {product: y}, price: 5, reason: test, ${until}}
  - {id: four-x, when: {product: x, batch: 4}, price: 300, reason: test, ${until}}
`,
    });
    expect(totalOf(priced, { product: 'y' })).toBe('5');
    expect(totalOf(priced, { product: 'y', options: { batch: 4 } })).toBe('19'); // 18.8235
    expect(totalOf(priced, { product: 'x', options: { batch: 4 } })).toBe('300');
  });

  it('of one option that match together are an overlap', () => {
    const twice =
      'kind: multipliers\nrules:\n  - {id: a, option: batch, when: {batch: 4}, multiply: 2}\n  - {id: b, option: batch, when: {batch: {gt: 1}}, multiply: 3}\n';
    expect(problems({ 'm.yaml': twice })).toEqual([
      'overlap: `b` matches together with `a` (m.yaml:3), for example for batch 4',
    ]);
  });

  it('that never apply, because every price tests their option, are a problem', () => {
    const only = 'kind: multipliers\nrules: [{id: a, option: batch, when: {product: x, batch: 4}, multiply: 2}]\n';
    expect(problems({ 'm.yaml': only })).toEqual([
      'unreachable: `a` never applies: every price for it is set for a particular `batch` already',
    ]);
  });

  it('do not apply to products without their option, even when their condition is "not 1"', () => {
    const other =
      'kind: prices\ntitle: Z\ncurrency: credits\nproducts: {z: {title: Z}}\nrates: [{id: z, when: {product: z}, amount: 10}]\n';
    const priced = card({
      'z.yaml': other,
      'm.yaml': 'kind: multipliers\nrules: [{id: a, option: batch, when: {batch: {not: 1}}, multiply: 2}]\n',
    });
    expect(totalOf(priced, { product: 'z' })).toBe('10');
    expect(totalOf(priced, { product: 'y', options: { batch: 4 } })).toBe('21');
  });
});

describe('discounts', () => {
  const discounts = (stacking: string) => ({
    'd.yaml': `kind: discounts
stacking: ${stacking}
rules:
  - {id: coupon, when: {coupon: TEN}, percent_off: 10}
  - {id: vip, when: {vip: true}, percent_off: 20}
  - {id: product, when: {product: x}, percent_off: 5}
`,
  });
  const both = { product: 'x', context: { coupon: 'TEN', vip: true } };

  it('stacked as `best` reduce the price by the largest one only', () =>
    expect(totalOf(card(discounts('best')), both)).toBe('80'));
  it('stacked in `sequence` reduce the price one after another, in their order', () => {
    const answer = ask(card(discounts('sequence')), both);
    expect(answer.ok && answer.quote.waterfall.lines.map((line) => line.amount)).toEqual([
      '100',
      '90',
      '72',
      '68.4',
      '68',
    ]);
  });
  it('with a coupon match this exact coupon only, and do not match without a coupon', () => {
    const priced = card(discounts('best'));
    expect(totalOf(priced, { product: 'y', context: { coupon: 'TEN' } })).toBe('9');
    expect(totalOf(priced, { product: 'y', context: { coupon: 'ten' } })).toBe('10');
    expect(totalOf(priced, { product: 'y' })).toBe('10');
  });
  it('stacked as `best` that a larger one always beats are a problem', () => {
    const beaten = {
      'd.yaml':
        'kind: discounts\nrules:\n  - {id: a, when: {coupon: TEN, vip: true}, percent_off: 5}\n  - {id: b, when: {coupon: [TEN, ELEVEN]}, percent_off: 6}\n',
    };
    expect(problems(beaten)).toEqual([
      'unreachable: `a` is never applied: wherever it matches, `b` matches too and is at least as large',
    ]);
  });
  it('with different stacking in two files are a problem', () => {
    expect(
      problems({ ...discounts('best'), 'e.yaml': 'kind: discounts\nstacking: sequence\nrules: []\n' })[0],
    ).toContain('stacking is sequence here and best in d.yaml');
  });
});

describe('overrides', () => {
  const overrides = (rules: string) => ({ 'o.yaml': `kind: overrides\nrules:\n${rules}` });

  it('replace the prices of tables and rates while they are in force, and may end an offer', () => {
    const priced = card(
      overrides(`  - {id: sale, when: {product: x, batch: 1}, price: 60, reason: sale, from: 2026-03-01T00:00:00Z, until: 2026-04-01T00:00:00Z}
  - {id: outage, when: {product: x, batch: 1}, price: null, reason: outage, from: 2026-04-01T00:00:00Z, until: 2026-04-02T00:00:00Z}
`),
    );
    const at = (text: string) => totalOf(priced, { product: 'x', at: Date.parse(text) });
    expect(at('2026-02-28T23:59:59.999Z')).toBe('100');
    expect(at('2026-03-01T00:00:00Z')).toBe('60');
    expect(at('2026-03-31T23:59:59.999Z')).toBe('60');
    expect(at('2026-04-01T00:00:00Z')).toBe('not_offered');
    expect(at('2026-04-02T00:00:00Z')).toBe('100');
  });

  it('with overlapping windows for one combination are an overlap', () => {
    const both = overrides(`  - {id: a, when: {product: x}, price: 1, reason: r, until: 2026-04-01T00:00:00Z}
  - {id: b, when: {product: x, audio: true}, price: 2, reason: r, from: 2026-03-31T23:00:00+00:00, until: 2026-05-01T00:00:00Z}
`);
    expect(problems(both)).toEqual([expect.stringContaining('overlap: `b` matches together with `a` (o.yaml:3)')]);
  });
});

describe('the validation of rules', () => {
  const rates = (rules: string) => ({
    'r.yaml':
      `kind: prices\ntitle: R\ncurrency: credits\nproducts: {z: {title: Z}}\noptions: {n: {minimum: 0, maximum: 10, step: 5}, c: {choices: [a, b], default: a}}\nrates:\n${rules}`.replace(
        /\bn:/g,
        'len:',
      ),
  });
  const rate = (id: string, when: string) => `  - {id: ${id}, when: {product: z, ${when}}, amount: 1}\n`;

  test.each([
    ['c: a', 'c: b', false],
    ['c: a', 'c: [a, b]', true],
    ['c: a', 'c: {not: a}', false],
    ['len: {lte: 5}', 'len: {gte: 5}', true],
    ['len: {lt: 5}', 'len: {gte: 5}', false],
    // In steps of 5, nothing lies between 6 and 9.
    ['len: {gt: 5}', 'len: {lt: 10}', false],
    ['len: {gt: 4}', 'len: {lt: 10}', true],
    ['vip: true', 'coupon: X', true],
    ['any: [{c: a, vip: true}, {c: b, vip: false}]', 'c: a, vip: false', false],
    ['any: [{c: a, vip: true}, {c: b, vip: false}]', 'none: [{c: a}, {vip: true}]', true],
    ['weekday: monday', 'weekday: [saturday, sunday]', false],
    ['weekday: friday', 'date: 2026-12-25', true],
    // 25 December 2026 is a Friday.
    ['weekday: monday', 'date: 2026-12-25', false],
    ['weekday: monday', 'date: {from: 2026-12-22, until: 2026-12-26}', false],
    ['weekday: monday', 'date: {from: 2026-12-22, until: 2026-12-29}', true],
    ['at: {lt: "2026-12-25T00:00:00Z"}', 'date: {gte: 2026-12-25}', false],
    ['at: {lt: "2026-12-25T00:00:01Z"}', 'date: {gte: 2026-12-25}', true],
    ['time: {from: "22:00", until: "06:00"}', 'time: {from: "06:00", until: "22:00"}', false],
    ['time: {from: "22:00", until: "06:01"}', 'time: {from: "06:00", until: "22:00"}', true],
  ])('finds whether rules with the conditions %s and %s overlap: %s', (first, second, overlap) => {
    const found = problems(rates(rate('first', first) + rate('second', second)));
    expect(found.map((text) => text.slice(0, 7))).toEqual(overlap ? ['overlap'] : []);
  });

  test.each([
    ['len: {gt: 5, lt: 10}', 'leave no value'],
    ['c: a, all: [{c: b}]', 'leave no value'],
    ['any: [{c: a, vip: true}], none: [{c: a}]', 'contradict each other'],
    ['date: 2026-12-25, weekday: monday', 'contradict each other'],
  ])('finds that a rule with the conditions %s can never match', (when, words) => {
    const [problem] = problems(rates(rate('first', when)));
    expect(problem).toContain('never_matches: `first` can never match');
    expect(problem).toContain(words);
  });

  it('finds an overlap with a cell that says "not offered"', () => {
    const extra = {
      'r.yaml':
        'kind: prices\ntitle: R\ncurrency: credits\nrates: [{id: r, when: {product: x, batch: 4}, amount: 1}]\n',
    };
    expect(problems(extra)).toEqual([expect.stringContaining('`r` matches together with the price for `x batch=4`')]);
  });

  it('finds an overlap of two rows with the same conditions', () => {
    const extra = {
      'r.yaml':
        'kind: prices\ntitle: R\ncurrency: credits\ntables: [{title: T, columns: {P: {batch: 4}}, rows: [{title: X, when: {product: x}, prices: [3]}]}]\n',
    };
    expect(problems(extra)).toEqual([
      expect.stringContaining('the price for `x batch=4` matches together with the price for `x batch=4`'),
    ]);
  });
});
