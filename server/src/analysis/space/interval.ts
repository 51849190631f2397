import type { Decimal } from '../../book/model/decimal.js';
import { tidy } from '../../book/model/fact-number.js';

/** A stretch of a numeric fact in which no rule tells one value from another. */
export interface Interval {
  readonly from: number;
  readonly fromIncluded: boolean;
  /** Undefined: without end. */
  readonly to: number | undefined;
  readonly toIncluded: boolean;
  /** The values are this far apart, from `from` on; undefined where any number is a value. */
  readonly step: Decimal | undefined;
}

export function contains({ from, fromIncluded, to, toIncluded }: Interval, value: number): boolean {
  const above = fromIncluded ? value >= from : value > from;
  return above && (to === undefined || (toIncluded ? value <= to : value < to));
}

/** Every value, or undefined where there are more than so many. */
export function valuesOf({ from, to, step }: Interval, most: number): readonly number[] | undefined {
  if (to === undefined || step === undefined) return undefined;
  const count = Math.round((to - from) / Number(step)) + 1;
  if (count > most) return undefined;
  return Array.from({ length: count }, (_, index) => tidy(from + index * Number(step)));
}
