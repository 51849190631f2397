/* Made of the schemas of rule sets by `npm run generate`: change them there. */

/** Lower-case letters, digits, dots, dashes; starts with a letter or digit. */
export type Id = string;

/** Lower-case letters, digits and underscores; starts with a letter. */
export type FactName = string;

export type Scalar = string | number | boolean;

/** All entries must match. */
export type When = Readonly<Record<string, Whens | Test>>;

export type Whens = readonly When[];

/** A value (equal), a list (any of), or a matcher. */
export type Test = string | number | boolean | readonly (string | number | boolean)[] | {
  /** Not this value, or none of these. */
  readonly not?: string | number | boolean | readonly (string | number | boolean)[];
  /** Greater than. */
  readonly gt?: Bound;
  /** Greater than or equal. */
  readonly gte?: Bound;
  /** Less than. */
  readonly lt?: Bound;
  /** Less than or equal. */
  readonly lte?: Bound;
  /** Start of a window of time, date or at; included. */
  readonly from?: string;
  /** End of a window of time, date or at; not included. */
  readonly until?: string;
};

export type Bound = number | string;

/** Such as 2026-12-01T00:00:00Z. */
export type Instant = string;

export type Values = Readonly<Record<string, string | number | boolean>>;

/** A list of choices with a default, or a numeric range. */
export type Option = {
  /** The name on screen. */
  readonly title?: string;
  /** Such as s: asked for as 10, shown as 10s. */
  readonly unit?: string;
  /** The values; all of one type. */
  readonly choices?: readonly (string | number | boolean)[];
  /** The value when a quote does not say. */
  readonly default?: string | number | boolean;
  /** The smallest value. */
  readonly minimum?: number;
  /** The largest value. */
  readonly maximum?: number;
  /** Values are counted in steps from the minimum. */
  readonly step?: number;
};

export type Options = Readonly<Record<string, Option>>;

/** What applies to the whole price book: one file of this kind. */
export type BookRuleSet = {
  readonly kind: 'book';
  /** What these rules are about. */
  readonly title: string;
  /** IANA name, such as Europe/Berlin; date, weekday and time are told in it (UTC). */
  readonly time_zone?: string;
  readonly currencies: Readonly<Record<string, {
    /** The name on screen. */
    readonly title?: string;
    /** Printed before an amount. */
    readonly symbol?: string;
    /** Digits after the point. */
    readonly decimals: number;
    /** How amounts are rounded (half-up). */
    readonly rounding?: 'half-up' | 'half-even' | 'up' | 'down';
  }>>;
  /** Facts about the buyer and the moment. */
  readonly context?: Readonly<Record<string, {
    /** plan: one of the plans of the book. */
    readonly type: 'string' | 'number' | 'boolean' | 'plan';
    /** The name on screen. */
    readonly title?: string;
    readonly unit?: string;
    readonly choices?: readonly (string | number | boolean)[];
    readonly default?: string | number | boolean;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly step?: number;
    /** Personal data: never kept as given. */
    readonly private?: boolean;
  }>>;
  /** What a release needs before it is published. */
  readonly policy?: {
    /** How many approvals a release needs. */
    readonly approvals: number;
    /** More approvals for larger changes; of those that apply, the largest number counts. */
    readonly thresholds?: readonly (unknown)[];
    /** Whether an author's own approval counts (false). */
    readonly authors_may_approve?: boolean;
  };
  /** The sections of the printed price list, in order, and the files in each. */
  readonly contents?: Readonly<Record<string, readonly string[]>>;
};

