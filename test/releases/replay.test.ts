import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Replay } from '../../server/src/analysis/replay/impact.js';
import { impactReport } from '../../server/src/analysis/replay/impact-report.js';
import type { FactValue } from '../../server/src/book/condition.js';
import { intake } from '../../server/src/pricing/quote.js';
import { type RecordedQuestion, readChunk, writeChunk } from '../../server/src/releases/recorded-quotes.js';
import { countedQuotes, replay } from '../../server/src/releases/replay.js';
import { randomBook, randomQuestion } from '../pricing/random-books.js';

const NO_BOOK = { digest: '', files: [] };

it('comes to what asking every quote again at its own moment does', async () => {
  const quotes = fc.array(randomQuestion, { minLength: 1, maxLength: 60 });
  const seen = { moved: 0, refused: 0, anew: 0 };
  await fc.assert(
    fc.asyncProperty(
      randomBook,
      randomBook,
      randomBook,
      quotes,
      async ({ card: before }, { card: after }, { card: third }, asked) => {
        // As a server records them: with defaults filled in; each twice, the second time later that day.
        const full = asked.flatMap((question) => {
          const found = intake(before, question);
          if ('code' in found) return [];
          const options = found.product.intake.toRecord(found.slots);
          const context: Record<string, FactValue> = before.context.toRecord(found.slots);
          return [0, 3_600_000].map((later) => ({ ...question, options, context, at: question.at + later }));
        });
        const questions = full.map(
          ({ product, options, context }): RecordedQuestion => ({
            product,
            options,
            context,
            release: 1,
            listPrice: '0',
            total: '0',
            currency: 'credits',
          }),
        );
        const content = await writeChunk({
          questions,
          asked: questions.map((_, index) => index),
          at: full.map(({ at }) => at),
        });
        expect(readChunk(content).at).toEqual(full.map(({ at }) => at));
        const [id, kept] = ['a', countedQuotes()];
        const chunks = { before: NO_BOOK, after: NO_BOOK, chunks: [{ id, content }], key: '' };
        const again = { ...chunks, chunks: [{ id }] };
        const one = new Replay(before, after);
        for (const question of full) one.add(question);
        const report = impactReport(one.sums, before);
        expect(replay(again, before, after, kept).missing).toEqual([id]);
        expect(impactReport(replay(chunks, before, after, kept).sums, before)).toEqual(report);
        // What was counted is kept, for books that ask for the same alone.
        const known = replay(again, before, after, kept);
        expect(known.missing).toEqual([]);
        expect(impactReport(known.sums, before)).toEqual(report);
        // A book that asks for other facts has to count anew.
        const further = replay(again, before, third, kept);
        if (further.missing.length === 0) {
          const other = new Replay(before, third);
          for (const question of full) other.add(question);
          expect(impactReport(further.sums, before)).toEqual(impactReport(other.sums, before));
        } else seen.anew++;
        const [credits] = report.currencies;
        if (credits !== undefined && credits.change !== '0') seen.moved++;
        seen.refused += report.refused;
      },
    ),
    { numRuns: 25 },
  );
  expect(seen.moved).toBeGreaterThan(5);
  expect(seen.refused).toBeGreaterThan(5);
  expect(seen.anew).toBeGreaterThan(2);
});
