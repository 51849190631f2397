import type { Transaction } from 'kysely';
import type { Queries } from '../queries.js';
import { noteWritten } from '../record/unrecorded-rows.js';
import type { ReleaseFileRow, ReleaseRow, ReleaseWithdrawalRow, Tables } from '../tables.js';

export async function allReleases(db: Queries): Promise<readonly ReleaseRow[]> {
  return db.selectFrom('releases').selectAll().orderBy('number').execute();
}

export async function allWithdrawals(db: Queries): Promise<readonly ReleaseWithdrawalRow[]> {
  return db.selectFrom('release_withdrawals').selectAll().execute();
}

export async function filesOfRelease(db: Queries, release: number): Promise<readonly ReleaseFileRow[]> {
  return db.selectFrom('release_files').selectAll().where('release', '=', release).orderBy('path').execute();
}

export async function filesOfAllReleases(db: Queries): Promise<readonly ReleaseFileRow[]> {
  return db.selectFrom('release_files').selectAll().orderBy('release').orderBy('path').execute();
}

/** The last release with a rule set in which a word stands. */
export async function lastReleaseNaming(db: Queries, word: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('release_files')
    .innerJoin('rule_set_texts', 'rule_set_texts.sha256', 'release_files.sha256')
    .select((of) => of.fn.max('release_files.release').as('last'))
    .where('rule_set_texts.text', 'like', `%${word.replace(/[%_]/g, '_')}:%`)
    .executeTakeFirst();
  return row?.last ?? undefined;
}

export async function insertRelease(tx: Transaction<Tables>, row: ReleaseRow): Promise<void> {
  await tx.insertInto('releases').values(row).execute();
}

export async function insertReleaseFiles(tx: Transaction<Tables>, rows: readonly ReleaseFileRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 500) {
    await tx
      .insertInto('release_files')
      .values(rows.slice(start, start + 500))
      .execute();
  }
}

export async function insertWithdrawal(tx: Transaction<Tables>, row: ReleaseWithdrawalRow): Promise<void> {
  await tx.insertInto('release_withdrawals').values(row).execute();
  noteWritten(tx, 'release_withdrawals', row.release);
}
