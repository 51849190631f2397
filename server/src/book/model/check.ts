import type { Decimal } from '../model/decimal.js';
import type { Condition, FactValue } from './condition.js';
import type { Source } from './problem.js';

interface CheckBase {
  readonly id: string;
  readonly title: string;
  /** `block`: no release. `warn`: a second approval. */
  readonly level: 'block' | 'warn';
  readonly source: Source;
}

/** A quote and its exact answer. Null: not offered. */
export interface Expectation extends CheckBase {
  readonly kind: 'expectation';
  readonly product: string;
  readonly options: Readonly<Record<string, FactValue>>;
  readonly context: Readonly<Record<string, FactValue>>;
  /** Milliseconds since 1970; any moment when absent. */
  readonly at?: number;
  readonly listPrice?: Decimal | null;
  readonly total?: Decimal | null;
}

/** `times` the other combination's price, `plus` an amount. */
export interface Bound {
  readonly times: Decimal;
  readonly plus: Decimal;
}

/** A statement over every combination that `where` picks. */
export interface Invariant extends CheckBase {
  readonly kind: 'invariant';
  readonly where: readonly Condition[];
  /** Which amount it is about. */
  readonly of: 'list_price' | 'total';
  readonly statement:
    | {
        readonly kind: 'against';
        readonly changed: Readonly<Record<string, FactValue>>;
        readonly atMost?: Bound;
        readonly atLeast?: Bound;
      }
    | { readonly kind: 'increasing'; readonly fact: string }
    | { readonly kind: 'bounds'; readonly floor?: Decimal; readonly ceiling?: Decimal }
    | { readonly kind: 'offered' }
    | { readonly kind: 'largest_change'; readonly percent: Decimal };
}

/** Something that must hold of the prices before a release. */
export type Check = Expectation | Invariant;
