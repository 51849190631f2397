import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coverage } from '../../../server/src/analysis/replay/coverage.js';
import { mergeImpact, noImpact, Replay } from '../../../server/src/analysis/replay/impact.js';
import { impactReport } from '../../../server/src/analysis/replay/impact-report.js';
import { waterfallOf } from '../../../server/src/pricing/quote.js';
import { BASE_BOOK, cardOf, filesOf, shippedFiles } from '../../books.js';
import { randomBook, randomQuestion } from '../../pricing/random-books.js';

const ALL = coverage(1, 0, 0);

it('the impact adds up the totals of quotes under two books, in parts as well as at once', () => {
  const quotes = fc.array(fc.tuple(randomQuestion, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 40 });
  const seen = { refused: 0, quotes: 0, unknown: 0 };
  fc.assert(
    fc.property(randomBook, randomBook, quotes, ({ card: before }, { card: after }, asked) => {
      const whole = new Replay(before, after);
      const parts = noImpact();
      const sums = { quotes: 0, refused: 0, unknown: 0, before: 0, after: 0 };
      for (const [question, count] of asked) {
        whole.add(question, count);
        const part = new Replay(before, after);
        part.add(question, count);
        mergeImpact(parts, part.sums);
        const [was, is] = [before, after].map((card) => waterfallOf(card, question)?.total);
        if (was === undefined) sums.unknown += count;
        else {
          sums.quotes += count;
          sums.before += Number(was) * count;
          if (is === undefined) sums.refused += count;
          else sums.after += Number(is) * count;
        }
      }
      const report = impactReport(whole.sums, before, ALL);
      expect(impactReport(parts, before, ALL)).toEqual(report);
      expect(report).toMatchObject({ quotes: sums.quotes, refused: sums.refused, unknown: sums.unknown });
      const [credits] = report.currencies;
      for (const key of ['refused', 'quotes', 'unknown'] as const) seen[key] += sums[key];
      if (credits === undefined) return;
      expect([credits.before, credits.after]).toEqual([String(sums.before), String(sums.after)]);
      for (const by of [credits.products, credits.plans, credits.days]) {
        expect(by.reduce((sum, line) => sum + Number(line.before), 0)).toBe(sums.before);
        expect(by.reduce((sum, line) => sum + line.quotes, 0)).toBe(sums.quotes);
      }
      const moves = credits.movers.map(({ change }) => Math.abs(Number(change)));
      expect(moves).toEqual([...moves].sort((a, b) => b - a));
      expect(moves.length).toBeLessThanOrEqual(10);
    }),
    { numRuns: 40 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(15);
});

it('the impact counts a quote in another currency as rejected, because it cannot be added up', () => {
  const book = (currency: string) =>
    cardOf(
      filesOf({
        'book.yaml': BASE_BOOK,
        'p.yaml': `kind: prices\ntitle: T\ncurrency: ${currency}\nproducts: {a: {title: A}}\nrates: [{id: r, when: {product: a}, amount: 5}]\n`,
      }),
    );
  const replay = new Replay(book('credits'), book('EUR'));
  replay.add({ product: 'a', options: {}, context: {}, at: 0 }, 2);
  expect(impactReport(replay.sums, book('credits'), ALL)).toMatchObject({
    quotes: 2,
    refused: 2,
    currencies: [{ currency: 'credits', before: '10', after: '0' }],
  });
});

it('the impact has amounts with the decimals of their currency', () => {
  const card = cardOf(shippedFiles());
  const replay = new Replay(card, card);
  replay.add({ product: 'seedream', options: {}, context: { plan: 'pro' }, at: Date.UTC(2026, 10, 24) }, 3);
  expect(impactReport(replay.sums, card, ALL)).toMatchObject({
    quotes: 3,
    currencies: [
      {
        before: '42',
        after: '42',
        change: '0',
        percent: '0.00',
        plans: [{ plan: 'pro' }],
        days: [{ day: '2026-11-24' }],
        movers: [],
      },
    ],
  });
});

it('the impact names the options of a combination in the order of the book', () => {
  const files = shippedFiles();
  const dearer = files.map((file) => ({ ...file, text: file.text.replace('[68, 258]', '[70, 258]') }));
  const replay = new Replay(cardOf(files), cardOf(dearer));
  replay.add({ product: 'kling-o1', options: { batch: 1, duration: 5 }, context: {}, at: 0 });
  const [mover] = impactReport(replay.sums, cardOf(files), ALL).currencies[0]?.movers ?? [];
  expect(Object.keys(mover?.options ?? {})).toEqual(['duration', 'batch']);
});

it('the coverage states which share of the quotes was recorded, rounded down', () => {
  expect(coverage(26, 74, 0)).toEqual({ recorded: 26, dropped: 74, percent: 26, simplified: 0 });
  expect(coverage(9_999, 1, 5)).toMatchObject({ percent: 99, simplified: 5 });
  expect(coverage(0, 10, 0).percent).toBe(0);
  expect(coverage(7, 0, 0).percent).toBe(100);
  expect(coverage(0, 0, 0).percent).toBeNull();
});
