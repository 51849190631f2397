/* Made of schemas/api/ by `npm run generate`: change it there. */

/** none: prices only. lines: with the price waterfall. trace: also how every rule that could match was judged, from the rules engine itself (about 100 times slower). */
export type Explain = 'none' | 'lines' | 'trace';

export type QuoteRequest = {
  /** A product's id. */
  readonly product: string;
  /** The choices about the product; those left out take their defaults. */
  readonly options?: Facts;
  /** Facts about the buyer, such as the plan. */
  readonly context?: Facts;
  /** The moment to quote for, past or future, with its zone such as 2026-12-01T00:00:00Z; now when left out. The release in force at that moment answers. */
  readonly at?: string;
  readonly explain?: Explain;
  /** The release to quote from, by its number. Left out: the one in force at `at`. */
  readonly release?: number;
  /** Only releases that were published by then count: what would have been said on that day about any day. */
  readonly known_at?: string;
  /** Rules of which the answer is to say why they have no part in it: ids of rules, or of table cells, such as `seedream batch=4 quality=hd`. */
  readonly why_not?: readonly string[];
  /** false: a question of your own, not a buyer's; it is left out of what previews replay. Nothing is recorded of people who are signed in, whatever this says. */
  readonly record?: boolean;
};

export type BatchRequest = {
  /** Quote requests; each is answered on its own. */
  readonly items: readonly QuoteRequest[];
  /** For the items that do not say. */
  readonly explain?: Explain;
  /** For the items that do not say. */
  readonly record?: boolean;
};

export type Line = {
  readonly step: 'table' | 'rate' | 'override' | 'multiplier' | 'rounding' | 'discount';
  /** The rule's id; a currency's for a rounding. */
  readonly rule: string;
  readonly title: string;
  /** What is charged up to here, before rounding. */
  readonly amount: string;
  /** file:line of the rule. */
  readonly source: string;
};

export type TraceEntry = {
  readonly step: 'table' | 'rate' | 'override' | 'multiplier' | 'discount';
  readonly rule: string;
  readonly title: string;
  readonly source: string;
  readonly matches: boolean;
  /** json-rules-engine's account of each condition. */
  readonly conditions: Readonly<Record<string, unknown>>;
};

export type Quote = QuoteFields & {
  readonly release: number;
};

export type QuoteFields = {
  readonly product: string;
  /** With defaults filled in. */
  readonly options: Facts;
  /** With defaults filled in. */
  readonly context: Facts;
  readonly at: string;
  readonly list_price: Amount;
  readonly total: Amount;
  readonly lines?: readonly Line[];
  readonly trace?: readonly TraceEntry[];
  readonly why_not?: readonly WhyNot[];
};

export type BatchAnswer = {
  readonly release: number;
  /** The answers, in the order of the items. */
  readonly items: readonly ({
    readonly quote: Quote;
  } | {
    readonly error: Problem;
  })[];
};

export type WhyNot = {
  /** As it was asked for. */
  readonly rule: string;
  readonly named: RuleRef | null;
  readonly because: 'applied' | 'condition' | 'beaten' | 'not_offered' | 'unknown_rule';
  readonly failed: {
    readonly fact: string;
    readonly value: FactValue | null;
    readonly wanted: string;
    readonly source: string;
  } | null;
  readonly by: RuleRef | null;
  /** All of it in a sentence. */
  readonly detail: string;
};

export type ProposedQuote = QuoteFields & {
  readonly release: null;
  readonly change_request: number;
  readonly revision: number;
};

/** Every error, as RFC 9457 writes it. `code` is stable, and says which of these it is. */
export type Problem = MalformedProblem | NoQuoteProblem | InvalidProblem | StaleProblem | WrongStateProblem | NotApprovedProblem | BaseOutdatedProblem | ConflictsProblem | LaterReleaseProblem | ClockBehindProblem | AmountsOnlyProblem | ChecksBrokenProblem | TooManyRequestsProblem | PlainProblem;

/** What every problem has. */
export type ProblemFields = {
  /** `urn:ratecard:problem:` and the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What is wrong here, and what would be right. */
  readonly detail: string;
  /** `urn:ratecard:request:` and the request id. */
  readonly instance?: string;
  /** JSON pointer to the place in the request. */
  readonly pointer?: string;
  /** What would have been right. */
  readonly valid?: readonly FactValue[];
};

/** The request cannot be read. Each fault has its place. */
export type MalformedProblem = ProblemFields & {
  readonly code: 'malformed';
  readonly errors?: readonly {
    readonly pointer: string;
    readonly detail: string;
  }[];
};

/** The question has no quote. Only `not_offered` has `nearest`, `source` and `gap`. */
export type NoQuoteProblem = ProblemFields & {
  readonly code: 'unknown_product' | 'unknown_option' | 'invalid_option' | 'missing_option' | 'unknown_fact' | 'invalid_fact' | 'missing_fact' | 'not_offered';
  /** The nearest combinations that are offered. */
  readonly nearest?: readonly Facts[];
  /** file:line of the rule that says so. */
  readonly source?: string;
  /** The prices that there would be if one fact were different. */
  readonly gap?: readonly {
    readonly fact: string;
    readonly value: FactValue | null;
    readonly wanted: FactValue | null;
    readonly rule: RuleRef;
  }[];
  readonly why_not?: readonly WhyNot[];
};

