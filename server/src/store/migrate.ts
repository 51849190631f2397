import { type Kysely, type Migration, Migrator } from 'kysely';
import { DomainError } from '../domain-error.js';
import { auditLog } from './migrations/0001-audit-log.js';
import { releases } from './migrations/0002-releases.js';
import { changeRequests } from './migrations/0003-change-requests.js';
import { people } from './migrations/0004-people.js';
import { previews } from './migrations/0005-previews.js';
import { keysAndDismissals } from './migrations/0006-keys-and-dismissals.js';
import { recordBaseline } from './migrations/0007-record-baseline.js';
import { recordedCounts } from './migrations/0008-recorded-counts.js';
import type { Tables } from './tables.js';

/** In the order of their names, which is the order they run in. A migration that has been released is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-audit-log': auditLog,
  '0002-releases': releases,
  '0003-change-requests': changeRequests,
  '0004-people': people,
  '0005-previews': previews,
  '0006-keys-and-dismissals': keysAndDismissals,
  '0007-record-baseline': recordBaseline,
  '0008-recorded-counts': recordedCounts,
};

/**
 * Brings the schema up to date, under a lock: of two servers that start at once, one migrates and the other waits.
 *
 * @param patient a connection on which nothing has a time limit, for migrations that are still to run
 * @throws DomainError database_away when the database was made by a newer Ratecard
 */
export async function migrate(db: Kysely<Tables>, patient: () => Kysely<Tables>): Promise<void> {
  const provider = { getMigrations: async () => MIGRATIONS };
  const migrator = new Migrator({ db, provider });
  await refuseNewer(migrator, db);
  const known = await migrator.getMigrations();
  if (known.every(({ executedAt }) => executedAt !== undefined)) return;
  const connection = patient();
  try {
    const { error } = await new Migrator({ db: connection, provider }).migrateToLatest();
    if (error !== undefined) throw error;
  } finally {
    await connection.destroy();
  }
}

async function refuseNewer(migrator: Migrator, db: Kysely<Tables>): Promise<void> {
  const known = await migrator.getMigrations();
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return;
  // Kysely's own table, which Tables does not list.
  const done = await (db as unknown as Kysely<{ kysely_migration: { name: string } }>)
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute();
  const unknown = done.find(({ name }) => !known.some((one) => one.name === name));
  if (unknown === undefined) return;
  const last = known.at(-1)?.name ?? 'nothing';
  throw new DomainError(
    'database_away',
    `the database was made by a newer Ratecard: it has the migration ${unknown.name}, and this program knows them up to ${last}. Start the newer program`,
  );
}
