import type { Comparison, FactValue } from '../../book/model/condition.js';
import { isMomentFact } from '../../book/model/fact-spec.js';
import type { OverrideRule, PriceRule } from '../../book/model/price-book.js';
import { saysNotOffered } from '../../pricing/found-price.js';
import type { CompiledRule, SplitConditions } from '../../pricing/matching/compiled-rule.js';
import { comparisonMatches } from '../../pricing/matching/engine.js';
import { possibleMatchesWhere } from '../../pricing/matching/rule-index.js';
import type { ProductCard, RateCard } from '../../pricing/rate-card.js';
import { satisfiable, type Witness } from '../../pricing/validation/satisfiable.js';

type Priced = CompiledRule<PriceRule | OverrideRule>;

/**
 * Facts under which something is priced that the conditions of a cell allow: looked for rule by rule, so that it takes no
 * longer for a product with many options.
 *
 * @param given the conditions of the cell, and the moment
 * @param stated facts that they fix
 * @returns `unknown` where nested conditions on very many values let the search be given up
 */
export function pricedElsewhere(
  card: RateCard,
  product: ProductCard,
  given: SplitConditions,
  stated: ReadonlyMap<string, FactValue>,
): { readonly rule: Priced; readonly witness: Witness | 'unknown' } | undefined {
  const known = (slot: number): FactValue | undefined => stated.get(card.factNames[slot] ?? '');
  const mayMatch = ({ comparisons }: Priced): boolean =>
    comparisons.every((one) => {
      const value = stated.get(one.fact);
      return value === undefined || comparisonMatches(one, value);
    });
  const overrides: readonly Priced[] = possibleMatchesWhere(product.overrides, known).filter(mayMatch);
  const prices: readonly Priced[] = possibleMatchesWhere(product.prices, known).filter(mayMatch);
  const pinned = prices.filter(({ rule }) => rule.step === 'table' && rule.pinned);
  // Pinned cells beat rates alone: other cells never match where they do.
  const beaters = ({ rule }: Priced): readonly Priced[] =>
    rule.step === 'override' ? [] : rule.step === 'rate' ? [...overrides, ...pinned] : overrides;
  let unknown: Priced | undefined;
  for (const rule of [...overrides, ...prices]) {
    if (saysNotOffered(rule)) continue;
    // Only a rule that says "not offered" takes the price away; any other that comes first gives another price.
    const refusing = beaters(rule).filter(saysNotOffered);
    const unbeaten: SplitConditions = {
      comparisons: [],
      nested: refusing.map((beater) => ({ not: { all: beater.rule.when } })),
    };
    const found = satisfiable(card, product, [given, rule, ...(refusing.length === 0 ? [] : [unbeaten])]);
    if (found.kind === 'yes') return { rule, witness: found.witness };
    if (found.kind === 'unknown') unknown ??= rule;
  }
  return unknown === undefined ? undefined : { rule: unknown, witness: 'unknown' };
}

/** The facts of one moment, as comparisons that only it matches. */
export function momentIs(card: RateCard, at: number, source: Comparison['source']): readonly Comparison[] {
  const moment = { at, ...card.clock(at) };
  return Object.entries(moment).flatMap(([fact, value]): Comparison[] =>
    isMomentFact(fact) ? [{ fact, operator: 'equal', value, source, factSource: source }] : [],
  );
}
