import type { FactValue } from '../condition.js';
import type { Source } from '../problem.js';

/** What every option and every fact of the context states, whatever its kind. */
export interface FactSpecBase {
  readonly name: string;
  readonly title?: string;
  /** Such as `s`: asked for as `10`, shown as `10s`. */
  readonly unit?: string;
  /** Marks personal data, which is never kept as it was given. */
  readonly private: boolean;
  readonly source: Source;
}

/** The type that values of a fact have. */
export type ValueType = 'string' | 'number' | 'boolean';

/** What the rest of the code asks about a fact. Each kind answers it in a file of its own. */
export interface FactKind<S extends FactSpecBase> {
  /** Whether values are free text, which rules name only in part. */
  readonly isText: boolean;
  valueType(spec: S): ValueType;
  /** Whether the fact can have exactly this value. */
  mayEqual(spec: S, value: FactValue): boolean;
  /** Makes a check of values as a question states them. The check runs for every quote: well under a microsecond. */
  acceptor(spec: S): (value: unknown) => value is FactValue;
  /** The values, where the fact states them one by one. */
  choices(spec: S): readonly FactValue[] | undefined;
  /** The range, where the values are the numbers between two bounds. */
  range(spec: S): Extract<S, { readonly kind: 'range' }> | undefined;
  /** Whether a number below 0 is among the values. */
  mayBeNegative(spec: S): boolean;
  /** Whether a question can ask for one value or another. */
  hasSeveralValues(spec: S): boolean;
  /**
   * The values of which a price list shows the prices: all, or the usual one where there are more than `most`. None where
   * the list leaves the fact open.
   */
  listed(spec: S, most: number): readonly FactValue[];
  /** What values the fact may have, as a sentence for the buyer who asked for another one. */
  describe(spec: S): string;
  /** What values the fact may have, for the author of a rule that names another one; empty where there is nothing to say. */
  hint(spec: S): string;
}
