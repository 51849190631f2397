import { stringify } from 'csv-stringify/sync';
import type { PriceListEntry } from './price-list.js';

/** The price list as CSV (RFC 4180): one combination a row, a column for every option that occurs. */
export function priceListCsv(entries: Iterable<PriceListEntry>): string {
  const rows = [...entries];
  const options = [...new Set(rows.flatMap((entry) => Object.keys(entry.options)))];
  const header = ['product', 'title', ...options, 'list_price', 'currency', 'rule', 'source'];
  const records = rows.map((entry) => [
    entry.product,
    entry.title,
    ...options.map((option) => String(entry.options[option] ?? '')),
    entry.listPrice ?? '',
    entry.currency,
    entry.rule ?? '',
    entry.source ?? '',
  ]);
  return stringify([header, ...records], { record_delimiter: 'windows' });
}
