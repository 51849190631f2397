import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findWarnings } from '../../../server/src/analysis/warnings/find-warnings.js';
import type { Stretch } from '../../../server/src/analysis/warnings/warning.js';
import type { Question } from '../../../server/src/pricing/check-question.js';
import { quote } from '../../../server/src/pricing/quote.js';
import type { RateCard } from '../../../server/src/pricing/rate-card.js';
import { BASE_BOOK, cardOf, filesOf } from '../../books.js';
import { randomBook, randomQuestion } from '../../pricing/random-books.js';
import { length } from '../../pricing/random-rules.js';

/* Compares warnings with quotes of random books. */

const HEAD = 'kind: prices\ntitle: X\ncurrency: credits\nproducts: {x: {title: X}}\n';

const isIn = ({ from, fromIncluded, to, toIncluded }: Stretch, value: number): boolean =>
  (from === undefined || (fromIncluded ? value >= from : value > from)) &&
  (to === undefined || (toIncluded ? value <= to : value < to));

/** The step that gives the price, which may be an override where no table and no rate matches. */
function priceOrRefusal(card: RateCard, question: Question): string | undefined {
  const answer = quote(card, question);
  return answer.ok ? answer.quote.waterfall.lines[0]?.step : answer.rejection.code;
}

describe('warnings of random books', () => {
  it('are true of random quotes: a gap has no price, and an unused fact does not change a price', () => {
    const seen = { gaps: 0, unused: 0 };
    const asked = fc.array(fc.tuple(randomQuestion, randomQuestion, length), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(randomBook, asked, ({ card }, questions) => {
        for (const warning of findWarnings(card)) {
          for (const [question, other, value] of questions) {
            if (!warning.products.includes(question.product)) continue;
            switch (warning.code) {
              case 'range_not_covered': {
                if (warning.stretch === undefined || !isIn(warning.stretch, value)) break;
                seen.gaps++;
                const inGap = { ...question, options: { ...question.options, length: value } };
                expect(['not_offered', 'override']).toContain(priceOrRefusal(card, inGap));
                break;
              }
              case 'no_price':
                expect(['not_offered', 'override']).toContain(priceOrRefusal(card, question));
                break;
              case 'unused_fact': {
                const { id } = warning.about;
                const changed = other.options[id];
                if (changed === undefined) break;
                seen.unused++;
                const answers = [question, { ...question, options: { ...question.options, [id]: changed } }].map(
                  (one) => {
                    const answer = quote(card, one);
                    return answer.ok ? answer.quote.waterfall : answer.rejection.code;
                  },
                );
                expect(answers[1]).toEqual(answers[0]);
                break;
              }
              default:
            }
          }
        }
      }),
      { numRuns: 40, seed: 5 },
    );
    // The test would prove nothing without enough of both.
    expect(seen.gaps).toBeGreaterThan(20);
    expect(seen.unused).toBeGreaterThan(20);
  });

  it('name exactly the values without a price when prices depend on one number alone', () => {
    const band = fc
      .tuple(length, length, fc.constantFrom('gte', 'gt'), fc.constantFrom('lt', 'lte'))
      .map(([a, b, low, high]) => ({ [low]: Math.min(a, b), [high]: Math.max(a, b) + 0.5 }));
    const point = length.map((value) => value as unknown);
    fc.assert(
      fc.property(fc.array(fc.oneof(band, point), { minLength: 1, maxLength: 5 }), (tests) => {
        // Two rates must not match at once, so those that do are left out.
        const left: unknown[] = [];
        const covers = (test: unknown, value: number): boolean =>
          typeof test === 'number'
            ? test === value
            : Object.entries(test as Record<string, number>).every(([key, bound]) =>
                key === 'gte'
                  ? value >= bound
                  : key === 'gt'
                    ? value > bound
                    : key === 'lt'
                      ? value < bound
                      : value <= bound,
              );
        const values = Array.from({ length: 41 }, (_, half) => half / 2);
        for (const test of tests) {
          const own = values.filter((value) => covers(test, value));
          if (own.length > 0 && !own.some((value) => left.some((other) => covers(other, value)))) left.push(test);
        }
        if (left.length === 0) return;
        const rates = left.map(
          (test, index) => `  - {id: r${index}, when: {product: x, n: ${JSON.stringify(test)}}, amount: 1}\n`,
        );
        const text = `${HEAD}options: {n: {minimum: 0, maximum: 20, step: 0.5}}\nrates:\n${rates.join('')}`;
        const card = cardOf(filesOf({ 'book.yaml': BASE_BOOK, 'x.yaml': text }));
        const gaps = findWarnings(card).flatMap(({ code, stretch }) =>
          code === 'range_not_covered' && stretch !== undefined ? [stretch] : [],
        );
        for (const value of values) {
          const refused = !quote(card, { product: 'x', options: { n: value }, context: {}, at: 0 }).ok;
          expect([value, gaps.some((gap) => isIn(gap, value))]).toEqual([value, refused]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
