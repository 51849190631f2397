import type { FactValue } from '../../book/model/condition.js';
import { csvRows } from '../../book/model/csv.js';

/** A combination of options, and what a table says of it. */
export interface CombinationRow {
  readonly product: string;
  readonly title: string;
  readonly options: Readonly<Record<string, FactValue>>;
  readonly values: readonly string[];
}

/**
 * Combinations as CSV (RFC 4180): one a row, with a column for every option that occurs.
 *
 * @param columns the names of the values
 */
export function combinationsCsv(columns: readonly string[], rows: readonly CombinationRow[]): string {
  const options = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row.options)) options.add(name);
  const header = ['product', 'title', ...options, ...columns];
  const records = rows.map((row) => [
    row.product,
    row.title,
    ...[...options].map((option) => String(row.options[option] ?? '')),
    ...row.values,
  ]);
  return csvRows([header, ...records], 'windows');
}

/** Facts of a buyer in one cell: `plan=pro vip=true`. */
export function contextCell(context: Readonly<Record<string, FactValue>>): string {
  return Object.entries(context)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}
