import { BigNumber } from 'bignumber.js';
import type { Decimal } from '../../book/model/decimal.js';
import { LARGEST_FACT, MAX_FACT_DIGITS, tidy } from '../../book/model/fact-number.js';
import type { Interval } from '../space/interval.js';

/**
 * The values that a charged quantity can have, from the first to the last, both included. There is always a first and a
 * last one: quotes accept decimals of at most 15 digits, under 1,000,000,000,000,000.
 */
export interface QuantityRange {
  readonly fact: string;
  /** Not negative: no quantity that is charged is. */
  readonly first: number;
  readonly last: number;
  /** The values are this far apart, from the first on; undefined where every decimal of at most 15 digits is a value. */
  readonly step: Decimal | undefined;
}

const LARGEST = new BigNumber(LARGEST_FACT).minus(1);

/** The values of an interval. Over 15 digits, a stepped one may have more than quotes accept: never fewer. */
export function quantityRange(fact: string, interval: Interval): QuantityRange {
  const { from, fromIncluded, to, toIncluded, step } = interval;
  const first = fromIncluded ? from : decimalAfter(from);
  const all: QuantityRange = { fact, first, last: LARGEST.toNumber(), step };
  const end = to === undefined ? LARGEST : new BigNumber(toIncluded ? to : decimalBefore(to));
  return { ...all, last: largestUpTo(all, end) ?? first };
}

/** The largest value that is not over a bound; undefined where all are. */
export function largestUpTo({ first, last, step }: QuantityRange, bound: BigNumber): number | undefined {
  if (bound.lt(first)) return undefined;
  if (bound.gte(last)) return last;
  if (step === undefined) return Math.max(first, bound.sd(MAX_FACT_DIGITS, BigNumber.ROUND_DOWN).toNumber());
  return bound.minus(first).idiv(step).times(step).plus(first).toNumber();
}

/** The smallest value that is not under a bound; undefined where all are. */
export function smallestFrom(range: QuantityRange, bound: BigNumber): number | undefined {
  const { first, last, step } = range;
  if (bound.gt(last)) return undefined;
  if (bound.lte(first)) return first;
  if (step === undefined) return Math.min(last, bound.sd(MAX_FACT_DIGITS, BigNumber.ROUND_UP).toNumber());
  const below = largestUpTo(range, bound);
  return below === undefined || bound.eq(below) ? below : nextAfter(range, below);
}

/** The value that comes after one; undefined after the last. */
export function nextAfter({ last, step }: QuantityRange, value: number): number | undefined {
  if (value >= last) return undefined;
  return step === undefined ? decimalAfter(value) : new BigNumber(value).plus(step).toNumber();
}

/** Parts a range of several values into a lower and an upper one. */
export function halves(range: QuantityRange): readonly [QuantityRange, QuantityRange] {
  const { first, last } = range;
  const middle = largestUpTo(range, new BigNumber(tidy((first + last) / 2))) ?? first;
  return splitAfter(range, middle >= last ? first : middle);
}

/** Parts a range of several values after one of them that is not the last. */
export function splitAfter(range: QuantityRange, value: number): readonly [QuantityRange, QuantityRange] {
  return [
    { ...range, last: value },
    { ...range, first: nextAfter(range, value) ?? range.last },
  ];
}

function decimalAfter(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  return new BigNumber(value).plus(lastDigit(value)).toNumber();
}

function decimalBefore(value: number): number {
  // Under a power of ten the last of 15 digits is worth a tenth of what it is worth over it.
  return new BigNumber(value).minus(lastDigit(value).div(10)).sd(MAX_FACT_DIGITS, BigNumber.ROUND_DOWN).toNumber();
}

/** What the last of 15 digits is worth. */
function lastDigit(value: number): BigNumber {
  return new BigNumber(1).shiftedBy((new BigNumber(value).e ?? 0) - (MAX_FACT_DIGITS - 1));
}
