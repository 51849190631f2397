import type { ProductCard, RateCard } from '../../pricing/rate-card.js';
import { satisfiable } from '../../pricing/validation/satisfiable.js';
import { isFor, reachingRules } from './reaching-rules.js';
import { type Warning, warningAt } from './warning.js';

/** Products to which no table and no rate gives a price. An override may, but only for a while. */
export function* productsWithoutPrice(card: RateCard): Generator<Warning> {
  for (const product of card.products.values()) {
    if (hasPrice(card, product)) continue;
    const { id, title, source } = product.product;
    yield warningAt(source, {
      code: 'no_price',
      message: `No table and no rate gives ${title} a price`,
      hint: 'set a price for it in a table or by a rate, or remove the product',
      about: { kind: 'product', id },
      products: [id],
    });
  }
}

/** Whether a table or a rate can price some quote for a product. */
export function hasPrice(card: RateCard, product: ProductCard): boolean {
  const { id } = product.product;
  for (const rule of reachingRules(product.prices, id)) {
    if (rule.rule.step === 'table' && rule.rule.price === null) continue;
    if (isFor(rule, id) || satisfiable(card, product, [rule]).kind !== 'no') return true;
  }
  return false;
}
