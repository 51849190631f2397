import fc from 'fast-check';
import { expect, it } from 'vitest';
import { momentClasses } from '../../../server/src/analysis/space/moment-classes.js';
import { type Comparison, comparisonsIn } from '../../../server/src/book/model/condition.js';
import { isMomentFact } from '../../../server/src/book/model/fact-spec.js';
import { comparisonMatches } from '../../../server/src/pricing/matching/engine.js';
import type { RateCard } from '../../../server/src/pricing/rate-card.js';
import { BASE_BOOK, cardOf, filesOf, totalOf } from '../../books.js';
import { randomBook } from '../../pricing/random-books.js';

const FROM = Date.UTC(2026, 2, 28);
const UNTIL = Date.UTC(2027, 6, 1);

it('moments are found for every result of conditions on time, also at changes of daylight saving', () => {
  const seen = { books: 0, classes: 0 };
  const answers = (card: RateCard, comparisons: readonly Comparison[], at: number): string => {
    const facts: Readonly<Record<string, string | number>> = { at, ...card.clock(at) };
    return comparisons.map((one) => Number(comparisonMatches(one, facts[one.fact] ?? null))).join('');
  };
  fc.assert(
    fc.property(
      randomBook,
      fc.array(fc.integer({ min: FROM, max: UNTIL }), { minLength: 300, maxLength: 300 }),
      ({ card }, instants) => {
        const { book } = card;
        const rules = [...book.prices, ...book.overrides, ...book.multipliers, ...book.discounts];
        const all = rules.flatMap(({ when }) => [...comparisonsIn(when)]).filter(({ fact }) => isMomentFact(fact));
        // Only a few, so that most of their combinations occur among the instants.
        const comparisons = all.slice(0, 5);
        const found = momentClasses([{ card, comparisons }], FROM);
        const known = new Set(found.map((at) => answers(card, comparisons, at)));
        expect(known.size).toBe(found.length);
        expect(found[0]).toBe(FROM);
        for (const at of instants) expect(known, new Date(at).toISOString()).toContain(answers(card, comparisons, at));
        seen.books++;
        seen.classes += found.length;
      },
    ),
    { numRuns: 60 },
  );
  expect(seen.classes).toBeGreaterThan(2 * seen.books);
});

it('a moment is found in a window of which a change of daylight saving leaves only the end', () => {
  const base = BASE_BOOK.replace('title: Test', 'title: Test\ntime_zone: Europe/Berlin');
  const window = 'date: 2026-03-29, time: {from: "02:30", until: "03:15"}';
  const prices = `kind: prices\ntitle: T\ncurrency: credits\nproducts: {a: {title: A}}\nrates:\n  - {id: r, when: {product: a, ${window}}, amount: 1}\n`;
  const card = cardOf(filesOf({ 'book.yaml': base, 'prices.yaml': prices }));
  const comparisons = card.book.prices
    .flatMap(({ when }) => [...comparisonsIn(when)])
    .filter(({ fact }) => isMomentFact(fact));
  const priced = momentClasses([{ card, comparisons }], FROM).filter(
    (at) => totalOf(card, { product: 'a', at }) === '1',
  );
  // Clocks go from 02:00 to 03:00, and the window is open for a quarter of an hour after that.
  expect(priced.map((at) => new Date(at).toISOString())).toEqual(['2026-03-29T01:00:00.000Z']);
});