/** The request cannot be carried out, or would break the price book. `problems` has every problem of the book. */
export type InvalidProblem = ProblemFields & {
  readonly code: 'invalid' | 'book_broken';
  readonly file?: string;
  readonly path?: string;
  readonly problems?: readonly BookProblem[];
};

/** Somebody else wrote first. Edits of a file have both versions. */
export type StaleProblem = ProblemFields & {
  readonly code: 'stale';
  /** The revision that it is at. */
  readonly revision?: number;
  /** Who wrote that revision. */
  readonly actor?: string;
  /** When it was written. */
  readonly at?: string;
  readonly file?: string;
  /** What your edit would have made of it. */
  readonly yours?: unknown;
  /** What it is now. */
  readonly current?: unknown;
};

/** It is not in the state for that. */
export type WrongStateProblem = ProblemFields & {
  readonly code: 'wrong_state';
  readonly state?: string;
  readonly release?: number;
};

/** Approvals are missing. */
export type NotApprovedProblem = ProblemFields & {
  readonly code: 'not_approved';
  readonly approvals?: readonly string[];
  readonly needed?: number;
  /** Why it needs so many. */
  readonly because?: readonly string[];
};

/** Another release came first. */
export type BaseOutdatedProblem = ProblemFields & {
  readonly code: 'base_outdated';
  readonly base?: number;
  readonly last?: number;
};

/** Two changes contradict each other. */
export type ConflictsProblem = ProblemFields & {
  readonly code: 'conflicts';
  readonly onto?: number;
  readonly conflicts?: readonly Conflict[];
};

/** A later release is scheduled. */
export type LaterReleaseProblem = ProblemFields & {
  readonly code: 'later_release';
  readonly release?: number;
  readonly effective_at?: string;
};

/** This server's clock is behind the last release. */
export type ClockBehindProblem = ProblemFields & {
  readonly code: 'clock_behind';
  readonly release?: number;
  /** What this server's clock says. */
  readonly now?: string;
  /** When the last release was published, by the clock of its server. */
  readonly published_at?: string;
};

/** The role may change amounts only. */
export type AmountsOnlyProblem = ProblemFields & {
  readonly code: 'amounts_only';
  readonly file?: string;
  readonly path?: string;
};

/** A check does not pass. */
export type ChecksBrokenProblem = ProblemFields & {
  readonly code: 'checks_broken';
  /** The checks that do not pass. */
  readonly checks?: readonly string[];
};

/** Too many requests or tries. */
export type TooManyRequestsProblem = ProblemFields & {
  readonly code: 'too_many_requests';
  /** Seconds to wait, as the header Retry-After has it. */
  readonly retry_after?: number;
};

/** A problem of which the sentence says everything. */
export type PlainProblem = ProblemFields & {
  readonly code: 'not_found' | 'method_not_allowed' | 'not_acceptable' | 'too_large' | 'asks_too_much' | 'unsupported_media_type' | 'not_ready' | 'internal' | 'not_in_force' | 'precondition_required' | 'own_change' | 'nothing_changed' | 'already_exists' | 'sign_in_failed' | 'sign_in_required' | 'forbidden' | 'cross_site' | 'misdirected_request' | 'people_only' | 'link_used' | 'database_away' | 'record_differs' | 'database_full';
};

/** One thing that is wrong with a price book, and where. */
export type BookProblem = {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly related?: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
  }[];
};

/** A place that this change and a release since both changed. Null: not there. */
export type Conflict = {
  readonly file: string;
  /** What parts are known by: `/tables/[Kling O1]/rows/[duration=5]/prices/[batch=1]`. Empty: the whole file. */
  readonly path: string;
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
};

export type FactValue = string | number | boolean;

/** Facts by name. */
export type Facts = Readonly<Record<string, FactValue>>;

export type Amount = {
  /** Exact decimal digits. */
  readonly amount: string;
  readonly currency: string;
};

/** A rule that is behind a price. */
export type RuleRef = {
  readonly step: 'override' | 'table' | 'rate' | 'multiplier' | 'discount';
  readonly rule: string;
  readonly title: string;
  /** file:line */
  readonly source: string;
};

export type Fact = {
  readonly name: string;
  readonly title?: string;
  readonly type: 'string' | 'number' | 'boolean';
  readonly unit?: string;
  readonly choices?: readonly FactValue[];
  readonly default?: FactValue;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly step?: number;
  readonly private?: boolean;
};

export type Product = {
  readonly product: string;
  readonly title: string;
  readonly currency: string;
  readonly options: readonly Fact[];
};

export type Products = {
  readonly release: number;
  readonly products: readonly Product[];
  readonly context: readonly Fact[];
  readonly plans: readonly {
    readonly plan: string;
    readonly title: string;
    readonly monthly_price: Amount;
    /** Exact decimal digits. */
    readonly monthly_credits: string;
    /** Exact decimal digits. */
    readonly credit_discount_percent: string;
  }[];
};

