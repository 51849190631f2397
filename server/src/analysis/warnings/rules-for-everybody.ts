import type { Comparison } from '../../book/model/condition.js';
import type { FactSpec } from '../../book/model/fact-spec.js';
import type { DiscountRule, MultiplierRule, OverrideRule } from '../../book/model/price-book.js';
import type { CompiledRule } from '../../pricing/matching/compiled-rule.js';
import { comparisonMatches } from '../../pricing/matching/engine.js';
import type { ProductCard, RateCard } from '../../pricing/rate-card.js';
import { possibleValues } from '../../pricing/validation/possible-values.js';
import { type Warning, warningAt } from './warning.js';

/**
 * Discounts, overrides and multipliers without a condition, or with conditions that are true whatever is asked: they
 * are for everybody. When they start and end (`from`, `until`) is no condition on who buys what.
 */
export function* rulesForEverybody(card: RateCard): Generator<Warning> {
  if (card.products.size === 0) return;
  const facts = new FactKinds(card);
  for (const compiled of [...card.discounts, ...card.overrides, ...card.multipliers]) {
    if (compiled.nested.length > 0) continue;
    const conditions = compiled.comparisons.filter(({ fact }) => fact !== 'at');
    if (conditions.some((one) => facts.narrows(one, compiled))) continue;
    const { rule } = compiled;
    yield warningAt(rule.source, {
      code: 'for_everybody',
      message: sentence(compiled),
      hint: 'name the products or the buyers that it is for, unless everybody is meant',
      about: { kind: rule.step, id: rule.id },
      products: [],
    });
  }
}

function sentence({ rule }: CompiledRule<DiscountRule | OverrideRule | MultiplierRule>): string {
  switch (rule.step) {
    case 'discount':
      return `${rule.title} takes ${rule.percentOff}% off for everybody, whatever they buy`;
    case 'override':
      return rule.price === null
        ? `${rule.title} takes every product off sale, for everybody`
        : `${rule.title} sets the price of every product to ${rule.price}, for everybody`;
    case 'multiplier':
      return `${rule.title} multiplies by ${rule.multiply} for everybody, whatever they choose`;
  }
}

/** One product for each different kind of a fact, so that a condition is not tried on every product of a book. */
class FactKinds {
  readonly #card: RateCard;
  readonly #options = new Map<string, { readonly kinds: Map<FactSpec, ProductCard>; products: number }>();

  constructor(card: RateCard) {
    this.#card = card;
    for (const product of card.products.values()) {
      for (const [name, spec] of product.product.options) {
        const known = this.#options.get(name) ?? { kinds: new Map(), products: 0 };
        known.products++;
        known.kinds.set(spec, product);
        this.#options.set(name, known);
      }
    }
  }

  /** Whether some quote does not meet a condition. Of a multiplier, only products with its option matter. */
  narrows(comparison: Comparison, { rule }: CompiledRule<DiscountRule | OverrideRule | MultiplierRule>): boolean {
    const { fact } = comparison;
    const { products } = this.#card;
    if (fact === 'product') return [...products.keys()].some((id) => !comparisonMatches(comparison, id));
    const options = this.#options.get(fact);
    const [first] = products.values();
    if (options === undefined) return first !== undefined && this.#fails(first, comparison);
    const isItsOption = rule.step === 'multiplier' && rule.option === fact;
    if (!isItsOption && options.products < products.size && !comparisonMatches(comparison, null)) return true;
    return [...options.kinds.values()].some((product) => this.#fails(product, comparison));
  }

  #fails(product: ProductCard, comparison: Comparison): boolean {
    return possibleValues(this.#card, product, comparison.fact, [comparison]).some(
      ({ value }) => !comparisonMatches(comparison, value),
    );
  }
}
