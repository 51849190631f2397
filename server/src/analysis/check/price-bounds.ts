import { BigNumber } from 'bignumber.js';
import type { Bound } from '../../book/model/check.js';
import { add, type Fraction, fraction, multiply, show } from '../../pricing/fraction.js';
import type { ExcessQuestion } from '../formula/excess-question.js';
import type { PriceSum } from '../formula/price-sum.js';
import { signed } from '../space/signed.js';

/** What a statement requires of an amount, and of the one that it is compared with, if any. */
export interface Requirement {
  /** What would be right, when two amounts are wrong. */
  readonly wanted: (amount: string, other: string) => string | undefined;
  /** When it is broken, as questions about the quantities of the two prices. */
  readonly excesses: (price: PriceSum, other: PriceSum | undefined) => readonly Omit<ExcessQuestion, 'ranges'>[];
}

const ONE = new BigNumber(1);
const ZERO = new BigNumber(0);

/** Bounds an amount by another. */
export function boundedBy(atMost: Bound | undefined, atLeast: Bound | undefined): Requirement {
  return {
    wanted: (amount, other) => {
      if (atMost !== undefined && bounded(atMost, other).lt(amount)) return `at most ${words(atMost, other)}`;
      if (atLeast !== undefined && bounded(atLeast, other).gt(amount)) return `at least ${words(atLeast, other)}`;
      return undefined;
    },
    excesses: (price, other) => {
      if (other === undefined) return [];
      const mine = { price, times: ONE };
      const theirs = (bound: Bound) => ({ price: other, times: new BigNumber(bound.times) });
      return [
        ...(atMost === undefined
          ? []
          : [{ over: mine, under: theirs(atMost), plus: new BigNumber(atMost.plus).negated() }]),
        ...(atLeast === undefined ? [] : [{ over: theirs(atLeast), under: mine, plus: new BigNumber(atLeast.plus) }]),
      ];
    },
  };
}

/** Bounds an amount by fixed ones. */
export function withinLimits(floor: string | undefined, ceiling: string | undefined): Requirement {
  return {
    wanted: (amount) => {
      if (floor !== undefined && new BigNumber(amount).lt(floor)) return `at least ${floor}`;
      if (ceiling !== undefined && new BigNumber(amount).gt(ceiling)) return `at most ${ceiling}`;
      return undefined;
    },
    excesses: (price) => [
      ...(floor === undefined ? [] : [{ over: undefined, under: { price, times: ONE }, plus: new BigNumber(floor) }]),
      ...(ceiling === undefined
        ? []
        : [{ over: { price, times: ONE }, under: undefined, plus: new BigNumber(ceiling).negated() }]),
    ],
  };
}

/** An amount is not under another. @param ofWhat what the other is the amount of */
export function notUnder(ofWhat: string): Requirement {
  return {
    wanted: (amount, other) => (new BigNumber(amount).lt(other) ? `at least the ${other} of ${ofWhat}` : undefined),
    excesses: (price, other) =>
      other === undefined ? [] : [{ over: { price: other, times: ONE }, under: { price, times: ONE }, plus: ZERO }],
  };
}

/** An amount differs from the one before it by at most so many per cent. */
export function changedByAtMost(percent: string): Requirement {
  return {
    wanted: (amount, before) => {
      const change = new BigNumber(amount).minus(before).abs();
      return change.times(100).gt(new BigNumber(before).times(percent))
        ? `a change of ${before} by at most ${percent}%`
        : undefined;
    },
    excesses: (price, before) => {
      if (before === undefined) return [];
      const whole = { price, times: new BigNumber(100) };
      const [most, least] = [new BigNumber(100).plus(percent), new BigNumber(100).minus(percent)];
      return [
        { over: whole, under: { price: before, times: most }, plus: ZERO },
        ...(least.gt(0) ? [{ over: { price: before, times: least }, under: whole, plus: ZERO }] : []),
      ];
    },
  };
}

/** An amount with its change in per cent: `35, which is -12.50%`. */
export function changeWords(amount: string, before: string): string {
  if (new BigNumber(before).isZero()) return amount;
  const share = new BigNumber(amount).minus(before).times(100).div(before);
  return `${amount}, which is ${signed(share.toFixed(2, BigNumber.ROUND_HALF_EVEN))}%`;
}

function bounded(bound: Bound, other: string): BigNumber {
  return sumOf(bound, other).numerator;
}

/** Of decimals, so a decimal: its denominator is 1. */
function sumOf({ times, plus }: Bound, other: string): Fraction {
  return add(multiply(fraction(other), times), fraction(plus));
}

/** Such as `4 x 27 + 1 = 109`. */
function words(bound: Bound, other: string): string {
  const { times, plus } = bound;
  if (times === '1' && plus === '0') return other;
  const sum = plus === '0' ? '' : ` + ${plus}`;
  return `${times === '1' ? '' : `${times} x `}${other}${sum} = ${show(sumOf(bound, other))}`;
}
