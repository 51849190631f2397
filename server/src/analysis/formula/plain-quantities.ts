import { BigNumber } from 'bignumber.js';
import type { Decimal } from '../../book/model/decimal.js';
import { MAX_FACT_DIGITS } from '../../book/model/fact-number.js';
import type { RatePart } from '../../book/model/price-book.js';
import type { Quantities } from './price-sum.js';
import { largestUpTo, nextAfter, type QuantityRange, smallestFrom } from './quantity-range.js';

/** A quantity that varies, and what a person would try of it. */
export interface TriedQuantity {
  readonly range: QuantityRange;
  /** Its default, or else its smallest value. */
  readonly usual: number;
  /** Values worth a look, the smallest first. */
  readonly tried: readonly number[];
}

/** What a person would try of a quantity: its ends, those of the steps and blocks that charge it, and round numbers. */
export function triedQuantity(range: QuantityRange, usual: number, parts: readonly RatePart[]): TriedQuantity {
  const { fact, first, last, step } = range;
  const values = new Set([first, usual]);
  for (const bound of parts.flatMap((part) => boundsIn(part, fact))) {
    const end = largestUpTo(range, new BigNumber(bound));
    if (end === undefined) continue;
    values.add(end);
    const next = nextAfter(range, end);
    if (next !== undefined) values.add(step === undefined ? plainFrom(range, next) : next);
  }
  for (let power = -2; power < MAX_FACT_DIGITS; power++) {
    for (const digit of [1, 2, 5]) {
      const value = smallestFrom(range, new BigNumber(digit).shiftedBy(power));
      if (value !== undefined && (power >= 0 || step !== undefined || last <= 1)) values.add(value);
    }
  }
  values.add(last < SENSIBLE ? last : first);
  return { range, usual, tried: [...values].sort((a, b) => a - b) };
}

/** Nobody tries the largest number that there is. */
const SENSIBLE = 999_999_999_999_999;

function boundsIn(part: RatePart, fact: string): readonly Decimal[] {
  if (part.kind === 'flat' || part.of !== fact) return [];
  return [
    ...(part.block === undefined ? [] : [part.block]),
    ...(part.kind === 'tiers' ? part.steps.flatMap(({ upTo }) => upTo ?? []) : []),
  ];
}

/** The roundest value of a range from one on, and not more than one larger. */
function plainFrom(range: QuantityRange, value: number): number {
  const whole = smallestFrom(range, new BigNumber(value).integerValue(BigNumber.ROUND_CEIL));
  return whole === undefined ? value : whole;
}

/** Quantities at which something is so: all at their usual values, or one of them at a value that a person would try. */
export function firstTried(
  quantities: readonly TriedQuantity[],
  isSo: (quantities: Quantities) => boolean,
): Quantities | undefined {
  const usual: Quantities = new Map(quantities.map((one) => [one.range.fact, one.usual]));
  if (isSo(usual)) return usual;
  for (const { range, tried } of quantities) {
    for (const value of tried) {
      const changed = new Map(usual).set(range.fact, value);
      if (isSo(changed)) return changed;
    }
  }
  return undefined;
}

/** Quantities at which something is so, with as many of them as possible made usual, a value to try, or round. */
export function plainer(
  quantities: readonly TriedQuantity[],
  found: Quantities,
  isSo: (quantities: Quantities) => boolean,
): Quantities {
  let best = found;
  for (const { range, usual, tried } of quantities) {
    const now = best.get(range.fact) ?? usual;
    for (const value of [usual, ...tried, ...rounder(range, now)]) {
      if (value === now) break;
      const changed = new Map(best).set(range.fact, value);
      if (!isSo(changed)) continue;
      best = changed;
      break;
    }
  }
  return best;
}

/** The values near one that have fewer digits, the fewest first. */
function rounder(range: QuantityRange, value: number): readonly number[] {
  const values: number[] = [];
  for (let digits = 1; digits < MAX_FACT_DIGITS; digits++) {
    const [up, down] = [BigNumber.ROUND_UP, BigNumber.ROUND_DOWN].map((mode) => new BigNumber(value).sd(digits, mode));
    if (down !== undefined) values.push(...listed(smallestFrom(range, down)), ...listed(largestUpTo(range, down)));
    if (up !== undefined) values.push(...listed(smallestFrom(range, up)), ...listed(largestUpTo(range, up)));
  }
  return [...new Set(values)];
}

function listed(value: number | undefined): readonly number[] {
  return value === undefined ? [] : [value];
}
