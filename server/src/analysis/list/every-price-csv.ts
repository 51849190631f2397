import { stringify } from 'csv-stringify/sync';
import { formatInstant } from '../../book/instant.js';
import type { EnumeratedPrice } from './enumerate.js';

/** Every price as CSV (RFC 4180): one combination of options, buyer and moment a row, a column for every option. */
export function everyPriceCsv(prices: Iterable<EnumeratedPrice>): string {
  const rows = [...prices];
  const options = [...new Set(rows.flatMap((row) => Object.keys(row.options)))];
  const header = ['product', 'title', ...options, 'context', 'at', 'list_price', 'total', 'currency', 'rule', 'source'];
  const records = rows.map((row) => [
    row.product,
    row.title,
    ...options.map((option) => String(row.options[option] ?? '')),
    Object.entries(row.context)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(' '),
    row.at === undefined ? '' : formatInstant(row.at),
    row.listPrice ?? '',
    row.total ?? '',
    row.currency,
    row.rule?.rule ?? '',
    row.rule?.source ?? '',
  ]);
  return stringify([header, ...records], { record_delimiter: 'windows' });
}
