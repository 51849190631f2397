import type { RateCard } from '../../pricing/rate-card.js';
import { factJson } from './fact-json.js';

/** What can be asked of a release, as JSON, product by product. */
export function* productsJson(release: number, card: RateCard): Generator<string> {
  yield `{"release":${release},"products":[`;
  let first = true;
  for (const { product, facts } of card.products.values()) {
    const { id, title, currency } = product;
    const json = { product: id, title, currency, options: facts.specs.map(factJson) };
    yield `${first ? '' : ','}${JSON.stringify(json)}`;
    first = false;
  }
  const plans = [...card.book.plans.values()].map((plan) => ({
    plan: plan.id,
    title: plan.title,
    monthly_price: { amount: plan.monthlyPrice, currency: plan.currency },
    monthly_credits: plan.monthlyCredits,
    credit_discount_percent: plan.creditDiscount,
  }));
  yield `],"context":${JSON.stringify(card.context.specs.map(factJson))},"plans":${JSON.stringify(plans)}}`;
}
