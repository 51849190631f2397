import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FactValue } from '../../server/src/book/model/condition.js';
import { conditionMatches } from '../../server/src/pricing/matching/engine.js';
import { bookOf, problemsOf } from '../books.js';
import { files } from './random-books.js';
import { type Json, nestedWhen, type When } from './random-rules.js';

/** Every question that a random book can be asked, without its moment: finitely many, so that a search is a proof. */
const QUESTIONS: readonly ReadonlyMap<string, FactValue | null>[] = (() => {
  const facts: Readonly<Record<string, readonly (FactValue | null)[]>> = {
    size: [1, 2, 4],
    length: Array.from({ length: 41 }, (_, half) => half / 2),
    plan: ['free', 'pro'],
    coupon: ['SPRING', 'FALL', 'OTHER', null],
    vip: [false, true],
  };
  const products: readonly (readonly [string, FactValue | null])[] = [
    ['ant', null],
    ['bee', null],
    ['cat', 'red'],
    ['cat', 'green'],
    ['cat', 'blue'],
  ];
  let questions = products.map(
    ([product, colour]) =>
      new Map<string, FactValue | null>([
        ['product', product],
        ['colour', colour],
      ]),
  );
  for (const [name, values] of Object.entries(facts)) {
    questions = questions.flatMap((question) => values.map((value) => new Map([...question, [name, value]])));
  }
  return questions;
})();

const MOMENT = ['date', 'weekday', 'time', 'at'];

function withoutMoments(when: When): When {
  const kept = Object.entries(when).filter(([name]) => !MOMENT.includes(name));
  return Object.fromEntries(
    kept.map(([name, value]): [string, Json] => [
      name,
      ['any', 'all', 'none'].includes(name) && Array.isArray(value)
        ? value.map((one) => withoutMoments(one as When))
        : value,
    ]),
  );
}

it('validation finds overlaps and rules that never match exactly when a search through all questions does', () => {
  const seen = { overlap: 0, dead: 0, apart: 0 };
  const timeless = nestedWhen.map(withoutMoments);
  fc.assert(
    fc.property(timeless, timeless, (first, second) => {
      const sources = files({
        prices: [
          { when: first, amount: 1 },
          { when: second, amount: 2 },
        ],
        overrides: [],
        multipliers: [],
        discounts: [],
        stacking: 'best',
      });
      // Misplaced options and empty alternatives are found earlier, and have tests of their own.
      const before = ['unknown_reference', 'invalid_value'];
      fc.pre(!problemsOf(sources).some((problem) => before.includes(problem.code)));
      const [a, b] = bookOf(sources).prices.map(({ when }) =>
        QUESTIONS.map((question) =>
          when.every((condition) => conditionMatches(condition, (fact) => question.get(fact) ?? null)),
        ),
      );
      const possible = [a, b].map((holds) => holds?.includes(true) === true);
      const meet = a?.some((holds, index) => holds && b?.[index] === true) === true;
      const wanted = [...possible.filter((one) => !one).map(() => 'never_matches'), ...(meet ? ['overlap'] : [])];
      expect(
        problemsOf(sources)
          .map((problem) => problem.code)
          .sort(),
      ).toEqual(wanted.sort());
      if (meet) seen.overlap++;
      else if (possible.includes(false)) seen.dead++;
      else seen.apart++;
    }),
    { numRuns: 300 },
  );
  expect(Math.min(seen.overlap, seen.dead, seen.apart)).toBeGreaterThan(5);
});
