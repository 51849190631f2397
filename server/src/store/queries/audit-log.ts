import { type Selectable, sql, type Transaction } from 'kysely';
import type { Queries } from '../queries.js';
import type { AuditHeadRow, AuditRow, Tables } from '../tables.js';

/** What of the log is asked for. Everything that is absent is not asked about. */
export interface AuditFilter {
  readonly actor?: string;
  /** An action such as `release.published`, or the start of several: `release`. */
  readonly action?: string;
  readonly product?: string;
  readonly changeRequest?: number;
  readonly release?: number;
  /** The first instant that counts. */
  readonly from?: string;
  /** The first instant that no longer counts. */
  readonly until?: string;
}

export async function auditHead(db: Queries): Promise<Selectable<AuditHeadRow> | undefined> {
  return db.selectFrom('audit_head').selectAll().where('id', '=', 1).executeTakeFirst();
}

export async function lastAuditRow(db: Queries): Promise<Selectable<AuditRow> | undefined> {
  return db.selectFrom('audit_log').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

export async function insertAuditRow(tx: Transaction<Tables>, row: AuditRow): Promise<void> {
  await tx.insertInto('audit_log').values(row).execute();
}

export async function insertAuditHead(tx: Transaction<Tables>, seq: number, hash: string): Promise<void> {
  await tx.insertInto('audit_head').values({ id: 1, seq, hash }).execute();
}

export async function updateAuditHead(tx: Transaction<Tables>, seq: number, hash: string): Promise<void> {
  await tx.updateTable('audit_head').set({ seq, hash }).where('id', '=', 1).execute();
}

/**
 * A page of the events that a filter lets through.
 *
 * @param beyond the last event of the page before; absent for the first page
 */
export async function auditPage(
  db: Queries,
  filter: AuditFilter,
  order: 'asc' | 'desc',
  beyond: number | undefined,
  limit: number,
): Promise<readonly AuditRow[]> {
  const { actor, action, product, changeRequest, release, from, until } = filter;
  let query = db.selectFrom('audit_log').selectAll().orderBy('seq', order).limit(limit);
  if (beyond !== undefined) query = query.where('seq', order === 'asc' ? '>' : '<', beyond);
  if (actor !== undefined) query = query.where('actor', '=', actor);
  if (action !== undefined) {
    query = query.where(sql<boolean>`(action = ${action} or action like ${`${escaped(action)}.%`} escape '!')`);
  }
  if (product !== undefined) query = query.where(sql<boolean>`products like ${`%|${escaped(product)}|%`} escape '!'`);
  if (changeRequest !== undefined) query = query.where('change_request', '=', changeRequest);
  if (release !== undefined) query = query.where('release', '=', release);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (until !== undefined) query = query.where('at', '<', until);
  return query.execute();
}

/**
 * The events by which releases came to be or were withdrawn, and the approvals of their change requests.
 *
 * @param changeRequest approvals of this one, too, which is no release yet
 */
export async function releaseEvents(db: Queries, changeRequest = 0): Promise<readonly AuditRow[]> {
  const ofReleases = db
    .selectFrom('audit_log')
    .selectAll()
    .where('release', 'is not', null)
    .where('action', 'in', ['price_book.imported', 'release.published', 'release.scheduled', 'release.withdrawn']);
  const approvals = db
    .selectFrom('audit_log')
    .selectAll()
    .where('action', '=', 'change_request.approved')
    .where((of) =>
      of.or([
        of('change_request', '=', changeRequest),
        of(
          'change_request',
          'in',
          db.selectFrom('releases').select('change_request').where('change_request', 'is not', null),
        ),
      ]),
    );
  return [...(await ofReleases.execute()), ...(await approvals.execute())];
}

/** A text in which the signs that `like` reads stand for themselves. */
function escaped(text: string): string {
  return text.replaceAll(/[!%_]/g, '!$&');
}
