import type { Transaction } from 'kysely';
import type { Queries } from '../queries.js';
import { noteWritten } from '../record/unrecorded-rows.js';
import type { ChangeRequestRow, EditRow, RequirementRow, ReviewRow, RevisionRow, Tables } from '../tables.js';

export async function changeRequestRow(db: Queries, id: number): Promise<ChangeRequestRow | undefined> {
  return db.selectFrom('change_requests').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function changeRequestRows(
  db: Queries,
  filter: { readonly author?: string; readonly below?: number; readonly open?: boolean },
  limit: number,
): Promise<readonly ChangeRequestRow[]> {
  let query = db.selectFrom('change_requests').selectAll().orderBy('id', 'desc').limit(limit);
  if (filter.author !== undefined) query = query.where('author', '=', filter.author);
  if (filter.below !== undefined) query = query.where('id', '<', filter.below);
  if (filter.open) query = query.where('state', 'in', ['draft', 'in_review', 'rejected']);
  return query.execute();
}

export async function lastChangeRequestId(db: Queries): Promise<number> {
  const row = await db
    .selectFrom('change_requests')
    .select((of) => of.fn.max('id').as('last'))
    .executeTakeFirst();
  return row?.last ?? 0;
}

export async function insertChangeRequest(tx: Transaction<Tables>, row: ChangeRequestRow): Promise<void> {
  await tx.insertInto('change_requests').values(row).execute();
  noteWritten(tx, 'change_requests', row.id);
}

export async function updateChangeRequest(
  tx: Transaction<Tables>,
  id: number,
  changes: Partial<Omit<ChangeRequestRow, 'id' | 'author' | 'created_at'>>,
): Promise<void> {
  await tx.updateTable('change_requests').set(changes).where('id', '=', id).execute();
  noteWritten(tx, 'change_requests', id);
}

export async function revisionRows(db: Queries, id: number): Promise<readonly RevisionRow[]> {
  return db
    .selectFrom('change_request_revisions')
    .selectAll()
    .where('change_request', '=', id)
    .orderBy('revision')
    .execute();
}

export async function insertRevision(
  tx: Transaction<Tables>,
  row: RevisionRow,
  edits: readonly EditRow[],
): Promise<void> {
  await tx.insertInto('change_request_revisions').values(row).execute();
  noteWritten(tx, 'change_request_revisions', row.change_request, row.revision);
  for (let start = 0; start < edits.length; start += 500) {
    await tx
      .insertInto('change_request_edits')
      .values(edits.slice(start, start + 500))
      .execute();
  }
}

export async function editRows(db: Queries, id: number, revision: number): Promise<readonly EditRow[]> {
  return db
    .selectFrom('change_request_edits')
    .selectAll()
    .where('change_request', '=', id)
    .where('revision', '=', revision)
    .orderBy('path')
    .execute();
}

/** An edit that has one of some texts. */
export async function editWithText(db: Queries, sha256: string): Promise<EditRow | undefined> {
  return db.selectFrom('change_request_edits').selectAll().where('sha256', '=', sha256).limit(1).executeTakeFirst();
}

export async function reviewRows(db: Queries, id: number): Promise<readonly ReviewRow[]> {
  return db.selectFrom('reviews').selectAll().where('change_request', '=', id).orderBy('number').execute();
}

export async function insertReview(tx: Transaction<Tables>, row: ReviewRow): Promise<void> {
  await tx.insertInto('reviews').values(row).execute();
  noteWritten(tx, 'reviews', row.change_request, row.number);
}

export async function lastRequirement(db: Queries, id: number): Promise<RequirementRow | undefined> {
  return db
    .selectFrom('requirements')
    .selectAll()
    .where('change_request', '=', id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function insertRequirement(tx: Transaction<Tables>, row: RequirementRow): Promise<void> {
  await tx.insertInto('requirements').values(row).execute();
  noteWritten(tx, 'requirements', row.change_request, row.number);
}
