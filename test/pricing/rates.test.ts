import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Currency, Rounding } from '../../server/src/book/model/price-book.js';
import { divide, fraction, roundTo, show } from '../../server/src/pricing/fraction.js';
import { ask, BASE_BOOK, cardOf, filesOf, totalOf } from '../books.js';

/** A card with one product, priced by one rate of a quantity `units`. */
function rated(rate: string, currency = 'fine') {
  const text = `kind: prices
title: X
currency: ${currency}
products: {x: {title: X}}
options: {units: {minimum: 0}}
rates: [{id: r, when: {product: x}, ${rate}}]
`;
  const card = cardOf(filesOf({ 'book.yaml': BASE_BOOK, 'x.yaml': text }));
  return (units: number): string => {
    const answer = ask(card, { product: 'x', options: { units } });
    return answer.ok ? (answer.quote.waterfall.lines[0]?.amount ?? '') : answer.rejection.code;
  };
}

describe('a rate', () => {
  test.each([
    [
      'amount: 21, of: units',
      [
        [0, '0'],
        [5, '105'],
        [0.1, '2.1'],
        [15, '315'],
      ],
    ],
    // 5 a minute, charged by started quarter-minutes, at least 12.
    [
      'amount: 5, of: units, per: 60, block: 15, minimum: 12',
      [
        [0, '12'],
        [130, '12'],
        [144, '12.5'],
        [150, '12.5'],
        [151, '13.75'],
        [180, '15'],
        [180.1, '16.25'],
      ],
    ],
    [
      'amount: 1, of: units, block: 10',
      [
        [0, '0'],
        [0.1, '10'],
        [10, '10'],
        [10.000001, '20'],
        [20, '20'],
      ],
    ],
    [
      'amount: 1, of: units, block: 0.1',
      [
        [0.3, '0.3'],
        [0.30001, '0.4'],
      ],
    ],
    [
      'amount: 2, of: units, maximum: 7',
      [
        [3, '6'],
        [3.5, '7'],
        [4, '7'],
      ],
    ],
    [
      'parts: [{amount: 0.05}, {amount: 2.50, of: units, per: 1000000}]',
      [
        [0, '0.05'],
        [1, '0.0500025'],
        [1_000_000, '2.55'],
      ],
    ],
    // A third is exact until it is rounded.
    [
      'parts: [{amount: 1, of: units, per: 3}, {amount: 2, of: units, per: 3}]',
      [
        [1, '1'],
        [7, '7'],
      ],
    ],
    [
      'of: units, tiers: graduated, steps: [{up_to: 500, amount: 0.02}, {up_to: 5000, amount: 0.015, flat: 3}, {amount: 0.01}]',
      [
        [0, '0'],
        [500, '10'],
        [501, '13.015'],
        [5000, '80.5'],
        [5001, '80.51'],
      ],
    ],
    [
      'of: units, tiers: volume, steps: [{up_to: 500, amount: 0.02}, {up_to: 5000, amount: 0.015, flat: 3}, {amount: 0.01}]',
      [
        [0, '0'],
        [500, '10'],
        [500.5, '10.5075'],
        [5000, '78'],
        [5001, '50.01'],
      ],
    ],
    [
      'of: units, tiers: graduated, steps: [{up_to: 1, amount: 0, flat: 7}, {amount: 1}]',
      [
        [0, '7'],
        [1, '7'],
        [2, '8'],
      ],
    ],
    [
      'of: units, tiers: volume, per: 100, block: 100, steps: [{up_to: 100, amount: 3}, {amount: 2}]',
      [
        [1, '3'],
        [100, '3'],
        [101, '4'],
      ],
    ],
  ] as const)('with %s has the expected amounts at its boundaries', (rate, cases) => {
    const amount = rated(rate);
    for (const [units, wanted] of cases) expect([units, amount(units)]).toEqual([units, wanted]);
  });

  it('is an exact fraction until its price is rounded once', () => {
    // 1/3 + 2/3 of a credit, times 1000: rounding either part first would show.
    expect(rated('parts: [{amount: 1, of: units, per: 3}, {amount: 2, of: units, per: 3}]', 'credits')(1000)).toBe(
      '1000',
    );
    expect(rated('amount: 1, of: units, per: 3')(1)).toBe('0.33333333333333333333');
  });

  it('is computed in decimals, without the errors of binary floats', () => {
    expect(rated('amount: 0.1, of: units')(3)).toBe('0.3');
    expect(rated('amount: 1.005, of: units')(1)).toBe('1.005');
    expect(rated('amount: 123456789012.123456789, of: units')(123456)).toBe('15241481344280713.481342784');
  });

  it('requires a quantity within its range when it has no default', () => {
    const text = `kind: prices
title: X
currency: credits
products: {x: {title: X}}
options: {units: {minimum: 1, maximum: 600, step: 1, unit: s}}
rates: [{id: r, when: {product: x}, amount: 1, of: units}]
`;
    const card = cardOf(filesOf({ 'book.yaml': BASE_BOOK, 'x.yaml': text }));
    const refusal = (units?: unknown) => {
      const answer = ask(card, { product: 'x', options: units === undefined ? {} : { units } });
      return answer.ok ? answer.quote.waterfall.total : `${answer.rejection.code} ${answer.rejection.detail}`;
    };
    expect(refusal()).toBe(
      'missing_option `units` has no default: state it. It is a number from 1 to 600 s, in steps of 1, of at most 15 digits.',
    );
    expect(refusal(1)).toBe('1');
    expect(refusal(600)).toBe('600');
    for (const wrong of [0, 601, 1.5, '10', Number.NaN, Number.POSITIVE_INFINITY, -1, {}, null])
      expect(refusal(wrong)).toContain('invalid_option');
  });
});

