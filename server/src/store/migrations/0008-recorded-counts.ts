import { inflateRawSync } from 'node:zlib';
import { type Kysely, type Migration, sql } from 'kysely';
import { addCounts } from '../queries/recorded-quotes.js';
import { type QuestionAndAnswer, recordedQuotesId } from '../queries/recorded-quotes-id.js';
import type { RecordedQuotesRow, Tables } from '../tables.js';

/** How many rows one statement writes. */
const STEP = 200;

/** Recorded quotes become counts. What was recorded in chunks is counted, one chunk at a time. */
export const recordedCounts: Migration = {
  async up(db) {
    await db.schema.alterTable('recorded_quotes').renameTo('recorded_chunks').execute();
    await db.schema
      .createTable('recorded_quotes')
      .addColumn('hour', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('product', 'text', (column) => column.notNull())
      .addColumn('release', 'integer', (column) => column.notNull())
      .addColumn('options', 'text', (column) => column.notNull())
      .addColumn('context', 'text', (column) => column.notNull())
      .addColumn('hashed_facts', 'text', (column) => column.notNull())
      .addColumn('list_price', 'text', (column) => column.notNull())
      .addColumn('total', 'text', (column) => column.notNull())
      .addColumn('currency', 'text', (column) => column.notNull())
      .addColumn('identified', 'integer', (column) => column.notNull())
      .addColumn('simplified', 'integer', (column) => column.notNull())
      .addColumn('first_at', 'text', (column) => column.notNull())
      .addColumn('quotes', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('recorded_quotes_key', ['hour', 'id'])
      .execute();
    await db.schema
      .createTable('recorded_hours')
      .addColumn('hour', 'text', (column) => column.primaryKey())
      .addColumn('quotes', 'bigint', (column) => column.notNull())
      .addColumn('questions', 'integer', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('simplified', 'bigint', (column) => column.notNull())
      .addColumn('dropped', 'bigint', (column) => column.notNull())
      .execute();
    await countChunks(db);
    await db.schema.dropTable('recorded_chunks').execute();
  },
};

/** A chunk, as releases until then wrote it: each question once, and for every quote its question and moment. */
interface Chunk {
  readonly questions: readonly {
    readonly product: string;
    readonly options: Readonly<Record<string, unknown>>;
    readonly context: Readonly<Record<string, unknown>>;
    readonly release: number;
    readonly listPrice: string;
    readonly total: string;
    readonly currency: string;
  }[];
  readonly asked: readonly number[];
  /** In milliseconds, each as the difference from the one before. */
  readonly at: readonly number[];
}

async function countChunks(db: Kysely<unknown>): Promise<void> {
  // The table that the chunks are in has no type any more; the new ones are as `Tables` has them by now.
  const chunks = db as Kysely<{ recorded_chunks: { id: string; content: string } }>;
  const tables = db as unknown as Kysely<Tables>;
  let after = '';
  for (;;) {
    const chunk = await chunks
      .selectFrom('recorded_chunks')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    if (chunk === undefined) return;
    after = chunk.id;
    const rows = countsOf(JSON.parse(inflateRawSync(Buffer.from(chunk.content, 'base64')).toString()));
    for (let from = 0; from < rows.length; from += STEP) await addCounts(tables, rows.slice(from, from + STEP));
    // The space is free for what comes next.
    await sql`delete from recorded_chunks where id = ${chunk.id}`.execute(db);
  }
}

function countsOf({ questions, asked, at }: Chunk): readonly RecordedQuotesRow[] {
  const rows = questions.map(rowOf);
  const counted = new Map<string, RecordedQuotesRow>();
  let moment = 0;
  for (const [index, place] of asked.entries()) {
    moment += at[index] ?? 0;
    const row = rows[place];
    if (row === undefined) continue;
    const first_at = new Date(moment).toISOString();
    const hour = `${first_at.slice(0, 13)}:00:00.000Z`;
    const name = `${hour} ${row.id}`;
    const known = counted.get(name) ?? { ...row, hour, first_at, quotes: 0 };
    const first = first_at < known.first_at ? first_at : known.first_at;
    counted.set(name, { ...known, first_at: first, quotes: known.quotes + 1 });
  }
  return [...counted.values()].sort((a, b) => (a.hour + a.id < b.hour + b.id ? -1 : 1));
}

function rowOf({ product, options, context, release, listPrice, total, currency }: Chunk['questions'][number]) {
  const names = Object.keys(context).sort();
  const isHashed = (fact: string): boolean => String(context[fact]).startsWith('hmac:');
  const hashed = names.filter(isHashed).map((fact) => [fact, context[fact]] as const);
  const row: QuestionAndAnswer = {
    product,
    release,
    options: JSON.stringify(Object.fromEntries(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)))),
    context: JSON.stringify(Object.fromEntries(names.map((fact) => [fact, isHashed(fact) ? 'hmac:*' : context[fact]]))),
    hashed_facts: hashed.length === 0 ? '' : JSON.stringify(Object.fromEntries(hashed)),
    list_price: listPrice,
    total,
    currency,
    // Nobody kept who had asked.
    identified: 0,
    simplified: 0,
  };
  return { ...row, id: recordedQuotesId(row) };
}
