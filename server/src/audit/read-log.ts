import { type AuditFilter, auditPage } from '../store/queries/audit-log.js';
import type { Store } from '../store/store.js';
import { type AuditEvent, eventOf } from './audit-event.js';

export type { AuditFilter } from '../store/queries/audit-log.js';

const PAGE = 200;

/** A page of events, the newest first. */
export async function newestEvents(
  store: Store,
  filter: AuditFilter,
  before: number | undefined,
  limit: number,
): Promise<readonly AuditEvent[]> {
  return (await store.read((db) => auditPage(db, filter, 'desc', before, limit))).map(eventOf);
}

/** All events that a filter lets through, in the order of the log. */
export async function* eventsInOrder(store: Store, filter: AuditFilter): AsyncGenerator<AuditEvent> {
  for await (const page of eventPages(store, filter)) yield* page;
}

/** The same, a page at a time. */
export async function* eventPages(store: Store, filter: AuditFilter): AsyncGenerator<readonly AuditEvent[]> {
  let after = 0;
  for (;;) {
    const from = after;
    const rows = await store.read((db) => auditPage(db, filter, 'asc', from, PAGE));
    if (rows.length > 0) yield rows.map(eventOf);
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < PAGE) return;
  }
}