export type Price = {
  readonly product: string;
  readonly title: string;
  readonly options: Facts;
  /** null: not one price; `outcome` says what there is. */
  readonly list_price: Amount | null;
  readonly outcome: Outcome;
  readonly rule: string | null;
  readonly source: string | null;
};

/** What is quoted there: exactly one of these. */
export type Outcome = {
  readonly kind: 'price';
  readonly list_price: Amount;
} | {
  readonly kind: 'rate';
  readonly rate: string;
  readonly currency: string;
} | {
  readonly kind: 'depends_on';
  readonly facts: readonly {
    readonly fact: string;
    readonly title: string;
  }[];
} | {
  readonly kind: 'not_offered';
};

export type Prices = {
  readonly release: number;
  readonly prices: readonly Price[];
};

export type PriceHistory = {
  readonly product: string;
  readonly options: Facts;
  readonly context: Facts;
  readonly at: string | null;
  /** The newest first. */
  readonly changes: readonly DatedPriceChange[];
};

export type DatedPriceChange = {
  /** From when the price is in force. */
  readonly at: string;
  /** date: a date that the release itself names, such as the end of an offer. */
  readonly cause: 'release' | 'date';
  readonly before: HistoricPrice | null;
  readonly after: HistoricPrice | null;
  readonly because: readonly {
    readonly rule: string;
    readonly before: RuleRef | null;
    readonly after: RuleRef | null;
    /** The line of YAML. */
    readonly lines: {
      readonly before: string | null;
      readonly after: string | null;
    };
  }[];
  readonly release: {
    readonly number: number;
    readonly state: 'scheduled' | 'in_force' | 'past' | 'withdrawn';
    readonly author: string;
    readonly approvers: readonly string[];
    readonly reason: string;
    readonly emergency: string | null;
    readonly change_request: number | null;
    readonly published_at: string;
  };
};

export type HistoricPrice = {
  readonly list_price: Amount;
  readonly total: Amount;
  readonly rules: readonly RuleRef[];
};

export type Health = {
  /** Degraded: quotes are answered, and something else is not; `database` says what. */
  readonly status: 'ok' | 'ready' | 'degraded';
  readonly release?: number;
  /** Away: it cannot be reached, or does not answer. Full: it has no room for changes. Quotes are answered in either state, and it is used again by itself. */
  readonly database?: 'ok' | 'away' | 'full';
  /** What that means. */
  readonly detail?: string;
};

export type NewChangeRequest = {
  readonly title: string;
  readonly description?: string;
  /** The release to change: the one in force when left out; one that is scheduled may be named. */
  readonly base?: number;
  /** Files to start with: their whole text, or null to remove one. */
  readonly changes?: readonly {
    readonly path: string;
    readonly text: string | null;
  }[];
};

export type ChangeRequestWords = {
  readonly title?: string;
  readonly description?: string;
};

export type Review = {
  readonly actor: string;
  readonly at: string;
  readonly verdict: 'approve' | 'request_changes' | 'comment';
  readonly comment: string;
  readonly revision: number;
  /** False once the change was edited, renamed or taken off its schedule after it, or its author's account was deactivated. */
  readonly counts: boolean;
  /** Why it does not count. */
  readonly because: string | null;
};

export type ChangeRequest = {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly state: ChangeState;
  readonly author: string;
  readonly authors: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
  /** Send it back as If-Match. */
  readonly revision: number;
  readonly base: number;
  readonly digest: string;
  /** What it changes; null: removed. */
  readonly files: readonly {
    readonly path: string;
    readonly sha256: string | null;
  }[];
  readonly approvals: {
    readonly by: readonly string[];
    readonly needed: number;
    /** Why more are needed than of any change. */
    readonly because: readonly string[];
  };
  readonly reviews: readonly Review[];
  readonly release: number | null;
  readonly effective_at: string | null;
};

export type ChangeState = 'draft' | 'in_review' | 'approved' | 'scheduled' | 'published' | 'rejected' | 'withdrawn';

export type ChangeRequests = {
  readonly change_requests: readonly ChangeRequest[];
};

export type Revisions = {
  readonly revisions: readonly {
    readonly revision: number;
    readonly at: string;
    readonly actor: string;
    readonly title: string;
    readonly description: string;
    readonly base: number;
    readonly digest: string;
  }[];
};

export type Step = {
  readonly step: StepName;
  readonly allowed: boolean;
  /** Why not, in plain words. */
  readonly reason?: string;
};

export type StepName = 'edit' | 'rebase' | 'submit' | 'approve' | 'request_changes' | 'publish' | 'schedule' | 'publish_in_emergency' | 'withdraw_release' | 'withdraw';

export type NextSteps = {
  readonly next: Step | null;
  readonly others: readonly Step[];
};

export type BookProblems = {
  readonly problems: readonly BookProblem[];
};

export type CheckResult = {
  readonly check: string;
  readonly title: string;
  readonly level: 'block' | 'warn';
  readonly source: string;
  readonly outcome: 'passed' | 'failed' | 'not_proven';
  /** On how many combinations. */
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
  readonly too_large: TooLarge | null;
};

