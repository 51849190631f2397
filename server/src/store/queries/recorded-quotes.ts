import { sql } from 'kysely';
import type { Queries } from '../queries.js';
import type { RecordedHourRow, RecordedQuotesRow } from '../tables.js';

/** What a row takes beside its texts of any length: its other columns, and its entry in the index. */
const BYTES_A_ROW = 220;

/**
 * Adds counts to those that are there already, and to the sums of their hours. The rows are given in the order of
 * hours and ids, each once: two servers that write the same rows then wait for one another, and never crosswise.
 * To be called in a transaction.
 */
export async function addCounts(tx: Queries, rows: readonly RecordedQuotesRow[]): Promise<void> {
  const written = await tx
    .insertInto('recorded_quotes')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['hour', 'id']).doUpdateSet((row) => ({
        quotes: row('recorded_quotes.quotes', '+', row.ref('excluded.quotes')),
        first_at: sql<string>`case when excluded.first_at < recorded_quotes.first_at then excluded.first_at else recorded_quotes.first_at end`,
      })),
    )
    .returning(['hour', 'id', 'quotes'])
    .execute();
  const now = new Map(written.map(({ hour, id, quotes }) => [hour + id, quotes]));
  const hours = new Map<string, RecordedHourRow>();
  for (const row of rows) {
    const { hour, quotes, simplified } = row;
    const isNew = now.get(hour + row.id) === quotes;
    const sums = hours.get(hour) ?? emptyHour(hour);
    hours.set(hour, {
      ...sums,
      quotes: sums.quotes + quotes,
      questions: sums.questions + (isNew ? 1 : 0),
      bytes: sums.bytes + (isNew ? bytesOf(row) : 0),
      simplified: sums.simplified + simplified * quotes,
    });
  }
  for (const sums of hours.values()) await addToHour(tx, sums);
}

/** Adds to the sums of an hour. */
export async function addToHour(tx: Queries, sums: RecordedHourRow): Promise<void> {
  await tx
    .insertInto('recorded_hours')
    .values(sums)
    .onConflict((conflict) =>
      conflict.column('hour').doUpdateSet((row) => ({
        quotes: row('recorded_hours.quotes', '+', row.ref('excluded.quotes')),
        questions: row('recorded_hours.questions', '+', row.ref('excluded.questions')),
        bytes: row('recorded_hours.bytes', '+', row.ref('excluded.bytes')),
        simplified: row('recorded_hours.simplified', '+', row.ref('excluded.simplified')),
        dropped: row('recorded_hours.dropped', '+', row.ref('excluded.dropped')),
      })),
    )
    .execute();
}

/** An hour of which nothing is counted yet. */
export function emptyHour(hour: string): RecordedHourRow {
  return { hour, quotes: 0, questions: 0, bytes: 0, simplified: 0, dropped: 0 };
}

function bytesOf({ product, options, context, hashed_facts }: TextsOfAnyLength): number {
  return BYTES_A_ROW + product.length + options.length + context.length + hashed_facts.length;
}

type TextsOfAnyLength = Pick<RecordedQuotesRow, 'product' | 'options' | 'context' | 'hashed_facts'>;

/** The sums of the hours from one on, the earliest first. */
export async function hoursSince(db: Queries, since: string): Promise<readonly RecordedHourRow[]> {
  const rows = await db.selectFrom('recorded_hours').selectAll().where('hour', '>=', since).orderBy('hour').execute();
  // PostgreSQL's driver gives large integers as texts.
  return rows.map((row) => ({
    ...row,
    quotes: Number(row.quotes),
    bytes: Number(row.bytes),
    simplified: Number(row.simplified),
    dropped: Number(row.dropped),
  }));
}

/** How many quotes were alike as far as `CountsWanted` tells them apart. */
export interface AlikeQuotes {
  readonly product: string;
  readonly options: string;
  readonly context: string;
  /** Empty where none of the hashes that matter is among them. */
  readonly hashed_facts: string;
  readonly first_at: string;
  readonly quotes: number;
  /** How many of them were asked with an API key. */
  readonly identified: number;
}

