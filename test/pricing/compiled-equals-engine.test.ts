import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from '../../server/src/pricing/check-question.js';
import { type Answer, quote } from '../../server/src/pricing/quote.js';
import { plainQuote, traceQuote } from '../../server/src/pricing/verification/engine-quote.js';
import { verifyRateCard } from '../../server/src/pricing/verification/verify.js';
import { randomBook, randomQuestion, reordered } from './random-books.js';

const questions = fc.array(randomQuestion, { minLength: 5, maxLength: 15 });

function total(answer: Answer): string {
  return answer.ok ? answer.quote.waterfall.total : answer.rejection.code;
}

function backwards(question: Question): Question {
  const turned = (facts: Question['options']) => Object.fromEntries(Object.entries(facts).reverse());
  return {
    at: question.at,
    context: turned(question.context),
    options: turned(question.options),
    product: question.product,
  };
}

describe('the compiled rate card of a random book', () => {
  it('answers as json-rules-engine does when it runs all rules, without an index or masks', async () => {
    const seen = { quotes: 0, offered: 0, adjusted: 0, split: 0 };
    await fc.assert(
      fc.asyncProperty(randomBook, questions, async ({ card }, asked) => {
        for (const question of asked) {
          const answer = quote(card, question);
          expect(await plainQuote(card, question)).toEqual(answer);
          const { trace, ...traced } = await traceQuote(card, question);
          expect(traced).toEqual(answer);
          expect(trace.length).toBeLessThanOrEqual(
            card.prices.length + card.overrides.length + card.multipliers.length + card.discounts.length,
          );
          seen.quotes++;
          if (answer.ok) seen.offered++;
          if (answer.ok && answer.quote.waterfall.lines.length > 1) seen.adjusted++;
          if (card.indexes.prices.kind === 'split') seen.split++;
        }
      }),
      { numRuns: 150 },
    );
    // The test would prove nothing if the random books offered hardly anything, or were too small for an index.
    expect(seen.offered).toBeGreaterThan(seen.quotes / 10);
    expect(seen.split).toBeGreaterThan(seen.quotes / 10);
    expect(seen.adjusted).toBeGreaterThan(seen.quotes / 20);
  });

  it('passes its verification by json-rules-engine, price by price and class by class', async () => {
    await fc.assert(
      fc.asyncProperty(randomBook, async ({ card }) => {
        expect((await verifyRateCard(card, 300)).problems).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('answers the same whatever the order of rules, the order of keys, and the questions asked before', () => {
    fc.assert(
      fc.property(randomBook, questions, ({ card, rules }, asked) => {
        const other = reordered(rules);
        const first = asked.map((question) => total(quote(card, question)));
        const later = [...asked].reverse().map((question) => total(quote(other, backwards(question))));
        expect(later.reverse()).toEqual(first);
        expect(asked.map((question) => total(quote(card, question)))).toEqual(first);
      }),
      { numRuns: 150 },
    );
  });
});
