import { STATED_TABLES, type StatedRow, type StatedTable } from '../store/record/stated-rows.js';
import type { ReplayedRow } from './replayed-row.js';

/** Longer values are not repeated in a sentence. */
const LONGEST = 80;

/** That a table has a row of which no event tells, in a sentence without its stop. */
export function notInLog(table: StatedTable, row: StatedRow): string {
  return `${nameOf(table, row)} is in the table, but no event of the log tells of it`;
}

/** That a row of which the log tells is missing. */
export function notInTable(table: StatedTable, { row, event }: ReplayedRow): string {
  return `${nameOf(table, row)} is missing from the table, but event ${event} of the log tells of it`;
}

/** Where a row differs from what the log tells, in a sentence without its stop; undefined when it does not. */
export function differenceOf(
  table: StatedTable,
  row: StatedRow,
  { row: told, event }: ReplayedRow,
): string | undefined {
  const columns = new Set([...Object.keys(row), ...Object.keys(told)]);
  for (const column of columns) {
    const [is, was] = [row[column] ?? null, told[column] ?? null];
    if (is !== was) return `${nameOf(table, told)} ${sentenceOf(table, column, is, was, event)}`;
  }
  return undefined;
}

type Value = string | number | null;

function sentenceOf(table: StatedTable, column: string, is: Value, was: Value, event: number): string {
  if (table === 'people' && column === 'role') {
    return `is ${roleOf(is)} in the table, but ${roleOf(was)} by the log: event ${event} made them one`;
  }
  if (table === 'people' && column === 'active') {
    const words = (value: Value) => (value === 1 ? 'may sign in' : 'may not sign in');
    return `${words(is)} by the table, but ${words(was)} by the log: see event ${event}`;
  }
  const { hashed }: { readonly hashed: readonly string[] } = STATED_TABLES[table];
  const title = column.replaceAll('_', ' ');
  if (hashed.includes(column) || column === 'edits') {
    return `differs from the log in its ${title}: see event ${event}`;
  }
  return `has the ${title} ${shown(is)} in the table, but ${shown(was)} by the log: see event ${event}`;
}

function nameOf(table: StatedTable, row: StatedRow): string {
  const { id, change_request: request, revision, number } = row;
  switch (table) {
    case 'people':
      return row['name'] === undefined ? `the person ${row['email'] ?? id}` : `${row['name']} (${row['email']})`;
    case 'api_keys':
      return `the API key ${row['name'] ?? id}`;
    case 'change_requests':
      return `change request ${id}`;
    case 'change_request_revisions':
      return `revision ${revision} of change request ${request}`;
    case 'reviews':
      return `review ${number} of change request ${request}, by ${row['actor']},`;
    case 'requirements':
      return `the requirement of revision ${revision} of change request ${request}`;
    case 'release_withdrawals':
      return `the withdrawal of release ${row['release']}`;
  }
}

function roleOf(role: Value): string {
  const words = String(role).replaceAll('_', ' ');
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

function shown(value: Value): string {
  const text = value === null ? 'none' : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
