import { stringify } from 'csv-stringify/sync';

/**
 * Rows of CSV (RFC 4180); every CSV file is written by it.
 *
 * A spreadsheet runs a text that begins with `=`, `+`, `-` or `@` as a formula, also behind a tab or a line break, so such
 * a text gets an apostrophe before it, as spreadsheets themselves mark a text. A number keeps its sign: `-5.00` and
 * `+2.94` are numbers to every reader, and no formulas. What contains a line break of any kind is quoted, so that what
 * follows the break begins no cell.
 *
 * Source: OWASP, "CSV Injection".
 *
 * @param ending `windows` ends lines as the standard has it; `unix` as files of lines do
 * @example csvRows([['=1+1', '-5.00']], 'unix') // "'=1+1,-5.00\n"
 */
export function csvRows(rows: readonly (readonly unknown[])[], ending: 'windows' | 'unix'): string {
  return stringify(
    rows.map((row) => row.map(csvCell)),
    { record_delimiter: ending, quoted_match: /[\r\n]/ },
  );
}

function csvCell(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[=+\-@\t\r\n]/.test(value) || NUMBER.test(value)) return value;
  return `'${value}`;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
