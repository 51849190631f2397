import type { FactValue } from '../book/condition.js';
import type { OverrideRule, PriceRule, Rule } from '../book/price-book.js';
import { type Problem, problemAt } from '../book/problem.js';
import { type CompiledRule, mayHoldFor } from './compiled-rule.js';
import { disagreement, judge } from './engine-quote.js';
import { possibleValues } from './possible-values.js';
import { type Holding, holdingRulesOf, type ProductCard, type RateCard } from './rate-card.js';
import { satisfiable } from './satisfiable.js';

export interface Verification {
  /** How many questions were put to both. */
  readonly asked: number;
  /** How many there would have been. */
  readonly possible: number;
  readonly problems: readonly Problem[];
}

/**
 * Holds the compiled rate card against json-rules-engine: for every price its own facts, and then each fact in turn at
 * every class that the book's constants cut it into. The engine runs all rules of the product, found without the index.
 *
 * @param limit asks at most about so many questions: of a large book, the first products in full
 */
export async function verifyRateCard(card: RateCard, limit = 20_000): Promise<Verification> {
  const problems: Problem[] = [];
  const ofProduct = {
    prices: byProduct(card.prices),
    overrides: byProduct(card.overrides),
    multipliers: byProduct(card.multipliers),
    discounts: byProduct(card.discounts),
  };
  let asked = 0;
  let possible = 0;
  for (const product of card.products.values()) {
    const rules: Holding = {
      prices: ofProduct.prices(product),
      overrides: ofProduct.overrides(product),
      multipliers: ofProduct.multipliers(product),
      discounts: ofProduct.discounts(product),
    };
    for (const rule of [...rules.overrides, ...rules.prices]) {
      const own = ownFacts(card, product, rule);
      if (own === undefined) continue;
      const variants = [own, ...boundaries(card, product, rule, rules, own)];
      possible += variants.length;
      // All of a price's questions while there is room for them; its own facts alone after that.
      const share = asked + variants.length <= limit ? variants : asked < limit ? [own] : [];
      for (const slots of share) {
        asked++;
        const { holding } = await judge(card, slots, rules);
        const name = disagreement(holding, holdingRulesOf(product, slots));
        if (name === undefined) continue;
        const message = `json-rules-engine and the compiled rate card disagree on \`${name}\``;
        problems.push(
          problemAt(rule.rule.source, 'engine_disagrees', message, 'this is a bug of Ratecard: please report it'),
        );
      }
    }
  }
  return { asked, possible, problems };
}

/** Finds a product's rules without the rate card's index, which is one of the things to be verified. */
function byProduct<R extends Rule>(
  rules: readonly CompiledRule<R>[],
): (product: ProductCard) => readonly CompiledRule<R>[] {
  const pinned = new Map<string, CompiledRule<R>[]>();
  const others: CompiledRule<R>[] = [];
  for (const rule of rules) {
    const pin = rule.comparisons.find((one) => one.fact === 'product' && one.operator === 'equal');
    const own = pin === undefined ? others : (pinned.get(String(pin.value)) ?? []);
    own.push(rule);
    if (pin !== undefined) pinned.set(String(pin.value), own);
  }
  return ({ product }) =>
    [...(pinned.get(product.id) ?? []), ...others]
      .filter((rule) => mayHoldFor(rule, product.id))
      .sort((a, b) => a.position - b.position);
}

/** Facts for which the rule holds, with defaults for those that it does not test. */
function ownFacts(
  card: RateCard,
  product: ProductCard,
  rule: CompiledRule<PriceRule | OverrideRule>,
): (FactValue | null)[] | undefined {
  const answer = satisfiable(card, product, [rule]);
  if (answer.kind !== 'yes') return undefined;
  const slots: (FactValue | null)[] = new Array(card.factNames.length).fill(null);
  for (const name of card.factNames) {
    const [first] = possibleValues(card, product, name, []);
    slots[card.slotOf(name)] = first?.value ?? null;
  }
  for (const [fact, value] of answer.witness) slots[card.slotOf(fact)] = value;
  slots[card.slotOf('product')] = product.product.id;
  return slots;
}

/** The same facts with one of them moved to each of its other classes. */
function* boundaries(
  card: RateCard,
  product: ProductCard,
  rule: CompiledRule<PriceRule | OverrideRule>,
  rules: Holding,
  own: readonly (FactValue | null)[],
): Generator<(FactValue | null)[]> {
  const others = [rule, ...rules.overrides, ...rules.multipliers, ...rules.discounts];
  for (const name of card.factNames) {
    const comparisons = others.flatMap((one) => one.comparisons.filter((comparison) => comparison.fact === name));
    for (const { value } of possibleValues(card, product, name, comparisons)) {
      const slot = card.slotOf(name);
      if (value === own[slot]) continue;
      const slots = [...own];
      slots[slot] = value;
      yield slots;
    }
  }
}