/** Products, their options, and their prices as tables and rates. */
export type PricesRuleSet = {
  readonly kind: 'prices';
  /** What these rules are about. */
  readonly title: string;
  /** The section of the printed price list; the title when left out. */
  readonly section?: string;
  /** A currency of the book. */
  readonly currency: string;
  /** Where the figures come from. */
  readonly source?: {
    /** Where the figures come from. */
    readonly url: string;
    /** The day on which they were last compared. */
    readonly checked?: string;
  };
  /** The products by id. */
  readonly products?: Readonly<Record<string, {
    /** The name on screen. */
    readonly title: string;
    /** Options of this product alone; they come before those of the file. */
    readonly options?: Options;
  }>>;
  /** Options of every product of this file. */
  readonly options?: Options;
  /** Printed tables: one rule for each cell. */
  readonly tables?: readonly {
    /** Printed above the table. */
    readonly title: string;
    /** What the first column is called. */
    readonly header?: string;
    /** Conditions of every cell. */
    readonly when?: When;
    /** Column titles and their conditions. */
    readonly columns: Readonly<Record<string, When>>;
    readonly rows: readonly {
      /** Printed in the first column. */
      readonly title: string;
      readonly when: When;
      /** One price for each column. null: not offered; derived: what rates give; {pinned: 12}: set, whatever rates give. Left out: the whole row is derived. */
      readonly prices?: readonly (number | null | string | {
        /** The price, which comes before what rates give; null: not offered. */
        readonly pinned: number | null;
      })[];
    }[];
  }[];
  /** Prices that are computed. */
  readonly rates?: readonly {
    /** Unique in the book. */
    readonly id: Id;
    /** The name on screen. */
    readonly title?: string;
    readonly when: When;
    /** The amount, in the currency of the file. */
    readonly amount?: number;
    /** The numeric fact that is charged for. */
    readonly of?: FactName;
    /** How many units of the fact the amount buys (1). */
    readonly per?: number;
    /** The size that is charged whole once it is started. */
    readonly block?: number;
    /** Amounts that are summed. */
    readonly parts?: readonly {
      /** The amount, in the currency of the file. */
      readonly amount: number;
      /** The numeric fact that is charged for. */
      readonly of?: FactName;
      /** How many units of the fact the amount buys (1). */
      readonly per?: number;
      /** The size that is charged whole once it is started. */
      readonly block?: number;
    }[];
    /** graduated: each step prices its own slice. volume: the step that the quantity falls into prices all of it. */
    readonly tiers?: 'graduated' | 'volume';
    readonly steps?: readonly {
      /** The last quantity of the step; left out on the last. */
      readonly up_to?: number;
      /** For each `per` units in this step. */
      readonly amount: number;
      /** Charged once when the step is entered. */
      readonly flat?: number;
    }[];
    /** The rate is at least this. */
    readonly minimum?: number;
    /** The rate is at most this. */
    readonly maximum?: number;
  }[];
};

/** Each prices one option, unless the price found already tests that option. */
export type MultipliersRuleSet = {
  readonly kind: 'multipliers';
  /** What these rules are about. */
  readonly title?: string;
  readonly rules: readonly {
    /** Unique in the book. */
    readonly id: Id;
    /** The name on screen. */
    readonly title?: string;
    /** The option that it prices. */
    readonly option: FactName;
    readonly when: When;
    /** The factor, on the unrounded amount. */
    readonly multiply: number;
  }[];
};

/** Per cents off the list price. */
export type DiscountsRuleSet = {
  readonly kind: 'discounts';
  /** What these rules are about. */
  readonly title?: string;
  /** best: the largest that matches. sequence: all that match, compounded in order. */
  readonly stacking?: 'best' | 'sequence';
  readonly rules: readonly {
    /** Unique in the book. */
    readonly id: Id;
    /** The name on screen. */
    readonly title?: string;
    readonly when?: When;
    /** Per cent. */
    readonly percent_off: number;
    /** In force from this instant on. */
    readonly from?: Instant;
    /** In force until just before this instant. */
    readonly until?: Instant;
  }[];
};

/** Subscriptions, and the discount that each gives on credits. */
export type PlansRuleSet = {
  readonly kind: 'plans';
  /** What these rules are about. */
  readonly title?: string;
  /** A currency of the book. */
  readonly currency: string;
  /** Where the figures come from. */
  readonly source?: {
    /** Where the figures come from. */
    readonly url: string;
    /** The day on which they were last compared. */
    readonly checked?: string;
  };
  /** What the credit discounts are taken off; everything when left out. */
  readonly discount_when?: When;
  readonly plans: Readonly<Record<string, {
    /** The name on screen. */
    readonly title: string;
    /** In the currency of the file. */
    readonly monthly_price: number;
    /** Credits that come with the plan each month. */
    readonly monthly_credits: number;
    /** Per cent. */
    readonly credit_discount: number;
  }>>;
};

/** List prices for a while. */
export type OverridesRuleSet = {
  readonly kind: 'overrides';
  /** What these rules are about. */
  readonly title?: string;
  readonly rules: readonly {
    /** Unique in the book. */
    readonly id: Id;
    /** The name on screen. */
    readonly title?: string;
    readonly when: When;
    /** The price; null: not offered. */
    readonly price: number | null;
    /** Why. */
    readonly reason: string;
    /** In force from this instant on. */
    readonly from?: Instant;
    /** In force until just before this instant. */
    readonly until: Instant;
  }[];
};

/** What must be true of the prices before a release. */
export type ChecksRuleSet = {
  readonly kind: 'checks';
  /** What these rules are about. */
  readonly title?: string;
  /** Quotes and their exact answers. */
  readonly expectations?: readonly (unknown)[];
  /** Statements over every combination. */
  readonly invariants?: readonly (unknown)[];
};

/** A rule set of any kind. */
export type RuleSet = BookRuleSet | PricesRuleSet | MultipliersRuleSet | DiscountsRuleSet | PlansRuleSet | OverridesRuleSet | ChecksRuleSet;
