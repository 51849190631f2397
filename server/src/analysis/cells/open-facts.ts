import type { Comparison, FactValue } from '../../book/condition.js';
import { mayEqual } from '../../book/fact-lookup.js';
import { type FactSpec, isMomentFact } from '../../book/fact-spec.js';
import { comparisonHolds } from '../../pricing/engine.js';
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

/**
 * Which facts a cell fixes and which it leaves open.
 *
 * @param comparisons of the cell, all of which must match
 * @param nested facts that conditions of the cell name within `any` and `none`
 * @param tests what rules ask; asked for only where a fact is open
 * @returns undefined where no question of the product matches
 */
export function cellFacts(
  card: RateCard,
  product: ProductCard,
  comparisons: readonly Comparison[],
  nested: readonly Comparison[],
  tests: () => ListTests,
): CellFacts | undefined {
  const slots: (FactValue | null)[] = new Array(card.factNames.length).fill(null);
  slots[card.slotOf('product')] = product.product.id;
  const stated = new Map<string, FactValue>();
  const open: Domain[] = [];
  const specs: readonly (readonly [FactSpec, 'option' | 'context'])[] = [
    ...product.intake.specs.map((spec) => [spec, 'option'] as const),
    ...card.context.specs.map((spec) => [spec, 'context'] as const),
  ];
  const known = new Set(specs.map(([{ name }]) => name));
  // A fact that the product does not have is absent.
  if (comparisons.some((one) => !known.has(one.fact) && !isGiven(one.fact) && !comparisonHolds(one, null))) {
    return undefined;
  }
  for (const [spec, role] of specs) {
    const { name } = spec;
    const own = comparisons.filter(({ fact }) => fact === name);
    const inside = nested.filter(({ fact }) => fact === name);
    const slot = card.slotOf(name);
    const required = role === 'option' && spec.default === undefined;
    if (own.length === 0 && inside.length === 0 && !required) {
      slots[slot] = spec.default ?? null;
      continue;
    }
    const fixed = own.find(({ operator }) => operator === 'equal')?.value;
    const value =
      typeof fixed === 'string' || typeof fixed === 'number' || typeof fixed === 'boolean' ? fixed : undefined;
    const domain = value === undefined ? classes(spec, role, [...own, ...inside], tests) : [{ value }];
    const left = domain.filter(
      (one) =>
        own.every((comparison) => comparisonHolds(comparison, one.value)) &&
        (one.value === null || mayEqual(spec, one.value)),
    );
    const [first, second] = left;
    if (first === undefined) return undefined;
    if (second === undefined && first.interval === undefined) {
      slots[slot] = first.value;
      if (first.value !== null) stated.set(name, first.value);
    } else open.push({ fact: name, values: left });
  }
  return { slots, stated, open };
}

/** The product and the moment are settled before. */
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