export interface CountsWanted {
  /** The first hour and the last. */
  readonly from: string;
  readonly until: string;
  /** The products of which quotes of different hours, or with different answers, are told apart; or all. */
  readonly timed: readonly string[] | 'all';
  /** The hashes that matter; or all. */
  readonly hashes: readonly string[] | 'all';
}

/** Recorded quotes of some hours, those that need not be told apart added up by the database. */
export async function countsOfHours(
  db: Queries,
  { from, until, timed, hashes }: CountsWanted,
): Promise<readonly AlikeQuotes[]> {
  const period = sql<string>`hour || ' ' || total`;
  const isTimed = timed === 'all' ? sql`1 = 1` : sql`product in (${sql.join(timed)})`;
  const matters =
    hashes === 'all'
      ? sql`1 = 1`
      : sql.join(
          hashes.map((hash) => sql`hashed_facts like ${`%${hash}%`}`),
          sql` or `,
        );
  const rows = await db
    .with('counts', (counts) =>
      counts
        .selectFrom('recorded_quotes')
        .select(['product', 'options', 'context', 'first_at', 'quotes', 'identified'])
        .select([
          (timed.length === 0 ? sql<string>`''` : sql<string>`case when ${isTimed} then ${period} else '' end`).as(
            'period',
          ),
          (hashes.length === 0 ? sql<string>`''` : sql<string>`case when ${matters} then hashed_facts else '' end`).as(
            'hashed_facts',
          ),
        ])
        .where('hour', '>=', from)
        .where('hour', '<=', until),
    )
    .selectFrom('counts')
    .select(['product', 'options', 'context', 'hashed_facts'])
    .select((row) => [
      row.fn.min('first_at').as('first_at'),
      row.fn.sum<number | string>('quotes').as('quotes'),
      row.fn.sum<number | string>(sql<number>`quotes * identified`).as('identified'),
    ])
    .groupBy(['product', 'options', 'context', 'hashed_facts', 'period'])
    .execute();
  return rows.map((row) => ({ ...row, quotes: Number(row.quotes), identified: Number(row.identified) }));
}

/** How many rows are deleted at once. */
const MOST_DELETED = 500;

/**
 * Deletes what is older than an hour, a step at a time. To be called again while it says that there may be more.
 */
export async function forgetStep(tx: Queries, before: string): Promise<boolean> {
  const rows = await tx
    .selectFrom('recorded_quotes')
    .select(['hour', 'id'])
    .where('hour', '<', before)
    .orderBy('hour')
    .orderBy('id')
    .limit(MOST_DELETED)
    .execute();
  const last = rows.at(-1);
  if (last !== undefined) {
    await tx
      .deleteFrom('recorded_quotes')
      .where((row) => row.or([row('hour', '<', last.hour), row('hour', '=', last.hour).and('id', '<=', last.id)]))
      .execute();
  }
  if (rows.length === MOST_DELETED) return true;
  await tx.deleteFrom('recorded_hours').where('hour', '<', before).execute();
  return false;
}

/**
 * Deletes rows of an hour for want of room, a step at a time, and counts their quotes as dropped. To be called in a
 * transaction, and again while it says that there may be more.
 */
export async function makeRoomStep(tx: Queries, hour: string): Promise<boolean> {
  const ids = await tx
    .selectFrom('recorded_quotes')
    .select('id')
    .where('hour', '=', hour)
    .orderBy('id')
    .limit(MOST_DELETED)
    .execute();
  const last = ids.at(-1);
  if (last === undefined) return false;
  const deleted = await tx
    .deleteFrom('recorded_quotes')
    .where('hour', '=', hour)
    .where('id', '<=', last.id)
    .returning(['product', 'options', 'context', 'hashed_facts', 'quotes', 'simplified'])
    .execute();
  const total = (of: (row: (typeof deleted)[number]) => number): number =>
    deleted.reduce((sum, row) => sum + of(row), 0);
  const quotes = total((row) => row.quotes);
  await addToHour(tx, {
    hour,
    quotes: -quotes,
    questions: -deleted.length,
    bytes: -total(bytesOf),
    simplified: -total((row) => row.quotes * row.simplified),
    dropped: quotes,
  });
  return ids.length === MOST_DELETED;
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