/** What recorded quotes would have come to. */
export type Impact = {
  readonly quotes: number;
  /** Quotes that would be refused. */
  readonly refused: number;
  /** Quotes that the base no longer answers. */
  readonly unknown: number;
  readonly currencies: readonly CurrencyImpact[];
  /** How much of what was asked in that time the recorded quotes are. */
  readonly coverage: {
    readonly recorded: number;
    /** Quotes that were answered, but that the recorder had to leave out. */
    readonly dropped: number;
    /** How many per cent of both are recorded, rounded down; null where there were none. */
    readonly percent: number | null;
    /** Recorded quotes that were counted without private facts and free texts, because an hour had too many different questions: offers for one buyer do not find them. */
    readonly simplified: number;
  };
};

export type CurrencyImpact = ImpactLine & {
  readonly currency: string;
  readonly products: readonly (ImpactLine & {
    readonly product: string;
    readonly title: string;
    /** Those of the quotes that were asked with an API key: approvals that follow from quotes are judged by them alone. */
    readonly identified: ImpactLine;
  })[];
  readonly plans: readonly (ImpactLine & {
    readonly plan: string;
  })[];
  readonly days: readonly (ImpactLine & {
    readonly day: string;
  })[];
  /** The ten largest. */
  readonly movers: readonly (ImpactLine & {
    readonly product: string;
    readonly title: string;
    readonly options: Facts;
  })[];
};

export type ImpactLine = {
  readonly quotes: number;
  readonly refused: number;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly percent: string | null;
};

export type PreviewRequest = {
  /** Replay the quotes of so many days; all that are kept when left out. */
  readonly days?: number;
  /** List at most so many prices one by one (1000). */
  readonly limit?: number;
};

/** A line of a preview. */
export type PreviewStage = {
  readonly stage: 'edits';
  /** How many places of the files differ from the base. */
  readonly edits: number;
} | {
  readonly stage: 'problems';
  readonly problems: readonly BookProblem[];
} | {
  readonly stage: 'comparison';
  readonly prices: PriceChanges;
} | {
  readonly stage: 'checks';
  readonly checks: readonly CheckResult[];
} | {
  readonly stage: 'warnings';
  readonly warnings: readonly Warning[];
  readonly left_out: number;
} | {
  readonly stage: 'progress';
  readonly done: number;
  readonly of: number;
} | {
  readonly stage: 'impact';
  readonly impact: Impact;
} | {
  readonly stage: 'approvals';
  readonly needed: number;
  readonly because: readonly string[];
} | {
  readonly stage: 'failed';
  readonly error: Problem;
};

/** A combination of options whose price changes. */
export type PriceChange = {
  readonly product: string;
  readonly title: string;
  readonly options: Facts;
  /** Numeric facts that stand for a whole stretch of values. */
  readonly intervals: Readonly<Record<string, {
    readonly from: number;
    readonly from_included: boolean;
    readonly to: number | null;
    readonly to_included: boolean;
    readonly step: string | null;
  }>>;
  /** The circumstances of the buyer and the moment in which it changes, the usual ones first. */
  readonly cases: readonly ChangedCase[];
};

export type ChangedCase = {
  readonly context: Facts;
  /** A moment of this case; null: now. */
  readonly at: string | null;
  /** Where formulas change, the quantities that the amounts are for: those at which they differ most. */
  readonly quantities: Readonly<Record<string, number>>;
  /** Whether there are more quantities than could be tried, so that another may differ more. */
  readonly sampled: boolean;
  /** How many combinations of circumstances have this outcome. */
  readonly combinations: number;
  readonly changed: 'list_price' | 'total';
  readonly before: PricedAs | null;
  readonly after: PricedAs | null;
  readonly change: {
    readonly amount: string;
    readonly percent: string | null;
  } | null;
  /** The changed rules that it changes by. */
  readonly because: readonly RuleRef[];
};

/** Prices are null where a book is broken. */
export type Comparison = {
  readonly prices: PriceChanges | null;
  readonly problems: readonly BookProblem[];
  readonly files: readonly {
    readonly path: string;
    readonly change: 'added' | 'changed' | 'removed';
    /** Unified. */
    readonly diff: string;
  }[];
};

/** null: not offered. */
export type PricedAs = {
  readonly list_price: Amount;
  readonly total: Amount;
  /** How it follows from quantities. */
  readonly formula: string | null;
  readonly rules: readonly RuleRef[];
};

/** A product with more combinations than are looked at, and what makes them so many. */
export type TooLarge = {
  readonly product: string;
  readonly combinations: number;
  readonly most: number;
  readonly facts: readonly {
    readonly fact: string;
    readonly values: number;
  }[];
};

