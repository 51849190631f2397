import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChangedPrice } from '../../../server/src/analysis/compare/changed-price.js';
import { allMoved, compare } from '../../../server/src/analysis/compare/compare.js';
import { contains } from '../../../server/src/analysis/space/interval.js';
import type { FactValue } from '../../../server/src/book/model/condition.js';
import { checkQuestion, type Question } from '../../../server/src/pricing/check-question.js';
import { foundPrice } from '../../../server/src/pricing/found-price.js';
import { quote } from '../../../server/src/pricing/quote.js';
import { matchingRules, type RateCard } from '../../../server/src/pricing/rate-card.js';
import { randomBook, validBook } from '../../pricing/random-books.js';
import type { RandomRules } from '../../pricing/random-rules.js';

const FROM = Date.parse('2026-03-28T20:00:00Z');

/** Every combination of everything but the moment. */
const QUESTIONS: readonly Omit<Question, 'at'>[] = (() => {
  const products: readonly [string, Record<string, FactValue>][] = [
    ['ant', {}],
    ['bee', {}],
    ['cat', { colour: 'red' }],
    ['cat', { colour: 'green' }],
    ['cat', { colour: 'blue' }],
  ];
  const lengths = Array.from({ length: 41 }, (_, half) => half / 2);
  const contexts = ['free', 'pro'].flatMap((plan) =>
    [undefined, 'SPRING', 'FALL', 'OTHER'].flatMap((coupon) =>
      [false, true].map((vip) => ({ plan, vip, ...(coupon === undefined ? {} : { coupon }) })),
    ),
  );
  return products.flatMap(([product, colour]) =>
    [1, 2, 4].flatMap((size) =>
      lengths.flatMap((length) =>
        contexts.map((context) => ({ product, options: { ...colour, size, length }, context })),
      ),
    ),
  );
})();

/** List price and total by `quote`, without its search for what is offered instead, which takes long. */
const amounts = (card: RateCard, question: Question): string => {
  const asked = checkQuestion(card, question);
  if (!('code' in asked)) {
    const found = foundPrice(matchingRules(asked.product, asked.slots));
    if (found === undefined || (found.rule.step !== 'rate' && found.rule.price === null)) return 'none';
  }
  const answer = quote(card, question);
  return answer.ok ? `${answer.quote.waterfall.listPrice} ${answer.quote.waterfall.total}` : 'none';
};
const written = (side: ChangedPrice['cases'][0]['before']): string =>
  side === null ? 'none' : `${side.listPrice} ${side.total}`;

const covers = ({ options, intervals }: ChangedPrice, asked: Question['options']): boolean =>
  Object.entries(asked).every(([name, value]) => {
    const interval = intervals[name];
    return interval === undefined ? options[name] === value : contains(interval, Number(value));
  });

/** A second book: another altogether, or the same with one rule less, or with one amount changed. */
const change = fc.oneof(
  randomBook.map(
    ({ card }) =>
      () =>
        card,
  ),
  fc
    .tuple(fc.constantFrom('prices', 'overrides', 'multipliers', 'discounts'), fc.nat())
    .map(([kind, place]) => (rules: RandomRules): RateCard => {
      const list = rules[kind as 'prices'];
      return validBook({ ...rules, [kind]: list.filter((_, index) => index !== place % Math.max(1, list.length)) })
        .card;
    }),
  fc.nat().map((place) => (rules: RandomRules): RateCard => {
    const at = place % Math.max(1, rules.prices.length);
    const more = (rule: RandomRules['prices'][0]) =>
      'amount' in rule ? { ...rule, amount: Number(rule['amount']) + 1 } : rule;
    return validBook({ ...rules, prices: rules.prices.map((rule, index) => (index === at ? more(rule) : rule)) }).card;
  }),
);

it('a comparison finds exactly the prices that differ when every question is asked of both books', () => {
  const seen = { moved: 0, examples: 0, formulas: 0, still: 0 };
  const moment = fc.integer({ min: FROM, max: Date.UTC(2027, 0) });
  // Books are drawn until enough of each kind has been seen: a few draws show mostly one.
  for (let round = 0; round < 6 && (round === 0 || Object.values(seen).some((count) => count <= 100)); round++) {
    fc.assert(
      fc.property(randomBook, change, fc.array(moment, { minLength: 1, maxLength: 1 }), (book, changed, moments) => {
        const [before, after] = [book.card, changed(book.rules)];
        const moved = [...allMoved(compare(before, after, FROM))];
        for (const one of moved) {
          for (const { context, at = FROM, quantities, before: was, after: is } of one.cases) {
            const question = { product: one.product, options: { ...one.options, ...quantities }, context, at };
            expect([amounts(before, question), amounts(after, question)]).toEqual([written(was), written(is)]);
            expect(written(was)).not.toBe(written(is));
            seen.examples++;
            if (was?.formula !== undefined) seen.formulas++;
          }
        }
        const byOptions = new Map<string, ChangedPrice[]>();
        for (const one of moved) byOptions.set(keyOf(one), [...(byOptions.get(keyOf(one)) ?? []), one]);
        for (const at of [FROM, ...moments]) {
          for (const question of QUESTIONS) {
            const [was, is] = [before, after].map((card) => amounts(card, { ...question, at }));
            if (was === is) {
              seen.still++;
              continue;
            }
            seen.moved++;
            const known = byOptions.get(keyOf(question))?.find((one) => covers(one, question.options));
            const cases = known?.cases.filter(
              (one) =>
                (written(one.before) === was && written(one.after) === is) ||
                one.before?.formula !== undefined ||
                one.after?.formula !== undefined,
            );
            if (cases === undefined || cases.length === 0) {
              throw new Error(
                `missing: ${JSON.stringify({ ...question, at })} ${was} -> ${is}: ${JSON.stringify(known)}`,
              );
            }
          }
        }
      }),
      { numRuns: 8 },
    );
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
});

/** The facts that are never in an interval. */
function keyOf({ product, options }: Pick<Question, 'product' | 'options'>): string {
  return `${product} ${String(options['colour'])} ${String(options['size'])}`;
}
