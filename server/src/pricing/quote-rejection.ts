import type { FactValue } from '../book/model/condition.js';

/** Why a question has no quote. Stable codes. The caller can fix the cause of each. */
export type QuoteRejectionCode =
  | 'unknown_product'
  | 'unknown_option'
  | 'invalid_option'
  | 'missing_option'
  | 'unknown_fact'
  | 'invalid_fact'
  | 'missing_fact'
  | 'not_offered';

export interface QuoteRejection {
  readonly code: QuoteRejectionCode;
  /** What is wrong and what would be right, in a sentence or two. */
  readonly detail: string;
  /** JSON pointer to the place in the question. */
  readonly pointer: string;
  /** The names or values that would have been right. */
  readonly valid?: readonly FactValue[];
  /** For `not_offered`: the nearest combinations of options that are offered. */
  readonly nearest?: readonly Readonly<Record<string, FactValue>>[];
  /** For `not_offered`: the rule that says so, where one does. */
  readonly source?: string;
}
