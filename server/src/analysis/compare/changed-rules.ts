import type { FactSpec } from '../../book/model/fact-spec.js';
import type { PriceBook, Rule } from '../../book/model/price-book.js';
import { type CompiledRule, mayMatch } from '../../pricing/matching/compiled-rule.js';
import { allRules, type ProductCard, type RateCard } from '../../pricing/rate-card.js';

/** What differs between two books, as far as prices can depend on it. */
export interface BookChanges {
  /** Rules that only one of the books has, or that say something else in the other: those of both books. */
  readonly rules: ReadonlySet<Rule>;
  /** Every product that some change can reach; prices of the others are the same for that reason alone. */
  readonly products: readonly string[];
  /** Products whose options or currency differ, or that only one of the books has. */
  readonly redefined: ReadonlySet<string>;
}

/** Finds what differs, in the order of the later book; products that it no longer has come last. */
export function changesBetween(before: RateCard, after: RateCard): BookChanges {
  const [was, is] = [rulesById(before), rulesById(after)];
  const rules = new Set<Rule>();
  const reaching: CompiledRule<Rule>[] = [];
  const note = (
    mine: ReadonlyMap<string, CompiledRule<Rule>>,
    theirs: ReadonlyMap<string, CompiledRule<Rule>>,
  ): void => {
    for (const [id, rule] of mine) {
      const other = theirs.get(id);
      if (other !== undefined && sameContent(rule.rule, other.rule)) continue;
      rules.add(rule.rule);
      reaching.push(rule);
    }
  };
  note(was, is);
  note(is, was);

  const sameSpec = rememberedPairs<FactSpec>();
  const redefined = new Set<string>();
  const products = new Set([...after.products.keys(), ...before.products.keys()]);
  const everything = !sameWorld(before.book, after.book);
  for (const id of products) {
    const [one, two] = [before.products.get(id), after.products.get(id)];
    if (everything || one === undefined || two === undefined || !sameProduct(one, two, sameSpec)) redefined.add(id);
  }
  const reached = new Set<string>(redefined);
  for (const rule of reaching) for (const id of productsReachedBy(rule, products)) reached.add(id);
  return { rules, redefined, products: [...products].filter((id) => reached.has(id)) };
}

function rulesById(card: RateCard): ReadonlyMap<string, CompiledRule<Rule>> {
  const byId = new Map<string, CompiledRule<Rule>>();
  for (const rule of allRules(card)) byId.set(rule.rule.id, rule);
  return byId;
}

function productsReachedBy(rule: CompiledRule, products: ReadonlySet<string>): Iterable<string> {
  const pin = rule.comparisons.find(({ fact, operator }) => fact === 'product' && operator === 'equal');
  // Most rules name their product: of a large book, the others need not be tried.
  if (pin !== undefined) return [String(pin.value)];
  return [...products].filter((id) => mayMatch(rule, id));
}

/** What holds for every product alike. */
function sameWorld(a: PriceBook, b: PriceBook): boolean {
  const contexts = [...new Set([...a.context.keys(), ...b.context.keys()])];
  const sameContext = contexts.every((name) => sameContent(a.context.get(name), b.context.get(name)));
  return sameContext && a.stacking === b.stacking && a.timeZone === b.timeZone;
}

function sameProduct(a: ProductCard, b: ProductCard, same: (a: FactSpec, b: FactSpec) => boolean): boolean {
  const [mine, theirs] = [a.product.options, b.product.options];
  if (mine.size !== theirs.size || !sameContent(a.currency, b.currency)) return false;
  for (const [name, spec] of mine) {
    const other = theirs.get(name);
    if (other === undefined || !same(spec, other)) return false;
  }
  return true;
}

/** Products of a file share their options: each pair is compared once. */
function rememberedPairs<T extends object>(): (a: T, b: T) => boolean {
  const known = new Map<T, Map<T, boolean>>();
  return (a, b) => {
    const ofA = known.get(a) ?? new Map<T, boolean>();
    known.set(a, ofA);
    const same = ofA.get(b) ?? sameContent(a, b);
    ofA.set(b, same);
    return same;
  };
}

/** Where something is written and what it is called changes no price. */
const BESIDES: ReadonlySet<string> = new Set(['source', 'factSource', 'title', 'reason']);

export function sameContent(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameContent(item, b[index]));
  }
  const [mine, theirs] = [a as Record<string, unknown>, b as Record<string, unknown>]; // Any object can be read so.
  for (const key in mine) if (!BESIDES.has(key) && !sameContent(mine[key], theirs[key])) return false;
  for (const key in theirs) if (!(key in mine) && !BESIDES.has(key)) return false;
  return true;
}
