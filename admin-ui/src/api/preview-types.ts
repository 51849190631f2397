import type { Amount, BookProblem, Facts, RuleRef } from './types.js';

/* What the API answers of comparisons, warnings, checks and impact: what of it the console uses. */

export interface PricedAs {
  readonly list_price: Amount;
  readonly total: Amount;
  readonly formula: string | null;
  readonly rules: readonly RuleRef[];
}

export interface ChangedCase {
  readonly context: Facts;
  readonly at: string | null;
  readonly quantities: Readonly<Record<string, number>>;
  readonly sampled: boolean;
  readonly combinations: number;
  readonly moves: 'list_price' | 'total';
  readonly before: PricedAs | null;
  readonly after: PricedAs | null;
  readonly change: { readonly amount: string; readonly percent: string | null } | null;
  readonly because: readonly RuleRef[];
}

export interface MovedPrice {
  readonly product: string;
  readonly title: string;
  readonly options: Facts;
  readonly intervals: Readonly<Record<string, unknown>>;
  readonly cases: readonly ChangedCase[];
}

export interface ChangedPrices {
  readonly summary: {
    readonly prices: number;
    readonly products: number;
    readonly dearer: number;
    readonly cheaper: number;
    readonly offered: number;
    readonly no_longer_offered: number;
    readonly largest_percent: string | null;
    readonly groups: readonly { readonly title: string; readonly prices: number }[];
  };
  readonly moved: readonly MovedPrice[];
  readonly left_out: number;
  readonly too_large: readonly { readonly product: string; readonly combinations: number; readonly most: number }[];
}

export interface Comparison {
  readonly prices: ChangedPrices | null;
  readonly problems: readonly BookProblem[];
  readonly files: readonly { readonly path: string; readonly change: string; readonly diff: string }[];
}

/** Something about a price book that is valid but suspicious. */
export interface BookWarning {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly about: {
    readonly kind: 'product' | 'option' | 'fact' | 'table' | 'rate' | 'override' | 'multiplier' | 'discount';
    readonly id: string;
  };
  /** Whether the change brings it about. */
  readonly new: boolean;
}

export interface BookWarnings {
  readonly warnings: readonly BookWarning[];
  readonly left_out: number;
}

export interface CheckResult {
  readonly check: string;
  readonly title: string;
  readonly level: 'block' | 'warn';
  readonly source: string;
  readonly outcome: 'holds' | 'broken' | 'not_proven';
  readonly tried: number;
  readonly broken: number;
  readonly counterexample: {
    readonly product: string;
    readonly title: string;
    readonly options: Facts;
    readonly context: Facts;
    readonly at: string | null;
    readonly found: string;
    readonly wanted: string;
    readonly rules: readonly RuleRef[];
  } | null;
  readonly reason: string | null;
}

export interface ImpactLine {
  readonly quotes: number;
  readonly refused: number;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly percent: string | null;
}

export interface CurrencyImpact extends ImpactLine {
  readonly currency: string;
  readonly products: readonly (ImpactLine & { readonly product: string; readonly title: string })[];
  readonly plans: readonly (ImpactLine & { readonly plan: string })[];
  readonly days: readonly (ImpactLine & { readonly day: string })[];
  readonly movers: readonly (ImpactLine & {
    readonly product: string;
    readonly title: string;
    readonly options: Facts;
  })[];
}

export interface Impact {
  readonly quotes: number;
  readonly refused: number;
  readonly unknown: number;
  readonly currencies: readonly CurrencyImpact[];
  /** How much of what was asked the recorded quotes are. */
  readonly coverage: {
    readonly recorded: number;
    readonly dropped: number;
    readonly percent: number | null;
    readonly simplified: number;
  };
}

export type PreviewStage =
  | { readonly stage: 'edits'; readonly edits: number }
  | { readonly stage: 'problems'; readonly problems: readonly BookProblem[] }
  | { readonly stage: 'comparison'; readonly prices: ChangedPrices }
  | { readonly stage: 'checks'; readonly checks: readonly CheckResult[] }
  | ({ readonly stage: 'warnings' } & BookWarnings)
  | { readonly stage: 'progress'; readonly done: number; readonly of: number }
  | { readonly stage: 'impact'; readonly impact: Impact }
  | { readonly stage: 'approvals'; readonly needed: number; readonly because: readonly string[] }
  | { readonly stage: 'failed'; readonly error: { readonly detail: string } };
