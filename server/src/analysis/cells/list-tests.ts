import { type Comparison, comparisonsIn } from '../../book/model/condition.js';
import { isMomentFact } from '../../book/model/fact-spec.js';
import type { ProductCard, RateCard } from '../../pricing/rate-card.js';
import { rulesOf } from '../space/price-space.js';

/** What the rules that give a product's list prices ask, by fact. */
export type ListTests = ReadonlyMap<string, readonly Comparison[]>;

/** Every different comparison of a product's prices, overrides and multipliers; those of discounts are left out. */
export function listTests(card: RateCard, product: ProductCard): ListTests {
  const tests = new Map<string, Map<string, Comparison>>();
  for (const { rule } of rulesOf({ card, product })) {
    if (rule.step === 'discount') continue;
    for (const one of comparisonsIn(rule.when)) {
      const known = tests.get(one.fact) ?? new Map<string, Comparison>();
      tests.set(one.fact, known.set(`${one.operator} ${JSON.stringify(one.value)}`, one));
    }
  }
  return new Map([...tests].map(([fact, known]) => [fact, [...known.values()]]));
}

/** Those that ask of the moment. */
export function momentTests(tests: ListTests): readonly Comparison[] {
  return [...tests].flatMap(([fact, comparisons]) => (isMomentFact(fact) ? comparisons : []));
}
