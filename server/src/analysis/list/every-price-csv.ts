import { formatInstant } from '../../book/model/instant.js';
import { combinationsCsv, contextCell } from './combinations-csv.js';
import type { EnumeratedPrice } from './enumerate.js';

const COLUMNS = ['context', 'at', 'list_price', 'total', 'currency', 'rule', 'source'];

/** Every price as CSV: one combination of options, buyer and moment a row. */
export function everyPriceCsv(prices: Iterable<EnumeratedPrice>): string {
  const rows = [...prices].map(({ product, title, options, context, at, listPrice, total, currency, rule }) => ({
    product,
    title,
    options,
    values: [
      contextCell(context),
      at === undefined ? '' : formatInstant(at),
      listPrice ?? '',
      total ?? '',
      currency,
      rule?.rule ?? '',
      rule?.source ?? '',
    ],
  }));
  return combinationsCsv(COLUMNS, rows);
}