export type PriceChanges = {
  readonly summary: {
    readonly prices: number;
    readonly products: number;
    readonly dearer: number;
    readonly cheaper: number;
    readonly offered: number;
    readonly no_longer_offered: number;
    readonly largest_percent: string | null;
    readonly groups: readonly {
      /** Such as `Kling 3 Pro with audio: 6 prices, +10% each`. */
      readonly title: string;
      readonly products: readonly string[];
      readonly options: Facts;
      readonly prices: number;
      readonly percent: {
        readonly from: string;
        readonly to: string;
      } | null;
      readonly because: readonly RuleRef[];
      readonly example: PriceChange;
    }[];
  };
  readonly changes: readonly PriceChange[];
  /** How many are not listed; the CSV of the comparison has them all. */
  readonly left_out: number;
  readonly too_large: readonly TooLarge[];
};

/** Something about a price book that is valid but suspicious. It blocks nothing. */
export type Warning = {
  readonly code: 'no_price' | 'unused_fact' | 'range_not_covered' | 'rate_too_fine' | 'flat_override' | 'batch_costs_more' | 'for_everybody';
  /** What is so, with the names that people know. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly about: {
    readonly kind: 'product' | 'option' | 'fact' | 'table' | 'rate' | 'override' | 'multiplier' | 'discount';
    /** The id of the product or rule; the name of the option or fact. */
    readonly id: string;
  };
  /** Whether the change brings it about; never of a release. */
  readonly new: boolean;
  /** Other places that it is about. */
  readonly related?: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
  }[];
};

export type Warnings = {
  readonly warnings: readonly Warning[];
  /** How many more there are: at most 200 are listed. */
  readonly left_out: number;
};

/** RFC 6902. */
export type JsonPatch = readonly {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  /** A JSON pointer such as /tables/0/rows/2/prices/1. */
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}[];

export type Files = {
  readonly files: readonly {
    readonly path: string;
    readonly sha256: string | null;
  }[];
};

export type NewReview = {
  readonly verdict: 'approve' | 'request_changes' | 'comment';
  /** Needed unless the verdict is approve. */
  readonly comment?: string;
};

export type Publish = {
  /** The title when left out. */
  readonly reason?: string;
  /** Why it cannot wait for approvals; for admins who have signed in, not for keys. */
  readonly emergency?: string;
};

export type Schedule = {
  /** From when it is in force, with its zone. */
  readonly effective_at: string;
  /** The title when left out. */
  readonly reason?: string;
  /** Why it cannot wait for approvals; for admins who have signed in, not for keys. */
  readonly emergency?: string;
};

export type Rebase = {
  /** What is to become of each conflict. */
  readonly resolve?: readonly ({
    readonly file: string;
    readonly path: string;
    readonly take: 'ours' | 'theirs';
  } | {
    readonly file: string;
    readonly path: string;
    readonly value: unknown;
  })[];
};

export type Reason = {
  readonly reason?: string;
};

export type Release = ReleaseFields;

export type ReleaseFields = {
  readonly number: number;
  readonly state: 'scheduled' | 'in_force' | 'past' | 'withdrawn';
  /** Of all its files: what `sha256sum` prints of them, in the order of their paths, hashed again. */
  readonly digest: string;
  readonly effective_at: string;
  readonly published_at: string;
  readonly author: string;
  readonly approvers: readonly string[];
  readonly reason: string;
  /** Why it was published without approval. */
  readonly emergency: string | null;
  readonly change_request: number | null;
  readonly base: number | null;
  /** Hash of the last audit event before it. */
  readonly log_head: string;
  /** Hash of everything above: a copy of it pins the release and the log before it. */
  readonly seal: string;
  readonly withdrawn: {
    readonly at: string;
    readonly actor: string;
    readonly reason: string;
  } | null;
};

export type ReleaseWithFiles = ReleaseFields & {
  readonly files: readonly {
    readonly path: string;
    readonly sha256: string | null;
  }[];
};

export type Releases = {
  readonly in_force: number;
  readonly releases: readonly Release[];
};

export type AuditEvent = {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly change_request: number | null;
  readonly release: number | null;
  readonly products: readonly string[];
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly previous: string;
  readonly hash: string;
};

export type AuditEvents = {
  readonly events: readonly AuditEvent[];
  /** Ask for the page `before` this event. */
  readonly next: number | null;
};

export type Verification = {
  readonly ok: true;
  readonly events: number;
  readonly head: string;
  readonly releases: number;
} | {
  readonly ok: false;
  readonly event?: number;
  readonly release?: number;
  readonly message: string;
};

export type SignIn = {
  readonly email: string;
  readonly password: string;
};

export type Session = {
  readonly signed_in: boolean;
  readonly kind: 'anonymous' | 'person' | 'key' | 'command';
  readonly name: string;
  readonly role: string;
  readonly permissions: readonly Permission[];
  readonly openid: boolean;
};

export type Permission = 'quote' | 'read' | 'edit_amounts' | 'edit_rules' | 'review' | 'publish' | 'administer';

export type SignedIn = {
  readonly email: string;
};

export type Acceptance = {
  readonly token: string;
  /** Needed where the invitation names nobody. */
  readonly email?: string;
  readonly name: string;
  /** 10 to 200 characters. */
  readonly password: string;
};

export type Person = {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: 'viewer' | 'amounts_editor' | 'editor' | 'approver' | 'admin';
  readonly active: boolean;
  readonly created_at: string;
};

export type People = {
  readonly people: readonly Person[];
};