describe('rounding', () => {
  const currency = (rounding: Rounding, decimals: number): Currency => ({
    id: 'c',
    title: 'C',
    decimals,
    rounding,
    source: { file: 'x', line: 1, column: 1 },
  });

  test.each([
    ['half-up', { '0.5': '1', '1.5': '2', '2.5': '3', '2.4999': '2', '2.5001': '3' }],
    ['half-even', { '0.5': '0', '1.5': '2', '2.5': '2', '2.4999': '2', '2.5001': '3' }],
    ['up', { '2.0001': '3', '2': '2', '0': '0' }],
    ['down', { '2.9999': '2', '2': '2' }],
  ] as const)('by %s gives the expected whole numbers', (mode, cases) => {
    for (const [digits, wanted] of Object.entries(cases))
      expect([digits, roundTo(fraction(digits), currency(mode, 0))]).toEqual([digits, wanted]);
  });

  it('of any fraction agrees with arithmetic on whole numbers', () => {
    const modes: readonly Rounding[] = ['half-up', 'half-even', 'up', 'down'];
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.constantFrom(2n, 3n, 4n, 8n, 40n)),
        fc.constantFrom(...modes),
        fc.integer({ min: 0, max: 6 }),
        (over, under, mode, decimals) => {
          const scaled = over * 10n ** BigInt(decimals);
          const [whole, rest] = [scaled / under, scaled % under];
          const half = rest * 2n - under;
          const raised = {
            'half-up': half >= 0n,
            'half-even': half > 0n || (half === 0n && whole % 2n === 1n),
            up: rest > 0n,
            down: false,
          }[mode];
          const wanted = (whole + (raised ? 1n : 0n)).toString().padStart(decimals + 1, '0');
          const point = wanted.length - decimals;
          const digits = decimals === 0 ? wanted : `${wanted.slice(0, point)}.${wanted.slice(point)}`;
          const amount = divide(fraction(over.toString()), under.toString());
          expect(roundTo(amount, currency(mode, decimals))).toBe(digits);
          expect(show(amount)).toMatch(/^\d+(\.\d{1,20})?$/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is done once for the list price and then once for the total, each in its currency', () => {
    const text = `kind: prices
title: X
currency: EUR
products: {x: {title: X}}
options: {audio: {choices: [false, true], default: false}}
rates: [{id: r, when: {product: x}, amount: 1.3345}]
`;
    const adjust = {
      'm.yaml': 'kind: multipliers\nrules: [{id: m, option: audio, when: {audio: true}, multiply: 1.5}]\n',
      'd.yaml': 'kind: discounts\nrules: [{id: d, when: {vip: true}, percent_off: 12.5}]\n',
    };
    const card = cardOf(filesOf({ 'book.yaml': BASE_BOOK, 'x.yaml': text, ...adjust }));
    const answer = ask(card, { product: 'x', options: { audio: true }, context: { vip: true } });
    // 2.00175 is 2.00; 2.00 less an eighth is 1.75. Unrounded it would have been 1.7515.
    expect(answer.ok && answer.quote.waterfall.lines.map((line) => line.amount)).toEqual([
      '1.3345',
      '2.00175',
      '2.00',
      '1.75',
    ]);
    expect(totalOf(card, { product: 'x' })).toBe('1.33');
  });
});
