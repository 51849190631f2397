import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coverage } from '../../server/src/analysis/replay/coverage.js';
import { Replay } from '../../server/src/analysis/replay/impact.js';
import { impactReport } from '../../server/src/analysis/replay/impact-report.js';
import { type Quote, quote } from '../../server/src/pricing/quote.js';
import type { RateCard } from '../../server/src/pricing/rate-card.js';
import { hourOf } from '../../server/src/recording/hour-of.js';
import { recordedRow } from '../../server/src/recording/recorded-row.js';
import { countedQuotes, type ReadCounts, replay } from '../../server/src/recording/replay.js';
import { addCounts, countsOfHours } from '../../server/src/store/queries/recorded-quotes.js';
import { Store } from '../../server/src/store/store.js';
import type { RecordedQuotesRow } from '../../server/src/store/tables.js';
import { type EmptyDatabase, emptyDatabase } from '../databases.js';
import { randomBook, randomQuestion } from '../pricing/random-books.js';

let database: EmptyDatabase;
let store: Store;
beforeAll(async () => {
  database = await emptyDatabase('sqlite');
  store = await Store.open(database.location);
});
afterAll(async () => {
  await store.close();
  await database.remove();
});

/** Records quotes as a server does: each question and answer of an hour once, with a count. */
async function keep(card: RateCard, quotes: readonly Quote[]): Promise<void> {
  const release = { number: 1, digest: '', files: [], card };
  const rows = new Map<string, RecordedQuotesRow>();
  for (const [index, one] of quotes.entries()) {
    const noted = { quote: one, release, identified: index % 3 === 0, simplified: false };
    const row = recordedRow(hourOf(one.at), noted, 'key');
    const known = rows.get(row.hour + row.id) ?? { ...row, quotes: 0 };
    rows.set(row.hour + row.id, { ...known, quotes: known.quotes + 1 });
  }
  await store.mutation(async (tx) => {
    await tx.deleteFrom('recorded_quotes').execute();
    for (const row of rows.values()) await addCounts(tx, [row]);
  });
}

it('a replay of recorded counts has the same result as asking every quote again at its own moment', async () => {
  const quotes = fc.array(randomQuestion, { minLength: 1, maxLength: 60 });
  const seen = { moved: 0, refused: 0, kept: 0, anew: 0, identified: 0 };
  await fc.assert(
    fc.asyncProperty(
      randomBook,
      randomBook,
      randomBook,
      quotes,
      async ({ card: before }, { card: after }, { card: third }, asked) => {
        // Each question at an hour of its own, and again in the next hour: within an hour, moments are not distinguished.
        const hours = new Set<string>();
        const answered = asked.flatMap((question) => {
          const again = { ...question, at: question.at + 3_600_000 };
          if (hours.has(hourOf(question.at)) || hours.has(hourOf(again.at))) return [];
          hours.add(hourOf(question.at)).add(hourOf(again.at));
          return [question, question, again].flatMap((one) => {
            const answer = quote(before, one);
            return answer.ok ? [answer.quote] : [];
          });
        });
        await keep(before, answered);
        const days = new Map<number, string[]>();
        for (const hour of [...new Set(answered.map(({ at }) => hourOf(at)))].sort()) {
          const { date } = before.clock(Date.parse(hour));
          days.set(date, [...(days.get(date) ?? []), hour]);
        }
        const parts = [...days.values()].map((list) => ({
          from: list[0] ?? '',
          until: list.at(-1) ?? '',
          version: String(list.length),
        }));
        const wanted = { parts, location: database.location, key: 'key' };
        const kept = countedQuotes();
        let reads = 0;
        const read: ReadCounts = (hoursWanted) => {
          reads++;
          return countsOfHours(store.db, hoursWanted);
        };
        const replayed = async (book: RateCard) =>
          impactReport(await replay(wanted, before, book, kept, read), before, coverage(0, 0, 0));
        const oneByOne = (book: RateCard) => {
          const one = new Replay(before, book);
          for (const [index, question] of answered.entries()) one.add(question, 1, index % 3 === 0 ? 1 : 0);
          return impactReport(one.sums, before, coverage(0, 0, 0));
        };
        const report = await replayed(after);
        expect(report).toEqual(oneByOne(after));
        expect(reads).toBe(parts.length);
        // Counts are kept for books that use the same facts.
        expect(await replayed(after)).toEqual(report);
        expect(reads).toBe(parts.length);
        seen.kept += parts.length;
        // A book that uses other facts is counted again.
        expect(await replayed(third)).toEqual(oneByOne(third));
        if (reads > parts.length) seen.anew++;
        const [credits] = report.currencies;
        if (credits !== undefined && credits.change !== '0') seen.moved++;
        seen.refused += report.refused;
        seen.identified += credits?.products.reduce((sum, { identified }) => sum + identified.quotes, 0) ?? 0;
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(2);
});
