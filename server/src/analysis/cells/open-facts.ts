import type { Comparison, FactValue } from '../../book/model/condition.js';
import { type FactSpec, isMomentFact, mayEqual } from '../../book/model/fact-spec.js';
import { comparisonMatches } from '../../pricing/matching/engine.js';
import type { ProductCard, RateCard } from '../../pricing/rate-card.js';
import { contextDomain, type Domain, optionDomain } from '../space/fact-domain.js';
import type { ListTests } from './list-tests.js';

/** The facts of one product's questions, as a cell's conditions leave them. */
export interface CellFacts {
  /** Facts with one value: stated by the cell, or taken for granted. */
  readonly slots: readonly (FactValue | null)[];
  /** Those of them that the cell states. */
  readonly stated: ReadonlyMap<string, FactValue>;
  /** Facts that a quote has to state, or that the cell narrows down, with the classes of values that they can have. */
  readonly open: readonly Domain[];
}

interface KnownFact {
  readonly spec: FactSpec;
  readonly role: 'option' | 'context';
}

/** What questions about a product can state, and what they are taken for where they do not. */
export interface ProductFacts {
  readonly specs: ReadonlyMap<string, KnownFact>;
  /** Every fact at its default. */
  readonly defaults: readonly (FactValue | null)[];
  /** Options without a default. */
  readonly required: readonly string[];
}

export function productFacts(card: RateCard, product: ProductCard): ProductFacts {
  const specs = new Map<string, KnownFact>();
  for (const spec of product.facts.specs) specs.set(spec.name, { spec, role: 'option' });
  for (const spec of card.context.specs) specs.set(spec.name, { spec, role: 'context' });
  const defaults: (FactValue | null)[] = new Array(card.factNames.length).fill(null);
  defaults[card.slotOf('product')] = product.product.id;
  for (const [name, { spec }] of specs) defaults[card.slotOf(name)] = spec.default ?? null;
  const required = product.facts.specs.filter((spec) => spec.default === undefined).map(({ name }) => name);
  return { specs, defaults, required };
}

/**
 * Which facts a cell fixes and which it leaves open.
 *
 * @param comparisons of the cell, all of which must match
 * @param nested what conditions of the cell ask within `any` and `none`
 * @param tests what rules ask; asked for only where a fact is open
 * @returns undefined where no question of the product matches
 */
export function cellFacts(
  card: RateCard,
  { specs, defaults, required }: ProductFacts,
  comparisons: readonly Comparison[],
  nested: readonly Comparison[],
  tests: () => ListTests,
): CellFacts | undefined {
  const slots = [...defaults];
  const stated = new Map<string, FactValue>();
  const open: Domain[] = [];
  const decided = new Set<string>();
  const decide = (name: string): boolean => {
    if (decided.has(name) || isGiven(name)) return true;
    decided.add(name);
    const own = comparisons.filter(({ fact }) => fact === name);
    const known = specs.get(name);
    // A fact that the product does not have is absent.
    if (known === undefined) return own.every((comparison) => comparisonMatches(comparison, null));
    const left = valuesLeft(known, own, nested, tests);
    const [first, second] = left;
    if (first === undefined) return false;
    if (second !== undefined || first.interval !== undefined) open.push({ fact: name, values: left });
    else {
      slots[card.slotOf(name)] = first.value;
      if (first.value !== null) stated.set(name, first.value);
    }
    return true;
  };
  if (!comparisons.every(({ fact }) => decide(fact))) return undefined;
  if (!nested.every(({ fact }) => decide(fact))) return undefined;
  if (!required.every(decide)) return undefined;
  return { slots, stated, open };
}

function valuesLeft(
  { spec, role }: KnownFact,
  own: readonly Comparison[],
  nested: readonly Comparison[],
  tests: () => ListTests,
): Domain['values'] {
  const fixed = own.find(({ operator }) => operator === 'equal')?.value;
  const value =
    typeof fixed === 'string' || typeof fixed === 'number' || typeof fixed === 'boolean' ? fixed : undefined;
  const all = [...own, ...nested.filter(({ fact }) => fact === spec.name)];
  const values = value === undefined ? classes(spec, role, all, tests) : [{ value }];
  return values.filter(
    (one) =>
      own.every((comparison) => comparisonMatches(comparison, one.value)) &&
      (one.value === null || mayEqual(spec, one.value)),
  );
}

/** The product and the moment are decided before. */
function isGiven(fact: string): boolean {
  return fact === 'product' || isMomentFact(fact);
}

function classes(
  spec: FactSpec,
  role: 'option' | 'context',
  comparisons: readonly Comparison[],
  tests: () => ListTests,
): Domain['values'] {
  const all = [...comparisons, ...(tests().get(spec.name) ?? [])];
  return (role === 'option' ? optionDomain : contextDomain)(spec.name, [spec], all).values;
}
