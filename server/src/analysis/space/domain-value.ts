import type { Comparison, FactValue } from '../../book/model/condition.js';
import { comparisonMatches } from '../../pricing/matching/engine.js';
import type { Interval } from './interval.js';

/** One value of a fact, or many that no rule tells apart, with one that stands for them. Null: not stated. */
export interface DomainValue {
  readonly value: FactValue | null;
  /** The whole stretch that the value stands for, where it is more than that one number. */
  readonly interval?: Interval;
}

/** How every comparison on a fact answers a value: values with one signature are alike to all rules. */
export function signature(comparisons: readonly Comparison[], value: FactValue | null): string {
  let bits = '';
  for (const comparison of comparisons) bits += comparisonMatches(comparison, value) ? '1' : '0';
  return bits;
}
