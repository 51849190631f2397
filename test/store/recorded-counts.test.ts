import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Quote, quote } from '../../server/src/pricing/quote.js';
import { HourCounts, MOST_QUESTIONS } from '../../server/src/recording/hour-counts.js';
import { QuoteRecorder } from '../../server/src/recording/quote-recorder.js';
import { recordedCounts } from '../../server/src/store/migrations/0008-recorded-counts.js';
import { hoursSince } from '../../server/src/store/queries/recorded-quotes.js';
import { readingConnection, Store } from '../../server/src/store/store.js';
import { cardOf, shippedFiles } from '../books.js';
import { DATABASES, emptyDatabase, rawSql } from '../databases.js';

const NOW = Date.UTC(2026, 10, 23, 12);
const card = cardOf(shippedFiles());
const release = { number: 1, digest: '', files: [], card };
const SETTINGS = { share: 1, days: 30, megabytes: 1000 };

function quoteOf(context: Record<string, string>, at = NOW): Quote {
  const answer = quote(card, { product: 'seedream', options: {}, context, at });
  if (!answer.ok) throw new Error(answer.rejection.detail);
  return answer.quote;
}

describe.each(DATABASES)('recorded counts of quotes on %s', (kind) => {
  it('add up to all quotes when several servers write at once while more quotes arrive', async () => {
    const database = await emptyDatabase(kind);
    const stores = await Promise.all([1, 2].map(() => Store.open(database.location)));
    const recorders = stores.map((store) => new QuoteRecorder(store, () => NOW, SETTINGS));
    const quotes = Array.from({ length: 120 }, (_, index) => quoteOf({ customer: `customer ${index}` }));
    let asked = 0;
    const ask = (round: number): void => {
      for (const [place, recorder] of recorders.entries()) {
        for (const [index, one] of quotes.entries()) {
          if ((index * 7 + round + place) % 3 === 0) continue;
          recorder.note(one, release, index % 2 === 0);
          asked++;
        }
      }
    };
    for (let round = 0; round < 4; round++) {
      ask(round);
      const writing = Promise.all(recorders.map((recorder) => recorder.flush()));
      // Quotes come between any two writes.
      const coming = setInterval(() => ask(round), 2);
      await writing;
      clearInterval(coming);
    }
    await Promise.all(recorders.map((recorder) => recorder.stop()));
    const [rows] = await rawSql(database.location, 'select id, quotes from recorded_quotes');
    const kept = (rows ?? []) as { quotes: number }[];
    expect(kept).toHaveLength(120);
    expect(kept.reduce((sum, { quotes: many }) => sum + many, 0)).toBe(asked);
    const [hour, ...more] = await hoursSince(stores[0]?.db ?? readingConnection(database.location), '');
    expect([hour?.quotes, hour?.questions, more]).toEqual([asked, 120, []]);
    expect(recorders.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(asked);
    for (const store of stores) await store.close();
    await database.remove();
  });

  it('are migrated without loss from the chunks that earlier versions recorded', async () => {
    const database = await emptyDatabase(kind);
    await rawSql(
      database.location,
      'create table recorded_quotes (id text primary key, first_at text not null, last_at text not null, quotes integer not null, content text not null)',
    );
    const chunk = (customer: string, minutes: readonly number[]): string => {
      const question = {
        product: 'seedream',
        options: { quality: 'standard', batch: 1 },
        context: { plan: 'pro', customer },
        release: 1,
        listPrice: '14',
        total: '14',
        currency: 'credits',
      };
      const at = minutes.map((minute, index) => (minute - (index === 0 ? 0 : (minutes[index - 1] ?? 0))) * 60_000);
      const from = [NOW + (at[0] ?? 0), ...at.slice(1)];
      const content = { questions: [question], asked: minutes.map(() => 0), at: from };
      return deflateRawSync(JSON.stringify(content)).toString('base64');
    };
    const chunks = [chunk('hmac:aa', [5, 10, 65]), chunk('hmac:aa', [3, 59]), chunk('hmac:bb', [61])];
    for (const [id, content] of chunks.entries())
      await rawSql(database.location, `insert into recorded_quotes values ('chunk-${id}', '', '', 1, '${content}')`);
    const db = readingConnection(database.location);
    await recordedCounts.up(db);
    const rows = await db.selectFrom('recorded_quotes').selectAll().orderBy('hour').orderBy('hashed_facts').execute();
    const [noon, one] = ['2026-11-23T12:00:00.000Z', '2026-11-23T13:00:00.000Z'];
    expect(rows.map(({ hour, hashed_facts, first_at, quotes }) => [hour, hashed_facts, first_at, quotes])).toEqual([
      [noon, '{"customer":"hmac:aa"}', '2026-11-23T12:03:00.000Z', 4],
      [one, '{"customer":"hmac:aa"}', '2026-11-23T13:05:00.000Z', 1],
      [one, '{"customer":"hmac:bb"}', '2026-11-23T13:01:00.000Z', 1],
    ]);
    expect(rows[0]).toMatchObject({
      product: 'seedream',
      options: '{"batch":1,"quality":"standard"}',
      context: '{"customer":"hmac:*","plan":"pro"}',
      list_price: '14',
      identified: 0,
    });
    const hours = await hoursSince(db, '');
    expect(hours.map(({ quotes, questions }) => [quotes, questions])).toEqual([
      [4, 1],
      [2, 2],
    ]);
    await db.destroy();
    await database.remove();
  });
});

it('counts of an hour with too many questions leave out private facts and free texts, but no quote', async () => {
  const database = await emptyDatabase('sqlite');
  const counts = new HourCounts('2026-11-23T12:00:00.000Z');
  const base = quoteOf({ customer: 'x' });
  const many = MOST_QUESTIONS + 500;
  for (let index = 0; index < many; index++) {
    const plan = index % 2 === 0 ? 'free' : 'pro';
    const context = {
      ...base.context,
      plan,
      customer: `customer ${index}`,
      coupon: `coupon ${index} `.padEnd(900, '.'),
    };
    counts.note({ ...base, context }, release, false, 1_000_000);
  }
  // Questions without a key take no room from those with a key.
  counts.note(base, release, true, 1_000_000);
  const taken = counts.takeAll();
  expect(taken).toHaveLength(MOST_QUESTIONS + 2 + 1);
  expect(taken.filter(({ simplified }) => simplified).map(({ waiting }) => waiting)).toEqual([250, 250]);
  expect(taken.reduce((sum, { waiting }) => sum + waiting, 0)).toBe(many + 1);
  expect(counts.dropped).toBe(0);
  // While the database is away, room is limited too: quotes that do not fit are counted as dropped.
  counts.note(quoteOf({ plan: 'ultra' }), release, true, 0);
  expect(counts.dropped).toBe(1);

  const store = await Store.open(database.location);
  const recorder = new QuoteRecorder(store, () => NOW, SETTINGS);
  recorder.note(quoteOf({ coupon: 'long '.repeat(150) }), release, false);
  recorder.note(quoteOf({ coupon: 'hmac:*' }), release, false);
  recorder.note(quoteOf({ coupon: 'SHORT' }), release, false);
  await recorder.stop();
  const rows = await store.db.selectFrom('recorded_quotes').select(['context', 'hashed_facts']).execute();
  const shown = rows.map(({ context, hashed_facts: hashed }) => [JSON.parse(context).coupon, hashed.length]);
  expect(shown.sort()).toEqual([
    ['SHORT', 0],
    ['hmac:*', 50],
    ['hmac:*', 50],
  ]);
  await store.close();
  await database.remove();
}, 20_000);
