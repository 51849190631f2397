import { BigNumber } from 'bignumber.js';
import type { FactValue } from '../../book/model/condition.js';
import type { Interval } from '../space/interval.js';
import type { RuleRef } from '../space/rule-ref.js';
import { signed } from '../space/signed.js';

/** A price in one book. Digits with the currency's decimals. */
export interface PricedAs {
  readonly listPrice: string;
  readonly total: string;
  readonly currency: string;
  /** The rules that give it, from the price found to the discounts. */
  readonly rules: readonly RuleRef[];
  /** How it follows from quantities, where the combination stands in an interval. */
  readonly formula?: string;
}

/** In which circumstances a price changes, and how. */
export interface ChangedCase {
  /** Facts of the buyer that are not at their defaults. */
  readonly context: Readonly<Record<string, FactValue>>;
  /** Milliseconds since 1970, where the moment matters and it is not the one that the books are compared at. */
  readonly at?: number;
  /** Where formulas move, the quantities at which the amounts are given: those at which they differ most. */
  readonly quantities?: Readonly<Record<string, number>>;
  /** Whether there are more quantities than could be tried: then some other may differ more than these. */
  readonly sampled: boolean;
  /** How many combinations of circumstances have this very outcome. */
  readonly combinations: number;
  /** Null: not offered. */
  readonly before: PricedAs | null;
  readonly after: PricedAs | null;
  /** What moves; the total follows the list price wherever that moves. */
  readonly changed: 'list_price' | 'total';
  /** The changed rules that it moves by; none where the product's own options or currency changed. */
  readonly because: readonly RuleRef[];
}

/** One combination of options whose price differs between two books. */
export interface ChangedPrice {
  readonly product: string;
  readonly title: string;
  /** Where an option stands in an interval, one value of it. */
  readonly options: Readonly<Record<string, FactValue>>;
  /** Numeric facts that stand for a whole interval. */
  readonly intervals: Readonly<Record<string, Interval>>;
  /** At least one; the first is the nearest to a buyer of whom nothing is known, now. */
  readonly cases: readonly [ChangedCase, ...ChangedCase[]];
}

/** By how much a price changes. */
export interface Change {
  /** Such as `+12`. */
  readonly amount: string;
  /** In per cent, to two decimals, such as `+4.17`; null where the price was zero. */
  readonly percent: string | null;
}

/** Undefined where there is nothing to compare with: no price on one side, or another currency. */
export function changeOf({ before, after, changed }: ChangedCase): Change | undefined {
  if (before === null || after === null || before.currency !== after.currency) return undefined;
  const [a, b] = changed === 'total' ? [before.total, after.total] : [before.listPrice, after.listPrice];
  const difference = new BigNumber(b).minus(a);
  const share = new BigNumber(a).isZero() ? undefined : difference.times(100).div(a);
  return {
    amount: signed(difference.toFixed()),
    percent: share === undefined ? null : signed(share.toFixed(2, BigNumber.ROUND_HALF_EVEN)),
  };
}