export type PersonChanges = {
  readonly role?: 'viewer' | 'amounts_editor' | 'editor' | 'approver' | 'admin';
  readonly active?: boolean;
};

export type NewInvitation = {
  readonly email: string;
  readonly role: 'viewer' | 'amounts_editor' | 'editor' | 'approver' | 'admin';
};

export type Invitation = {
  /** Works once, for a week. */
  readonly link: string;
};

export type ApiKey = ApiKeyFields;

export type ApiKeyFields = {
  readonly id: number;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly ('quote' | 'read' | 'propose' | 'publish' | 'admin')[];
  readonly created_at: string;
  readonly created_by: string;
  /** From then on it is refused; null: never. */
  readonly expires_at: string | null;
  /** To a minute or so; null: never. */
  readonly last_used_at: string | null;
  /** What it is for. */
  readonly note: string;
  readonly revoked_at: string | null;
};

export type MadeApiKey = ApiKeyFields & {
  /** Shown this once. */
  readonly key: string;
};

export type ApiKeys = {
  readonly api_keys: readonly ApiKey[];
};

export type NewApiKey = {
  readonly name: string;
  readonly scopes: readonly ('quote' | 'read' | 'propose' | 'publish' | 'admin')[];
  /** What it is for. */
  readonly note?: string;
  /** An instant to come with its zone, such as 2027-01-01T00:00:00Z; from then on the key is refused. */
  readonly expires_at?: string | null;
};

export type CellEdits = {
  /** Such as rules/kling-o1.yaml. */
  readonly file: string;
  readonly cells: readonly {
    /** Its place among the tables of the file, from 0. */
    readonly table: number;
    readonly row: number;
    readonly column: number;
    /** Exact decimal digits; null: not offered; `derived`: what rates give. A price for a cell that is derived pins it. */
    readonly price: string | null;
  }[];
};

export type PriceTables = {
  readonly release: number | null;
  readonly change_request: number | null;
  readonly revision: number | null;
  readonly tables: readonly PriceTable[];
};

export type PriceTable = {
  readonly file: string;
  readonly place: number;
  readonly section: string;
  readonly title: string;
  readonly header: string;
  readonly currency: string;
  readonly columns: readonly string[];
  /** How many cells it has. */
  readonly size: number;
  /** null where all tables are too large to be given at once: ask for this one. */
  readonly rows: readonly {
    readonly title: string;
    readonly cells: readonly TableCell[];
  }[] | null;
  /** How many decimals a price in the currency can have. */
  readonly decimals: number;
};

export type TableCell = {
  /** Set in the table; pinned there, before what rates give; derived from rates. */
  readonly kind: 'set' | 'pinned' | 'derived';
  /** As written where it is set; the list price where it is derived and is one price. null: there is none. */
  readonly price: string | null;
  /** What the cell prints: what is quoted under its conditions, by default under those that it leaves alone. */
  readonly outcome: Outcome;
  /** An override that is in force: what is quoted instead. */
  readonly override: null | {
    readonly rule: string;
    readonly title: string;
    readonly list_price: string | null;
  };
  readonly product: string;
  readonly options: Facts;
  /** With `product`, `options` and `at`, a question that the cell stands for. */
  readonly context: Facts;
  /** Now, unless the conditions of the cell name a moment. */
  readonly at: string;
  readonly source: string | null;
  /** How a derived price comes about. */
  readonly lines: readonly Line[];
};

