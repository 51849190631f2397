import { createHash } from 'node:crypto';
import type { Kysely, Migration } from 'kysely';
import { keyOf, type StatedKey, type StatedRow, type StatedTable, statedPage } from '../record/stated-rows.js';
import type { AuditHeadRow, AuditRow, Tables } from '../tables.js';

/** The tables whose rows events state, as they were when this was written. */
const TABLES: readonly StatedTable[] = [
  'people',
  'api_keys',
  'change_requests',
  'change_request_revisions',
  'reviews',
  'requirements',
  'release_withdrawals',
];

/** How many rows an event of the baseline states. */
const PAGE = 500;

type Logged = Kysely<Pick<Tables, 'audit_log' | 'audit_head'>>;

/**
 * Events state the rows that they change from now on. A log that was begun before does not say enough to rebuild the
 * tables, so it gets a baseline: events that state all rows as they are at this moment.
 */
export const recordBaseline: Migration = {
  async up(db) {
    await db.schema.createIndex('audit_log_by_release').on('audit_log').column('release').execute();
    const head = await (db as Logged).selectFrom('audit_head').selectAll().executeTakeFirst();
    // A log without events belongs to an empty database: its first events will state its first rows.
    if (head === undefined) return;
    let last = head;
    for (const table of TABLES) {
      let beyond: StatedKey | undefined;
      for (;;) {
        const rows = await statedPage(db as Kysely<Tables>, table, beyond, PAGE);
        const end = rows.at(-1);
        if (end === undefined) break;
        beyond = keyOf(table, end);
        last = await append(db as Logged, last, table, rows);
      }
    }
  },
};

async function append(
  db: Logged,
  last: AuditHeadRow,
  table: StatedTable,
  rows: readonly StatedRow[],
): Promise<AuditHeadRow> {
  const row: Omit<AuditRow, 'hash'> = {
    seq: last.seq + 1,
    at: new Date().toISOString(),
    actor: 'ratecard',
    action: 'record.baseline',
    change_request: null,
    release: null,
    products: '',
    reason: 'events state the rows that they change from here on',
    details: JSON.stringify({ rows: { [table]: rows } }),
    previous: last.hash,
  };
  // As every event is hashed, see audit/audit-event.ts: the columns in their order.
  const hash = createHash('sha256')
    .update(JSON.stringify(Object.values(row)))
    .digest('hex');
  await db
    .insertInto('audit_log')
    .values({ ...row, hash })
    .execute();
  await db.updateTable('audit_head').set({ seq: row.seq, hash }).where('id', '=', 1).execute();
  return { id: 1, seq: row.seq, hash };
}
