import type { Queries } from './store.js';
import type { RecordedQuotesRow } from './tables.js';

export async function insertChunk(db: Queries, row: RecordedQuotesRow): Promise<void> {
  await db.insertInto('recorded_quotes').values(row).execute();
}

/** How many quotes are recorded, and in which chunks, the oldest first. */
export async function chunksSince(
  db: Queries,
  since: string,
): Promise<readonly Pick<RecordedQuotesRow, 'id' | 'quotes'>[]> {
  return db
    .selectFrom('recorded_quotes')
    .select(['id', 'quotes'])
    .where('last_at', '>=', since)
    .orderBy('first_at')
    .orderBy('id')
    .execute();
}

export async function contentsOf(
  db: Queries,
  ids: readonly string[],
): Promise<readonly Pick<RecordedQuotesRow, 'id' | 'content'>[]> {
  return db.selectFrom('recorded_quotes').select(['id', 'content']).where('id', 'in', ids).execute();
}

export async function forgetQuotes(db: Queries, before: string): Promise<void> {
  await db.deleteFrom('recorded_quotes').where('last_at', '<', before).execute();
}

/** The key that private facts are hashed with: the first that any server has proposed. */
export async function recordingKey(db: Queries, proposed: string): Promise<string> {
  await db
    .insertInto('recording_key')
    .values({ id: 1, key: proposed })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const { key } = await db.selectFrom('recording_key').select('key').executeTakeFirstOrThrow();
  return key;
}
