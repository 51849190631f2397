import { stringify } from 'csv-stringify/sync';
import type { AuditEvent } from './audit-event.js';

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
    return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  });
  return stringify([row]);
}

/** One line of JSON. */
export function eventJsonLine(event: AuditEvent): string {
  return `${JSON.stringify(eventJson(event))}\n`;
}
