import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../server/src/analysis/check/check-result.js';
import { runChecks } from '../../../server/src/analysis/check/run-checks.js';
import type { RateCard } from '../../../server/src/pricing/rate-card.js';
import { ask, BASE_BOOK, cardOf, filesOf } from '../../books.js';

const AT = Date.parse('2026-11-24T00:00:00Z');

/** A book of one product `a` with these rates, in whole credits unless stated otherwise, and one invariant. */
function book(
  { options, rates, currency = 'credits', base = BASE_BOOK, more = {} }: Book,
  invariant = 'floor: 0',
): RateCard {
  const prices = `kind: prices\ntitle: T\ncurrency: ${currency}\nproducts: {a: {title: A, options: {${options}}}}\nrates:\n${rates
    .map((rate, index) => `  - {id: r${index}, ${rate}}\n`)
    .join('')}`;
  const checks = `kind: checks\ntitle: T\ninvariants:\n  - {id: i, title: I, ${invariant}}\n`;
  return cardOf(filesOf({ 'book.yaml': base, 'prices.yaml': prices, 'checks.yaml': checks, ...more }));
}

interface Book {
  readonly options: string;
  readonly rates: readonly string[];
  readonly currency?: string;
  readonly base?: string;
  readonly more?: Readonly<Record<string, string>>;
}

function check(of: Book, invariant: string, before?: Book): CheckResult {
  const [result] = runChecks({
    card: book(of, invariant),
    at: AT,
    ...(before === undefined ? {} : { before: book(before) }),
  });
  if (result === undefined) throw new Error('one check was expected');
  return result;
}

const CONTINUOUS = 'n: {minimum: 0}';
const COUNTED = 'n: {minimum: 0, step: 1}';
const split = (...above: readonly string[]): readonly string[] => [
  'when: {product: a, n: {lte: 100}}, amount: 2, of: n',
  ...above.map((rate) => `when: {product: a, n: {gt: 100}}, ${rate}`),
];

describe('an invariant about a price with a threshold', () => {
  const fallen = split('of: n, tiers: volume, steps: [{up_to: 100, amount: 5}, {amount: 1}]');
  const steady = split('of: n, tiers: graduated, steps: [{up_to: 100, amount: 2}, {amount: 1.99}]');

  it.each([COUNTED, CONTINUOUS])('compares the prices at the threshold, each by its own rate (%s)', (options) => {
    const card = book({ options, rates: fallen });
    const total = (n: number) => ask(card, { product: 'a', options: { n } });
    expect([total(100), total(101)]).toMatchObject([
      { quote: { waterfall: { total: '200' } } },
      { quote: { waterfall: { total: '101' } } },
    ]);
    expect(check({ options, rates: fallen }, 'increasing: n')).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { n: 101 }, found: '101', wanted: 'at least the 200 of 100' },
    });
  });

  it.each([COUNTED, CONTINUOUS])('does not compare by a rate where another rate is charged (%s)', (options) => {
    expect(check({ options, rates: steady }, 'increasing: n')).toMatchObject({ outcome: 'passed' });
    const byTheUnit = split('amount: 1.99, of: n');
    expect(check({ options, rates: byTheUnit, currency: 'fine' }, 'increasing: n')).toMatchObject(
      options === CONTINUOUS
        ? { outcome: 'failed', counterexample: { options: { n: 100.1 }, wanted: 'at least the 200.0000000000 of 100' } }
        : { outcome: 'passed' },
    );
  });

  it('compares a flat price below the threshold with the rate above it', () => {
    const flat = (price: number) => [
      `when: {product: a, n: {lte: 100}}, amount: ${price}`,
      'when: {product: a, n: {gt: 100}}, amount: 2, of: n',
    ];
    expect(check({ options: COUNTED, rates: flat(202) }, 'increasing: n')).toMatchObject({ outcome: 'passed' });
    expect(check({ options: COUNTED, rates: flat(203) }, 'increasing: n')).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { n: 101 }, found: '202', wanted: 'at least the 203 of 100' },
    });
  });

  it('about growth fails within a rate only where a step ends, unless rounding or limits hide it', () => {
    const volume = (more: string) => [
      `when: {product: a}, of: n, tiers: volume, steps: [{up_to: 10, amount: 3}, {amount: 2.9}]${more}`,
    ];
    expect(check({ options: COUNTED, rates: volume('') }, 'increasing: n')).toMatchObject({ outcome: 'passed' });
    expect(check({ options: CONTINUOUS, rates: volume('') }, 'increasing: n')).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { n: 10.1 }, found: '29', wanted: 'at least the 30 of 10' },
    });
    expect(check({ options: CONTINUOUS, rates: volume(', minimum: 30') }, 'increasing: n')).toMatchObject({
      outcome: 'passed',
    });
  });

  it('covers a price that depends on a number of the buyer, for each of its choices', () => {
    const base = BASE_BOOK.replace('context:', 'context:\n  seats: {type: number, choices: [1, 5, 10], default: 1}');
    const rates = ['when: {product: a}, amount: 3, of: seats'];
    const cheapest = ['when: {product: a, seats: [1, 10]}, amount: 3', 'when: {product: a, seats: 5}, amount: 4'];
    expect(check({ options: COUNTED, rates, base }, 'ceiling: 20')).toMatchObject({
      outcome: 'failed',
      counterexample: { context: { seats: 10 }, found: '30' },
    });
    expect(check({ options: COUNTED, rates: cheapest, base }, 'increasing: seats')).toMatchObject({
      outcome: 'failed',
      counterexample: { context: { seats: 10 }, found: '3' },
    });
  });
});

