import type { OverrideRule, PriceRule } from '../../book/model/price-book.js';
import type { CompiledRule } from '../../pricing/matching/compiled-rule.js';
import type { ProductCard, RateCard } from '../../pricing/rate-card.js';
import { satisfiable } from '../../pricing/validation/satisfiable.js';
import { reachingRules } from './reaching-rules.js';
import { type Warning, warningAt } from './warning.js';

/** How many pairs of an override and a rate are looked at in all, so that a large book with many of both stays fast. */
const MOST_PAIRS = 20_000;

/** Overrides that set one price, however much is asked for, in place of a rate that charges for a quantity. */
export function* flatOverrides(card: RateCard): Generator<Warning> {
  const budget = { pairs: MOST_PAIRS };
  for (const override of card.overrides) {
    const { rule } = override;
    if (rule.price === null) continue;
    const found = meteredBeside(card, override, budget);
    if (found === undefined) continue;
    const { product, rate, fact } = found;
    const { title = fact } = card.book.context.get(fact) ?? product.product.options.get(fact) ?? {};
    yield warningAt(rule.source, {
      code: 'flat_override',
      message: `${rule.title} sets one price, ${rule.price}, whatever ${title} is: it replaces ${rate.rule.title}, which charges ${product.product.title} by it`,
      hint: `say for which ${title} the price is, or make a discount of it`,
      about: { kind: 'override', id: rule.id },
      products: [product.product.id],
      related: [rate.rule.source],
    });
  }
}

interface Metered {
  readonly product: ProductCard;
  readonly rate: CompiledRule<PriceRule>;
  /** The quantity that the rate charges for and the override leaves open. */
  readonly fact: string;
}

function meteredBeside(
  card: RateCard,
  override: CompiledRule<OverrideRule>,
  budget: { pairs: number },
): Metered | undefined {
  const own = override.comparisons.find(({ fact, operator }) => fact === 'product' && operator === 'equal');
  const only = own === undefined ? undefined : card.products.get(String(own.value));
  for (const product of only === undefined ? card.products.values() : [only]) {
    for (const rate of reachingRules(product.prices, product.product.id)) {
      const fact = rate.quantities.find((name) => !pins(override, name));
      if (fact === undefined) continue;
      if (budget.pairs-- <= 0) return undefined;
      if (satisfiable(card, product, [override, rate]).kind === 'yes') return { product, rate, fact };
    }
  }
  return undefined;
}

/** Whether a rule is for one value of a fact alone. */
function pins({ comparisons }: CompiledRule, name: string): boolean {
  return comparisons.some(({ fact, operator }) => fact === name && operator === 'equal');
}
