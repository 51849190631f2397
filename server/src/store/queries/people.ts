import type { Transaction } from 'kysely';
import type { Queries } from '../queries.js';
import { noteWritten } from '../record/unrecorded-rows.js';
import type { InvitationRow, PersonRow, SessionRow, Tables } from '../tables.js';

export async function allPeople(db: Queries): Promise<readonly PersonRow[]> {
  return db.selectFrom('people').selectAll().orderBy('id').execute();
}

export async function personById(db: Queries, id: number): Promise<PersonRow | undefined> {
  return db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
}

/** @param email in lower case, as it is stored */
export async function personByEmail(db: Queries, email: string): Promise<PersonRow | undefined> {
  return db.selectFrom('people').selectAll().where('email', '=', email).executeTakeFirst();
}

/** Of these addresses, the people who may no longer sign in. */
export async function deactivatedAmong(
  db: Queries,
  emails: readonly string[],
): Promise<readonly Pick<PersonRow, 'email' | 'name'>[]> {
  if (emails.length === 0) return [];
  return db
    .selectFrom('people')
    .select(['email', 'name'])
    .where('active', '=', 0)
    .where('email', 'in', emails)
    .execute();
}

export async function countAdmins(db: Queries): Promise<number> {
  const row = await db
    .selectFrom('people')
    .select((of) => of.fn.countAll().as('count'))
    .where('role', '=', 'admin')
    .where('active', '=', 1)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

export async function lastPersonId(db: Queries): Promise<number> {
  const row = await db
    .selectFrom('people')
    .select((of) => of.fn.max('id').as('last'))
    .executeTakeFirst();
  return row?.last ?? 0;
}

export async function insertPerson(tx: Transaction<Tables>, row: PersonRow): Promise<void> {
  await tx.insertInto('people').values(row).execute();
  noteWritten(tx, 'people', row.id);
}

export async function updatePerson(
  tx: Transaction<Tables>,
  id: number,
  changes: Partial<Pick<PersonRow, 'name' | 'role' | 'active' | 'password'>>,
): Promise<void> {
  await tx.updateTable('people').set(changes).where('id', '=', id).execute();
  noteWritten(tx, 'people', id);
}

export async function invitationByToken(db: Queries, sha256: string): Promise<InvitationRow | undefined> {
  return db.selectFrom('invitations').selectAll().where('token_sha256', '=', sha256).executeTakeFirst();
}

export async function insertInvitation(tx: Transaction<Tables>, row: InvitationRow): Promise<void> {
  await tx.insertInto('invitations').values(row).execute();
}

export async function useInvitation(tx: Transaction<Tables>, sha256: string, at: string): Promise<void> {
  await tx.updateTable('invitations').set({ used_at: at }).where('token_sha256', '=', sha256).execute();
}

/** Takes back the links for somebody, or for the first admin, that were not used: only the newest works. */
export async function deleteUnusedInvitations(tx: Transaction<Tables>, email: string | null): Promise<void> {
  const unused = tx.deleteFrom('invitations').where('used_at', 'is', null);
  await (email === null ? unused.where('email', 'is', null) : unused.where('email', '=', email)).execute();
}

export async function sessionByToken(
  db: Queries,
  sha256: string,
): Promise<(SessionRow & Pick<PersonRow, 'email' | 'name' | 'role' | 'active'>) | undefined> {
  return db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person')
    .selectAll('sessions')
    .select(['people.email', 'people.name', 'people.role', 'people.active'])
    .where('token_sha256', '=', sha256)
    .executeTakeFirst();
}

export async function insertSession(tx: Transaction<Tables>, row: SessionRow): Promise<void> {
  await tx.insertInto('sessions').values(row).execute();
}

export async function deleteSession(tx: Transaction<Tables>, sha256: string): Promise<void> {
  await tx.deleteFrom('sessions').where('token_sha256', '=', sha256).execute();
}

/** @returns how many there were */
export async function deleteSessionsOf(tx: Transaction<Tables>, person: number): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom('sessions').where('person', '=', person).executeTakeFirst();
  return Number(numDeletedRows);
}

export async function deleteSessionsExpiredBy(tx: Transaction<Tables>, at: string): Promise<void> {
  await tx.deleteFrom('sessions').where('expires_at', '<=', at).execute();
}
