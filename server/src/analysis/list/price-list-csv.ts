import { combinationsCsv } from './combinations-csv.js';
import type { PriceListEntry } from './price-list.js';

const COLUMNS = ['list_price', 'currency', 'rule', 'source'];

/** The price list as CSV: one combination a row. */
export function priceListCsv(entries: Iterable<PriceListEntry>): string {
  const rows = [...entries].map(({ product, title, options, listPrice, currency, rule, source }) => ({
    product,
    title,
    options,
    values: [listPrice ?? '', currency, rule ?? '', source ?? ''],
  }));
  return combinationsCsv(COLUMNS, rows);
}
