import type { Outcome } from '../cells/outcome.js';
import { dependsOnWords, rateWords } from '../cells/outcome-words.js';
import { combinationsCsv } from './combinations-csv.js';
import type { PriceListEntry } from './price-list.js';

const COLUMNS = ['list_price', 'currency', 'rule', 'source', 'outcome'];

/** The price list as CSV: one combination a row. */
export function priceListCsv(entries: Iterable<PriceListEntry>): string {
  const rows = [...entries].map(({ product, title, options, outcome, currency, rule, source }) => ({
    product,
    title,
    options,
    values: [outcome.kind === 'price' ? outcome.listPrice : '', currency, rule ?? '', source ?? '', words(outcome)],
  }));
  return combinationsCsv(COLUMNS, rows);
}

/** Why there is no list price, where there is none. */
function words(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'price':
      return 'price';
    case 'rate':
      return `rate: ${rateWords(outcome.formula)}`;
    case 'depends_on':
      return dependsOnWords(outcome.facts);
    case 'not_offered':
      return 'not offered';
  }
}
