import type { FactValue } from '../../../schemas/types/api.js';

/* Rule sets as the API gives them as JSON. The schemas of the rule language describe them in full. */

export type When = Readonly<Record<string, unknown>>;

export interface OptionSpec {
  readonly title?: string;
  readonly unit?: string;
  readonly choices?: readonly FactValue[];
  readonly default?: FactValue;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly step?: number;
}

export interface TableSpec {
  readonly title: string;
  readonly header?: string;
  readonly when?: When;
  readonly columns: Readonly<Record<string, When>>;
  readonly rows: readonly { readonly title: string; readonly when: When; readonly prices?: readonly unknown[] }[];
}

export interface RateSpec {
  readonly id: string;
  readonly title?: string;
  readonly when?: When;
  readonly amount?: number;
  readonly of?: string;
  readonly per?: number;
  readonly block?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly parts?: readonly unknown[];
  readonly steps?: readonly unknown[];
}

export interface RuleSpec {
  readonly id: string;
  readonly title?: string;
  readonly when?: When;
  readonly option?: string;
  readonly multiply?: number;
  readonly percent_off?: number;
  readonly price?: number | null;
  readonly reason?: string;
  readonly from?: string;
  readonly until?: string;
}

export interface PlanSpec {
  readonly title: string;
  readonly monthly_price: number;
  readonly monthly_credits: number;
  readonly credit_discount: number;
}

/** The parts of a rule set, of any kind, that the console reads. */
export interface RuleSet {
  readonly kind: string;
  readonly title?: string;
  readonly currency?: string;
  readonly time_zone?: string;
  readonly stacking?: string;
  readonly context?: Readonly<Record<string, OptionSpec & { readonly type: string }>>;
  readonly currencies?: Readonly<Record<string, { readonly title: string }>>;
  readonly products?: Readonly<
    Record<string, { readonly title: string; readonly options?: Readonly<Record<string, OptionSpec>> }>
  >;
  readonly options?: Readonly<Record<string, OptionSpec>>;
  readonly tables?: readonly TableSpec[];
  readonly rates?: readonly RateSpec[];
  readonly rules?: readonly RuleSpec[];
  readonly plans?: Readonly<Record<string, PlanSpec>>;
}

/** A rule set and its path. */
export interface RuleSetFile {
  readonly path: string;
  readonly content: RuleSet;
}
