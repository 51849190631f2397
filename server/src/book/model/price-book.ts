import type { Check } from './check.js';
import type { Condition } from './condition.js';
import type { Decimal } from './decimal.js';
import type { FactSpec } from './fact-spec.js';
import type { Source } from './problem.js';

export const ROUNDINGS = ['half-up', 'half-even', 'up', 'down'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

export interface Currency {
  readonly id: string;
  readonly title: string;
  /** Printed before an amount, such as `$`. */
  readonly symbol?: string;
  /** How many digits after the point an amount has once rounded. */
  readonly decimals: number;
  readonly rounding: Rounding;
  readonly source: Source;
}

export interface Product {
  readonly id: string;
  readonly title: string;
  readonly currency: string;
  readonly options: ReadonlyMap<string, FactSpec>;
  readonly source: Source;
}

/** What a rule has in common with every other: who it is, where it stands, and when it holds. */
export interface RuleBase {
  /** Unique in the book. A table cell's is made of its conditions, so it survives a move of its row. */
  readonly id: string;
  readonly title: string;
  readonly source: Source;
  /** All must hold. */
  readonly when: readonly Condition[];
}

/** A cell of a table that is set. */
export interface CellRule extends RuleBase {
  readonly step: 'table';
  readonly currency: string;
  /** Null: not offered. */
  readonly price: Decimal | null;
  /** Whether it comes before the rate that gives the price otherwise. */
  readonly pinned: boolean;
}

export interface RateRule extends RuleBase {
  readonly step: 'rate';
  readonly currency: string;
  /** Summed. At least one. */
  readonly parts: readonly RatePart[];
  readonly minimum?: Decimal;
  readonly maximum?: Decimal;
}

export type RatePart = FlatPart | QuantityPart | TieredPart;

/** An amount that does not depend on a quantity. */
export interface FlatPart {
  readonly kind: 'flat';
  readonly amount: Decimal;
}

/** How a numeric fact becomes a quantity that is charged. */
export interface Metering {
  /** The numeric fact. */
  readonly of: string;
  /** Where the fact is named. */
  readonly source: Source;
  /** How many units of the fact an amount buys. */
  readonly per: Decimal;
  /** A block is charged whole once it is started. */
  readonly block?: Decimal;
}

export interface QuantityPart extends Metering {
  readonly kind: 'quantity';
  readonly amount: Decimal;
}

/** `graduated`: each step prices its own slice. `volume`: the step that the quantity falls into prices all of it. */
export interface TieredPart extends Metering {
  readonly kind: 'tiers';
  readonly tiers: 'graduated' | 'volume';
  readonly steps: readonly TierStep[];
}

export interface TierStep {
  /** The last quantity of the step; absent on the last step only. */
  readonly upTo?: Decimal;
  readonly amount: Decimal;
  /** Charged once when the step is entered. */
  readonly flat?: Decimal;
}

export type PriceRule = CellRule | RateRule;

export interface OverrideRule extends RuleBase {
  readonly step: 'override';
  readonly price: Decimal | null;
  readonly reason: string;
}

export interface MultiplierRule extends RuleBase {
  readonly step: 'multiplier';
  /** The option that it prices. */
  readonly option: string;
  readonly multiply: Decimal;
}

export interface DiscountRule extends RuleBase {
  readonly step: 'discount';
  readonly percentOff: Decimal;
}

export type Rule = PriceRule | OverrideRule | MultiplierRule | DiscountRule;

/** `best` takes the largest discount that matches; `sequence` compounds all that match. To add one, see CONTRIBUTING. */
export const STACKINGS = ['best', 'sequence'] as const;
export type Stacking = (typeof STACKINGS)[number];

export interface Plan {
  readonly id: string;
  readonly title: string;
  readonly currency: string;
  readonly monthlyPrice: Decimal;
  readonly monthlyCredits: Decimal;
  readonly creditDiscount: Decimal;
  readonly source: Source;
}

/** A table as it is printed: its cells are looked up in the list price, whether set in it or derived from rates. */
export interface PrintedTable {
  readonly title: string;
  /** What the first column is called. */
  readonly header: string;
  /** The section of the printed price list that it stands in. */
  readonly section: string;
  readonly source: Source;
  /** Its place among the tables of its file, from 0. */
  readonly place: number;
  readonly columns: readonly PrintedColumn[];
  readonly rows: readonly PrintedRow[];
}

export interface PrintedColumn {
  readonly title: string;
  readonly when: readonly Condition[];
}

export interface PrintedRow extends PrintedColumn {
  /** The cells that are set, by column; undefined where rates give the price, and all of them where it is empty. */
  readonly cells: readonly (CellRule | undefined)[];
}

/** From how much on a change needs more approvals. At least one of the three is stated. */
export interface ApprovalThreshold {
  readonly approvals: number;
  /** That at least so many prices change. */
  readonly prices?: number;
  /** That some price changes by at least so many per cent. */
  readonly percent?: Decimal;
  /** That what recorded quotes come to moves by at least so many per cent. */
  readonly quotesPercent?: Decimal;
}

export interface ApprovalPolicy {
  /** How many approvals a release needs. */
  readonly approvals: number;
  /** How many it needs the more it moves. */
  readonly thresholds: readonly ApprovalThreshold[];
  /** Whether an author's own approval counts. */
  readonly authorsMayApprove: boolean;
}

/** All rule sets together, validated: every reference leads somewhere, every id is unique. */
export interface PriceBook {
  readonly title: string;
  /** IANA name; `date`, `weekday` and `time` are told in it. */
  readonly timeZone: string;
  readonly currencies: ReadonlyMap<string, Currency>;
  readonly context: ReadonlyMap<string, FactSpec>;
  readonly products: ReadonlyMap<string, Product>;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly prices: readonly PriceRule[];
  readonly overrides: readonly OverrideRule[];
  readonly multipliers: readonly MultiplierRule[];
  readonly discounts: readonly DiscountRule[];
  readonly stacking: Stacking;
  readonly tables: readonly PrintedTable[];
  readonly checks: readonly Check[];
  readonly policy: ApprovalPolicy;
}
