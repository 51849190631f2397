import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../queries.js';

/*
 * The log states the rows of some tables: who there is and may do what, and what was proposed and decided. An event
 * that changes such rows holds each of them as it is from then on, so that the tables can be compared with the log.
 */

interface StatedColumns {
  readonly key: readonly string[];
  /** Columns that are stated by their SHA-256: secrets, which do not belong into the log, and long texts. */
  readonly hashed: readonly string[];
  /** Columns that no event tells of. */
  readonly unstated: readonly string[];
}

export const STATED_TABLES = {
  people: { key: ['id'], hashed: ['password'], unstated: [] },
  api_keys: { key: ['id'], hashed: ['key_sha256'], unstated: ['last_used_at'] },
  change_requests: { key: ['id'], hashed: [], unstated: [] },
  change_request_revisions: { key: ['change_request', 'revision'], hashed: ['description'], unstated: [] },
  reviews: { key: ['change_request', 'number'], hashed: ['comment'], unstated: [] },
  requirements: { key: ['change_request', 'number'], hashed: ['reasons'], unstated: [] },
  release_withdrawals: { key: ['release'], hashed: [], unstated: [] },
} as const satisfies Readonly<Record<string, StatedColumns>>;

export type StatedTable = keyof typeof STATED_TABLES;

/** In the order in which they are compared with the log. */
export const STATED_TABLE_NAMES = Object.keys(STATED_TABLES) as readonly StatedTable[]; // The keys of a constant.

/** A row as an event states it, by column. A column that it lacks was added later, and is null. */
export type StatedRow = Readonly<Record<string, string | number | null>>;

/** The columns of its key, in their order. */
export type StatedKey = readonly number[];

/** Rows that an event states, by table. */
export type StatedRows = Readonly<Partial<Record<StatedTable, readonly StatedRow[]>>>;

export function keyOf(table: StatedTable, row: StatedRow): StatedKey {
  return STATED_TABLES[table].key.map((column) => Number(row[column]));
}

/** The rows with some keys, as they are now. */
export async function statedRows(db: Queries, table: StatedTable, keys: readonly StatedKey[]): Promise<StatedRow[]> {
  const rows: StatedRow[] = [];
  for (const key of keys) {
    const conditions = STATED_TABLES[table].key.map((column, index) => sql`${sql.ref(column)} = ${key[index]}`);
    rows.push(...(await select(db, table, sql`where ${sql.join(conditions, sql` and `)}`)));
  }
  return rows;
}

/**
 * A page of a table, in the order of its keys.
 *
 * @param beyond the key of the last row of the page before; undefined for the first page
 */
export async function statedPage(
  db: Queries,
  table: StatedTable,
  beyond: StatedKey | undefined,
  limit: number,
): Promise<StatedRow[]> {
  const columns = STATED_TABLES[table].key.map((column) => sql.ref(column));
  const [first, second] = columns;
  const [over, overSecond] = beyond ?? [];
  const where =
    beyond === undefined
      ? sql``
      : second === undefined
        ? sql`where ${first} > ${over}`
        : sql`where ${first} > ${over} or (${first} = ${over} and ${second} > ${overSecond})`;
  return select(db, table, sql`${where} order by ${sql.join(columns)} limit ${limit}`);
}

async function select(db: Queries, table: StatedTable, rest: ReturnType<typeof sql>): Promise<StatedRow[]> {
  const query = sql<Record<string, string | number | null>>`select * from ${sql.table(table)} ${rest}`;
  const { rows } = await query.execute(db);
  const edits = table === 'change_request_revisions' ? await editSums(db, rows) : undefined;
  return rows.map((row) => stated(table, row, edits));
}

function stated(table: StatedTable, row: StatedRow, edits: ReadonlyMap<string, string> | undefined): StatedRow {
  const { hashed, unstated }: StatedColumns = STATED_TABLES[table];
  const entries = Object.entries(row)
    .filter(([column]) => !unstated.includes(column))
    .map(([column, value]) => [column, hashed.includes(column) && value !== null ? sum(String(value)) : value]);
  if (edits !== undefined) entries.push(['edits', edits.get(keyOf(table, row).join()) ?? sum('[]')]);
  return Object.fromEntries(entries);
}

/** The SHA-256 over the edits of each revision: the JSON list of their paths and texts' sums, in the order of paths. */
async function editSums(db: Queries, revisions: readonly StatedRow[]): Promise<ReadonlyMap<string, string>> {
  const requests = [...new Set(revisions.map((row) => Number(row['change_request'])))];
  const edits = new Map<string, [string, string | null][]>();
  for (let start = 0; start < requests.length; start += 500) {
    const rows = await db
      .selectFrom('change_request_edits')
      .selectAll()
      .where('change_request', 'in', requests.slice(start, start + 500))
      .execute();
    for (const { change_request, revision, path, sha256 } of rows) {
      const key = `${change_request},${revision}`;
      const list = edits.get(key) ?? [];
      edits.set(key, list);
      list.push([path, sha256]);
    }
  }
  // Sorted here: databases sort texts by their language.
  for (const list of edits.values()) list.sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map([...edits].map(([key, list]) => [key, sum(JSON.stringify(list))]));
}

function sum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