describe('an invariant about a price of several quantities without a maximum', () => {
  const tokens = ['input', 'cached', 'written', 'output', 'audio', 'image'];
  const options = `${tokens.map((name) => `${name}: {minimum: 0, step: 1, default: 0}`).join(', ')}, tier: {choices: [std, batch], default: std}`;
  const parts = (amounts: readonly number[]) =>
    `parts: [${tokens.map((name, index) => `{amount: ${amounts[index]}, of: ${name}, per: 1000000}`).join(', ')}]`;
  const rates = (std: readonly number[], batch: readonly number[]) => [
    `when: {product: a, tier: std}, ${parts(std)}`,
    `when: {product: a, tier: batch}, ${parts(batch)}`,
  ];
  const amounts = [2.5, 0.25, 3.125, 10, 40, 80];
  const halves = amounts.map((amount) => amount / 2);
  const of = (more: readonly number[]): Book => ({ options, rates: rates(amounts, more), currency: 'EUR' });

  it('is proven term by term', () => {
    const proven = [
      'floor: 0',
      'increasing: output',
      'offered: true',
      'where: {tier: batch}, against: {tier: std}, at_most: {times: 1}',
      'where: {tier: batch}, against: {tier: std}, at_most: {times: 0.5, plus: 0.01}, at_least: {times: 0.5, plus: -0.01}',
    ];
    for (const one of proven) expect(check(of(halves), one), one).toMatchObject({ outcome: 'passed' });
  });

  it('fails with a quantity that a person would try, and the other quantities at zero', () => {
    const nothing = { input: 0, cached: 0, written: 0, output: 0, audio: 0, image: 0 };
    expect(check(of(halves), 'where: {tier: std}, ceiling: 999')).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { ...nothing, input: 500_000_000 }, found: '1250.00' },
    });
    // Image tokens alone cost more in a batch.
    const dear = [...halves.slice(0, 5), 81];
    const result = check(of(dear), 'where: {tier: batch}, against: {tier: std}, at_most: {times: 1}');
    expect(result).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { ...nothing, image: 10_000 }, found: '0.81', wanted: 'at most 0.80' },
    });
    expect(
      check(of(halves), 'largest_change: 5', of(halves.map((amount, index) => (index === 3 ? 6 : amount)))),
    ).toMatchObject({
      outcome: 'failed',
      tried: 1,
      counterexample: { options: { ...nothing, tier: 'batch', output: expect.any(Number) } },
    });
  });
});

describe('an invariant that compares two prices', () => {
  const against = 'where: {hd: true}, against: {hd: false}';
  const two = (plain: string, hd: string, range: string): Book => ({
    options: `${range}, hd: {choices: [false, true], default: false}`,
    rates: [`when: {product: a, hd: false}, ${plain}`, `when: {product: a, hd: true}, ${hd}`],
  });

  it('is proven when only rounding makes a difference, since rounding repeats in every period', () => {
    // At 0.3 and 0.2 credits, the price of 2, 12, 22 and so on is one credit over 1.5 times the other, and never more.
    const tenths = two('amount: 0.2, of: n', 'amount: 0.3, of: n', COUNTED);
    expect(check(tenths, `${against}, at_most: {times: 1.5, plus: 1}`)).toMatchObject({ outcome: 'passed' });
    expect(check(tenths, `${against}, at_most: {times: 1.5, plus: 0.9}`)).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { n: 2 }, found: '1', wanted: 'at most 1.5 x 0 + 0.9 = 0.9' },
    });
  });

  it('takes blocks of several sizes, minimums and maximums into account', () => {
    const blocks = two('amount: 1, of: n, block: 2', 'amount: 1, of: n, block: 3', COUNTED);
    expect(check(blocks, `${against}, at_most: {plus: 2}`)).toMatchObject({ outcome: 'passed' });
    expect(check(blocks, `${against}, at_most: {plus: 1}`)).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { n: 4 }, found: '6', wanted: 'at most 4 + 1 = 5' },
    });
    const bounded = two('amount: 1, of: n, maximum: 50', 'amount: 2, of: n, maximum: 60, minimum: 5', COUNTED);
    expect(check(bounded, `${against}, at_most: {times: 2, plus: 5}`)).toMatchObject({ outcome: 'passed' });
    expect(check(bounded, `${against}, at_most: {times: 2}`)).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { n: 0 }, found: '5' },
    });
  });

  it('can compare with another value of a quantity that is charged', () => {
    const rates = ['when: {product: a}, amount: 3, of: n'];
    expect(
      check({ options: COUNTED, rates }, 'where: {n: {gte: 10}}, against: {n: 10}, at_least: {times: 1}'),
    ).toMatchObject({
      outcome: 'passed',
    });
    expect(check({ options: COUNTED, rates }, 'against: {n: 10}, at_least: {times: 1}')).toMatchObject({
      outcome: 'failed',
      counterexample: { options: { n: 0 }, found: '0', wanted: 'at least 30' },
    });
  });
});

describe('an invariant about the largest change', () => {
  it('is tried for the buyers that it is about, even when other buyers see the same prices', () => {
    const rates = (amount: number): Book => ({
      options: COUNTED,
      rates: [`when: {product: a}, amount: ${amount}`],
    });
    expect(check(rates(20), 'where: {vip: true}, largest_change: 10', rates(10))).toMatchObject({
      outcome: 'failed',
      counterexample: { context: { vip: true }, found: '20, which is +100.00%' },
    });
  });
});
