import type { Check } from '../model/check.js';
import type {
  ApprovalPolicy,
  Currency,
  DiscountRule,
  MultiplierRule,
  OverrideRule,
  Plan,
  PriceRule,
  PrintedTable,
  Product,
  Stacking,
} from '../model/price-book.js';
import { type FoundProblems, type Problem, problemAt, type Source } from '../model/problem.js';
import type { YamlMap } from '../yaml/yaml-node.js';
import type { ContextDeclaration } from './read-facts.js';

/** What kind: book says. */
export interface Settings {
  readonly title: string;
  readonly timeZone: string;
  readonly currencies: ReadonlyMap<string, Currency>;
  readonly context: ReadonlyMap<string, ContextDeclaration>;
  readonly policy: ApprovalPolicy;
  readonly contents: readonly {
    readonly section: string;
    readonly files: readonly { file: string; source: Source }[];
  }[];
  readonly source: Source;
}

/** A prices file's printed tables, before the sections are put into order. */
export interface PrintedFile {
  readonly file: string;
  readonly section: string;
  readonly tables: readonly Omit<PrintedTable, 'section'>[];
}

/** The book while its rule sets are read one after the other. Only the readers write to it. */
export interface BookDraft extends FoundProblems {
  readonly settings: Settings[];
  readonly products: Map<string, Product>;
  readonly prices: PriceRule[];
  readonly overrides: OverrideRule[];
  readonly multipliers: MultiplierRule[];
  readonly discounts: DiscountRule[];
  readonly stackings: { stacking: Stacking; source: Source }[];
  readonly plans: Map<string, Plan>;
  /** What the plans' credit discounts are taken off. */
  readonly planFiles: { node: YamlMap; plans: readonly Plan[] }[];
  readonly printed: PrintedFile[];
  readonly checks: Check[];
  /** Every use of a currency, to be looked up once the book is read. */
  readonly currencyUses: { currency: string; source: Source }[];
  readonly ids: Map<string, Source>;
}

export function emptyDraft(): BookDraft {
  return {
    problems: [],
    tolerated: [],
    settings: [],
    products: new Map(),
    prices: [],
    overrides: [],
    multipliers: [],
    discounts: [],
    stackings: [],
    plans: new Map(),
    planFiles: [],
    printed: [],
    checks: [],
    currencyUses: [],
    ids: new Map(),
  };
}

/** Notes a rule's id; a second one of the same name is a problem that shows both places. */
export function claimId(draft: BookDraft, id: string, source: Source): void {
  const first = draft.ids.get(id);
  if (first === undefined) draft.ids.set(id, source);
  else draft.problems.push(duplicate(`the rule id \`${id}\``, source, first));
}

export function duplicate(what: string, source: Source, first: Source): Problem {
  const message = `${what} is taken already at ${first.file}:${first.line}`;
  return { ...problemAt(source, 'duplicate', message, 'choose another, or remove one of the two'), related: [first] };
}

/** Claims a name in a map of its kind, such as a product's. */
export function claimName<T extends { readonly source: Source }>(
  draft: BookDraft,
  names: Map<string, T>,
  name: string,
  value: T,
  what: string,
): void {
  const first = names.get(name);
  if (first === undefined) names.set(name, value);
  else draft.problems.push(duplicate(`the ${what} \`${name}\``, value.source, first.source));
}
