import { outcomeJson } from './outcome-json.js';
import type { PriceListEntry } from './price-list.js';

/** An entry of the price list in the API's words. */
export function priceJson(entry: PriceListEntry) {
  const { product, title, options, outcome, rule, source } = entry;
  return {
    product,
    title,
    options,
    list_price: outcome.kind === 'price' ? { amount: outcome.listPrice, currency: outcome.currency } : null,
    outcome: outcomeJson(outcome),
    rule,
    source,
  };
}

/** The price list of a release as JSON, entry by entry. */
export function* priceListJson(release: number, entries: Iterable<PriceListEntry>): Generator<string> {
  yield `{"release":${release},"prices":[`;
  let first = true;
  for (const entry of entries) {
    yield `${first ? '' : ','}${JSON.stringify(priceJson(entry))}`;
    first = false;
  }
  yield ']}';
}