export interface Schemas {
  readonly Explain: Explain;
  readonly QuoteRequest: QuoteRequest;
  readonly BatchRequest: BatchRequest;
  readonly Line: Line;
  readonly TraceEntry: TraceEntry;
  readonly Quote: Quote;
  readonly QuoteFields: QuoteFields;
  readonly BatchAnswer: BatchAnswer;
  readonly WhyNot: WhyNot;
  readonly ProposedQuote: ProposedQuote;
  readonly Problem: Problem;
  readonly ProblemFields: ProblemFields;
  readonly MalformedProblem: MalformedProblem;
  readonly NoQuoteProblem: NoQuoteProblem;
  readonly InvalidProblem: InvalidProblem;
  readonly StaleProblem: StaleProblem;
  readonly WrongStateProblem: WrongStateProblem;
  readonly NotApprovedProblem: NotApprovedProblem;
  readonly BaseOutdatedProblem: BaseOutdatedProblem;
  readonly ConflictsProblem: ConflictsProblem;
  readonly LaterReleaseProblem: LaterReleaseProblem;
  readonly ClockBehindProblem: ClockBehindProblem;
  readonly AmountsOnlyProblem: AmountsOnlyProblem;
  readonly ChecksBrokenProblem: ChecksBrokenProblem;
  readonly TooManyRequestsProblem: TooManyRequestsProblem;
  readonly PlainProblem: PlainProblem;
  readonly BookProblem: BookProblem;
  readonly Conflict: Conflict;
  readonly FactValue: FactValue;
  readonly Facts: Facts;
  readonly Amount: Amount;
  readonly RuleRef: RuleRef;
  readonly Fact: Fact;
  readonly Product: Product;
  readonly Products: Products;
  readonly Price: Price;
  readonly Outcome: Outcome;
  readonly Prices: Prices;
  readonly PriceHistory: PriceHistory;
  readonly DatedPriceChange: DatedPriceChange;
  readonly HistoricPrice: HistoricPrice;
  readonly Health: Health;
  readonly NewChangeRequest: NewChangeRequest;
  readonly ChangeRequestWords: ChangeRequestWords;
  readonly Review: Review;
  readonly ChangeRequest: ChangeRequest;
  readonly ChangeState: ChangeState;
  readonly ChangeRequests: ChangeRequests;
  readonly Revisions: Revisions;
  readonly Step: Step;
  readonly StepName: StepName;
  readonly NextSteps: NextSteps;
  readonly BookProblems: BookProblems;
  readonly CheckResult: CheckResult;
  readonly Impact: Impact;
  readonly CurrencyImpact: CurrencyImpact;
  readonly ImpactLine: ImpactLine;
  readonly PreviewRequest: PreviewRequest;
  readonly PreviewStage: PreviewStage;
  readonly PriceChange: PriceChange;
  readonly ChangedCase: ChangedCase;
  readonly Comparison: Comparison;
  readonly PricedAs: PricedAs;
  readonly TooLarge: TooLarge;
  readonly PriceChanges: PriceChanges;
  readonly Warning: Warning;
  readonly Warnings: Warnings;
  readonly JsonPatch: JsonPatch;
  readonly Files: Files;
  readonly NewReview: NewReview;
  readonly Publish: Publish;
  readonly Schedule: Schedule;
  readonly Rebase: Rebase;
  readonly Reason: Reason;
  readonly Release: Release;
  readonly ReleaseFields: ReleaseFields;
  readonly ReleaseWithFiles: ReleaseWithFiles;
  readonly Releases: Releases;
  readonly AuditEvent: AuditEvent;
  readonly AuditEvents: AuditEvents;
  readonly Verification: Verification;
  readonly SignIn: SignIn;
  readonly Session: Session;
  readonly Permission: Permission;
  readonly SignedIn: SignedIn;
  readonly Acceptance: Acceptance;
  readonly Person: Person;
  readonly People: People;
  readonly PersonChanges: PersonChanges;
  readonly NewInvitation: NewInvitation;
  readonly Invitation: Invitation;
  readonly ApiKey: ApiKey;
  readonly ApiKeyFields: ApiKeyFields;
  readonly MadeApiKey: MadeApiKey;
  readonly ApiKeys: ApiKeys;
  readonly NewApiKey: NewApiKey;
  readonly CellEdits: CellEdits;
  readonly PriceTables: PriceTables;
  readonly PriceTable: PriceTable;
  readonly TableCell: TableCell;
}

