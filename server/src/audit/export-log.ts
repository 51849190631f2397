import { csvRows } from '../book/model/csv.js';
import type { Store } from '../store/store.js';
import type { AuditEvent } from './audit-event.js';
import { type AuditFilter, eventPages } from './read-log.js';

const COLUMNS = [
  'seq',
  'at',
  'actor',
  'action',
  'change_request',
  'release',
  'products',
  'reason',
  'details',
  'previous',
  'hash',
] as const;

export const CSV_HEADER = `${COLUMNS.join(',')}\n`;

/** An event in the API's words. */
export function eventJson(event: AuditEvent) {
  const { changeRequest, ...rest } = event;
  return { ...rest, change_request: changeRequest };
}

/** One line of CSV. A text that a spreadsheet would take for a formula is marked as text. */
export function eventCsv(event: AuditEvent): string {
  const json = eventJson(event);
  const row = COLUMNS.map((column) => {
    const value =
      column === 'products'
        ? json.products.join(' ')
        : column === 'details'
          ? JSON.stringify(json.details)
          : json[column];
    return value;
  });
  return csvRows([row], 'unix');
}

/** One line of JSON. */
export function eventJsonLine(event: AuditEvent): string {
  return `${JSON.stringify(eventJson(event))}\n`;
}

export type LogFormat = 'text/csv' | 'application/jsonl';

/** The events that a filter lets through as a file in UTF-8, a page of them at a time. */
export async function* exportLog(
  store: Store,
  filter: AuditFilter,
  format: LogFormat,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  const line = format === 'text/csv' ? eventCsv : eventJsonLine;
  if (format === 'text/csv') yield encoder.encode(CSV_HEADER);
  for await (const page of eventPages(store, filter)) yield encoder.encode(page.map(line).join(''));
}
