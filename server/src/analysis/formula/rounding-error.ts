import { BigNumber } from 'bignumber.js';
import type { Currency } from '../../book/model/price-book.js';
import { add, divide, type Fraction, fraction, multiply } from '../../pricing/fraction.js';
import type { PriceSum } from './price-sum.js';
import type { QuantityRange } from './quantity-range.js';

/** By how much rounding can raise and lower a price, in its currency. */
export interface RoundingError {
  readonly up: Fraction;
  readonly down: Fraction;
}

/** With finer prices than this, rounding is taken to do all that it ever can. */
const FINEST = 1_000_000_000n;
const NONE: RoundingError = { up: fraction(0), down: fraction(0) };

/**
 * How far a price can be from its formula. Where all amounts that the formula gives are multiples of one fraction, less
 * than for any amount: of whole amounts, nothing is rounded.
 */
export function roundingError(sum: PriceSum, ranges: readonly QuantityRange[]): RoundingError {
  const unit = new BigNumber(1).shiftedBy(-sum.currency.decimals);
  const list = errorOf(sum.currency.rounding, finenessOf(sum, ranges), unit);
  if (sum.share === undefined) return list;
  const total = errorOf(sum.currency.rounding, denominator(fraction(sum.share.toFixed())), unit);
  return { up: add(multiply(list.up, sum.share), total.up), down: add(multiply(list.down, sum.share), total.down) };
}

/** Of how many parts of the currency's smallest unit all list prices before rounding are made; undefined: of any. */
function finenessOf(sum: PriceSum, ranges: readonly QuantityRange[]): bigint | undefined {
  const amounts: Fraction[] = [sum.constant, sum.minimum ?? fraction(0), sum.maximum ?? fraction(0)];
  for (const [fact, { parts }] of sum.terms) {
    const range = ranges.find((one) => one.fact === fact);
    for (const part of parts) {
      const counted =
        part.block !== undefined
          ? [part.block]
          : range?.step === undefined
            ? undefined
            : [range.step, `${range.first}`];
      if (counted === undefined) return undefined;
      const steps = part.kind === 'tiers' ? part.steps : [{ amount: part.amount }];
      for (const step of steps) {
        const bounds = part.kind === 'tiers' ? part.steps.flatMap(({ upTo }) => upTo ?? []) : [];
        for (const quantity of [...counted, ...bounds]) {
          amounts.push(divide(multiply(fraction(step.amount), new BigNumber(quantity)), part.per));
        }
        if ('flat' in step && step.flat !== undefined) amounts.push(fraction(step.flat));
      }
    }
  }
  let common = 1n;
  for (const amount of amounts) {
    common = leastCommonMultiple(common, denominator(multiply(amount, sum.factor.shiftedBy(sum.currency.decimals))));
    if (common > FINEST) return undefined;
  }
  return common;
}

/** The most that rounding changes an amount that is made of so many parts of a unit. */
function errorOf(rounding: Currency['rounding'], parts: bigint | undefined, unit: BigNumber): RoundingError {
  if (parts === 1n) return NONE;
  // Of any amount: as of infinitely many parts.
  const share = (count: (parts: bigint) => bigint, whole: Fraction): Fraction =>
    parts === undefined
      ? multiply(whole, unit)
      : divide(fraction(unit.times(`${count(parts)}`).toFixed()), new BigNumber(`${parts}`));
  const almostOne = share((all) => all - 1n, fraction(1));
  const half = share((all) => all / 2n, fraction('0.5'));
  const underHalf = share((all) => (all - 1n) / 2n, fraction('0.5'));
  switch (rounding) {
    case 'up':
      return { up: almostOne, down: NONE.down };
    case 'down':
      return { up: NONE.up, down: almostOne };
    case 'half-up':
      return { up: half, down: underHalf };
    case 'half-even':
      return { up: half, down: half };
  }
}

/** The denominator of a fraction in lowest terms. */
export function denominator({ numerator: over, denominator: under }: Fraction): bigint {
  const places = Math.max(over.dp() ?? 0, under.dp() ?? 0);
  const [numerator, whole] = [over, under].map((one) => BigInt(one.shiftedBy(places).toFixed(0)));
  if (numerator === undefined || whole === undefined) throw new Error('a fraction has two numbers');
  return whole / greatestCommonDivisor(numerator, whole);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestCommonDivisor(a, b)) * b;
}