export interface Operations {
  readonly 'POST /v1/quotes': { readonly body: QuoteRequest; readonly answers: { readonly 200: Quote } };
  readonly 'POST /v1/quotes/batch': { readonly body: BatchRequest; readonly answers: { readonly 200: BatchAnswer } };
  readonly 'GET /v1/products': { readonly body: undefined; readonly answers: { readonly 200: Products } };
  readonly 'GET /v1/prices': { readonly body: undefined; readonly answers: { readonly 200: Prices } };
  readonly 'GET /healthz': { readonly body: undefined; readonly answers: { readonly 200: Health } };
  readonly 'GET /readyz': { readonly body: undefined; readonly answers: { readonly 200: Health } };
  readonly 'GET /metrics': { readonly body: undefined; readonly answers: { readonly 200: undefined } };
  readonly 'GET /openapi.json': { readonly body: undefined; readonly answers: { readonly 200: Readonly<Record<string, unknown>> } };
  readonly 'GET /openapi-3.0.json': { readonly body: undefined; readonly answers: { readonly 200: Readonly<Record<string, unknown>> } };
  readonly 'GET /v1/change-requests': { readonly body: undefined; readonly answers: { readonly 200: ChangeRequests } };
  readonly 'POST /v1/change-requests': { readonly body: NewChangeRequest; readonly answers: { readonly 201: ChangeRequest } };
  readonly 'GET /v1/change-requests/{id}': { readonly body: undefined; readonly answers: { readonly 200: ChangeRequest } };
  readonly 'PATCH /v1/change-requests/{id}': { readonly body: ChangeRequestWords; readonly answers: { readonly 200: ChangeRequest } };
  readonly 'GET /v1/change-requests/{id}/revisions': { readonly body: undefined; readonly answers: { readonly 200: Revisions } };
  readonly 'GET /v1/change-requests/{id}/problems': { readonly body: undefined; readonly answers: { readonly 200: BookProblems } };
  readonly 'GET /v1/change-requests/{id}/compare': { readonly body: undefined; readonly answers: { readonly 200: Comparison } };
  readonly 'GET /v1/change-requests/{id}/files': { readonly body: undefined; readonly answers: { readonly 200: Files } };
  readonly 'GET /v1/change-requests/{id}/files/{path}': { readonly body: undefined; readonly answers: { readonly 200: unknown } };
  readonly 'PUT /v1/change-requests/{id}/files/{path}': { readonly body: string; readonly answers: { readonly 200: ChangeRequest } };
  readonly 'PATCH /v1/change-requests/{id}/files/{path}': { readonly body: JsonPatch; readonly answers: { readonly 200: ChangeRequest } };
  readonly 'DELETE /v1/change-requests/{id}/files/{path}': { readonly body: undefined; readonly answers: { readonly 200: ChangeRequest } };
  readonly 'POST /v1/change-requests/{id}/submit': { readonly body: undefined; readonly answers: { readonly 200: ChangeRequest } };
  readonly 'POST /v1/change-requests/{id}/reviews': { readonly body: NewReview; readonly answers: { readonly 201: ChangeRequest } };
  readonly 'POST /v1/change-requests/{id}/withdraw': { readonly body: Reason; readonly answers: { readonly 200: ChangeRequest } };
  readonly 'POST /v1/change-requests/{id}/rebase': { readonly body: Rebase; readonly answers: { readonly 200: ChangeRequest } };
  readonly 'POST /v1/change-requests/{id}/publish': { readonly body: Publish | undefined; readonly answers: { readonly 201: Release } };
  readonly 'POST /v1/change-requests/{id}/schedule': { readonly body: Schedule; readonly answers: { readonly 201: Release } };
  readonly 'GET /v1/releases': { readonly body: undefined; readonly answers: { readonly 200: Releases } };
  readonly 'GET /v1/releases/{number}': { readonly body: undefined; readonly answers: { readonly 200: ReleaseWithFiles } };
  readonly 'GET /v1/releases/{number}/files/{path}': { readonly body: undefined; readonly answers: { readonly 200: unknown } };
  readonly 'GET /v1/releases/{number}/compare/{other}': { readonly body: undefined; readonly answers: { readonly 200: Comparison } };
  readonly 'POST /v1/releases/{number}/restore': { readonly body: Reason; readonly answers: { readonly 201: ChangeRequest } };
  readonly 'POST /v1/releases/{number}/withdraw': { readonly body: Reason; readonly answers: { readonly 200: Release } };
  readonly 'GET /v1/audit': { readonly body: undefined; readonly answers: { readonly 200: AuditEvents } };
  readonly 'GET /v1/audit/verification': { readonly body: undefined; readonly answers: { readonly 200: Verification } };
  readonly 'GET /v1/session': { readonly body: undefined; readonly answers: { readonly 200: Session } };
  readonly 'POST /v1/session': { readonly body: SignIn; readonly answers: { readonly 201: SignedIn } };
  readonly 'DELETE /v1/session': { readonly body: undefined; readonly answers: { readonly 204: undefined } };
  readonly 'GET /v1/session/openid': { readonly body: undefined; readonly answers: {} };
  readonly 'GET /v1/session/openid/callback': { readonly body: undefined; readonly answers: {} };
  readonly 'POST /v1/invitations': { readonly body: NewInvitation; readonly answers: { readonly 201: Invitation } };
  readonly 'POST /v1/invitations/accept': { readonly body: Acceptance; readonly answers: { readonly 201: SignedIn } };
  readonly 'GET /v1/people': { readonly body: undefined; readonly answers: { readonly 200: People } };
  readonly 'PATCH /v1/people/{id}': { readonly body: PersonChanges; readonly answers: { readonly 200: Person } };
  readonly 'GET /v1/api-keys': { readonly body: undefined; readonly answers: { readonly 200: ApiKeys } };
  readonly 'POST /v1/api-keys': { readonly body: NewApiKey; readonly answers: { readonly 201: MadeApiKey } };
  readonly 'DELETE /v1/api-keys/{id}': { readonly body: undefined; readonly answers: { readonly 204: undefined } };
  readonly 'POST /v1/change-requests/{id}/preview': { readonly body: PreviewRequest; readonly answers: { readonly 200: PreviewStage } };
  readonly 'POST /v1/change-requests/{id}/expectations': { readonly body: undefined; readonly answers: { readonly 200: ChangeRequest } };
  readonly 'GET /v1/prices/history': { readonly body: undefined; readonly answers: { readonly 200: PriceHistory } };
  readonly 'GET /v1/releases/{number}/warnings': { readonly body: undefined; readonly answers: { readonly 200: Warnings } };
  readonly 'GET /v1/releases/{number}/tables': { readonly body: undefined; readonly answers: { readonly 200: PriceTables } };
  readonly 'GET /v1/change-requests/{id}/warnings': { readonly body: undefined; readonly answers: { readonly 200: Warnings } };
  readonly 'GET /v1/change-requests/{id}/tables': { readonly body: undefined; readonly answers: { readonly 200: PriceTables } };
  readonly 'GET /v1/change-requests/{id}/steps': { readonly body: undefined; readonly answers: { readonly 200: NextSteps } };
  readonly 'PATCH /v1/change-requests/{id}/prices': { readonly body: CellEdits; readonly answers: { readonly 200: ChangeRequest } };
  readonly 'POST /v1/change-requests/{id}/quotes': { readonly body: QuoteRequest; readonly answers: { readonly 200: ProposedQuote } };
}
