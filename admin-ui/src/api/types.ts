/* The API's answers, as /openapi.json describes them: what of them the console uses. */

export type FactValue = string | number | boolean;
export type Facts = Readonly<Record<string, FactValue>>;

export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

export type Permission = 'quote' | 'read' | 'edit_amounts' | 'edit_rules' | 'review' | 'publish' | 'administer';

export interface Session {
  readonly signed_in: boolean;
  readonly name: string;
  readonly role: string;
  readonly permissions: readonly Permission[];
  /** Whether one can sign in with the company's provider. */
  readonly openid: boolean;
}

export type ChangeState = 'draft' | 'in_review' | 'approved' | 'scheduled' | 'published' | 'rejected' | 'withdrawn';

export interface Review {
  readonly actor: string;
  readonly at: string;
  readonly verdict: 'approve' | 'request_changes' | 'comment';
  readonly comment: string;
  readonly revision: number;
  readonly counts: boolean;
  /** Why it does not count. */
  readonly because: string | null;
}

export interface ChangeRequest {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly state: ChangeState;
  readonly author: string;
  readonly authors: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly revision: number;
  readonly base: number;
  readonly digest: string;
  readonly files: readonly { readonly path: string; readonly sha256: string | null }[];
  readonly approvals: { readonly by: readonly string[]; readonly needed: number; readonly because: readonly string[] };
  readonly reviews: readonly Review[];
  readonly release: number | null;
  readonly effective_at: string | null;
}

export type StepName =
  | 'edit'
  | 'rebase'
  | 'submit'
  | 'approve'
  | 'request_changes'
  | 'publish'
  | 'schedule'
  | 'publish_in_emergency'
  | 'withdraw_release'
  | 'withdraw';

export interface Step {
  readonly step: StepName;
  readonly allowed: boolean;
  readonly reason?: string;
}

export interface NextSteps {
  readonly next: Step | null;
  readonly others: readonly Step[];
}

export interface Release {
  readonly number: number;
  readonly state: 'in_force' | 'scheduled' | 'past' | 'withdrawn';
  readonly digest: string;
  readonly effective_at: string;
  readonly published_at: string;
  readonly author: string;
  readonly approvers: readonly string[];
  readonly reason: string;
  readonly emergency: string | null;
  readonly change_request: number | null;
  readonly base: number | null;
  readonly seal: string;
  readonly withdrawn: { readonly actor: string; readonly at: string; readonly reason: string } | null;
}

export interface Releases {
  readonly in_force: number;
  readonly releases: readonly Release[];
}

/** One step of the way from rate to total. */
export interface Line {
  readonly step: 'table' | 'rate' | 'override' | 'multiplier' | 'discount' | 'rounding';
  readonly rule: string;
  readonly title: string;
  readonly amount: string;
  readonly source: string;
}

/** What is quoted for a cell of the price list. */
export type Outcome =
  | { readonly kind: 'price'; readonly list_price: Amount }
  | { readonly kind: 'rate'; readonly rate: string; readonly currency: string }
  | { readonly kind: 'depends_on'; readonly facts: readonly { readonly fact: string; readonly title: string }[] }
  | { readonly kind: 'not_offered' };

export interface TableCell {
  readonly kind: 'set' | 'pinned' | 'derived';
  readonly price: string | null;
  readonly outcome: Outcome;
  readonly override: { readonly rule: string; readonly title: string; readonly list_price: string | null } | null;
  readonly product: string;
  readonly options: Facts;
  readonly context: Facts;
  readonly at: string;
  readonly source: string | null;
  readonly lines: readonly Line[];
}

export interface PriceTable {
  readonly file: string;
  readonly place: number;
  readonly section: string;
  readonly title: string;
  readonly header: string;
  readonly currency: string;
  /** How many decimals a price in it can have. */
  readonly decimals: number;
  readonly columns: readonly string[];
  readonly size: number;
  readonly rows: readonly { readonly title: string; readonly cells: readonly TableCell[] }[] | null;
}

export interface PriceTables {
  readonly release: number | null;
  readonly change_request: number | null;
  readonly revision: number | null;
  readonly tables: readonly PriceTable[];
}

export interface RuleRef {
  readonly step: Line['step'];
  readonly rule: string;
  readonly title: string;
  readonly source: string;
}

export interface BookProblem {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
}

export interface Fact {
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
}

export interface Products {
  readonly release: number;
  readonly products: readonly {
    readonly product: string;
    readonly title: string;
    readonly currency: string;
    readonly options: readonly Fact[];
  }[];
  readonly context: readonly Fact[];
  readonly plans: readonly { readonly plan: string; readonly title: string }[];
}

export interface WhyNot {
  readonly rule: string;
  readonly because: 'applied' | 'condition' | 'beaten' | 'not_offered' | 'unknown_rule';
  readonly detail: string;
}

export interface Quote {
  readonly product: string;
  readonly options: Facts;
  readonly context: Facts;
  readonly at: string;
  readonly release: number | null;
  readonly list_price: Amount;
  readonly total: Amount;
  readonly lines: readonly Line[];
  readonly why_not?: readonly WhyNot[];
}

export interface DatedPriceChange {
  readonly at: string;
  readonly cause: 'release' | 'date';
  readonly before: { readonly list_price: Amount; readonly total: Amount } | null;
  readonly after: { readonly list_price: Amount; readonly total: Amount } | null;
  readonly because: readonly {
    readonly rule: string;
    readonly before: RuleRef | null;
    readonly after: RuleRef | null;
    readonly lines: { readonly before: string | null; readonly after: string | null };
  }[];
  readonly release: Pick<
    Release,
    'number' | 'state' | 'author' | 'approvers' | 'reason' | 'emergency' | 'change_request' | 'published_at'
  >;
}

export interface AuditEvent {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly change_request: number | null;
  readonly release: number | null;
  readonly products: readonly string[];
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

export interface Conflict {
  readonly file: string;
  readonly path: string;
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}

export interface Person {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly active: boolean;
  readonly created_at: string;
}

export interface ApiKey {
  readonly id: number;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
  readonly created_by: string;
  readonly revoked_at: string | null;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly note: string;
}
