import type { Transaction } from 'kysely';
import type { Queries } from '../queries.js';
import { noteWritten } from '../record/unrecorded-rows.js';
import type { ApiKeyRow, Tables } from '../tables.js';

export async function allApiKeys(db: Queries): Promise<readonly ApiKeyRow[]> {
  return db.selectFrom('api_keys').selectAll().orderBy('id').execute();
}

export async function apiKeyById(db: Queries, id: number): Promise<ApiKeyRow | undefined> {
  return db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function insertApiKey(tx: Transaction<Tables>, row: ApiKeyRow): Promise<void> {
  await tx.insertInto('api_keys').values(row).execute();
  noteWritten(tx, 'api_keys', row.id);
}

/** Sets when a key was last used, unless another server has seen it used later. No event tells of it. */
export async function updateLastUse(tx: Transaction<Tables>, id: number, at: string): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ last_used_at: at })
    .where('id', '=', id)
    .where((row) => row.or([row('last_used_at', 'is', null), row('last_used_at', '<', at)]))
    .execute();
}

export async function revokeApiKeyRow(tx: Transaction<Tables>, id: number, at: string): Promise<void> {
  await tx.updateTable('api_keys').set({ revoked_at: at }).where('id', '=', id).execute();
  noteWritten(tx, 'api_keys', id);
}
