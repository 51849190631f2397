import type { Comparison } from '../../book/model/condition.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { MS_PER_DAY } from '../space/local-instant.js';
import { answersAt, criticalInstants, namedInstants } from '../space/moment-classes.js';

const MS_PER_WEEK = 7 * MS_PER_DAY;
/** Long enough that every weekday comes once on a day without a change of daylight saving. */
const MS_BEFORE = 15 * MS_PER_DAY;

/**
 * The moments that a cell of the price list stands for: those of the week that begins with the first moment at which its
 * conditions match, from the moment of the list on; where they never match again, those of the last week in which they
 * did. One moment for each way in which the rules can answer.
 *
 * @param tests what the cell asks of the moment
 * @param rules what rules ask of it
 * @param matches whether the cell's conditions match at an instant
 * @param at milliseconds since 1970: the moment of the list
 * @returns none where the conditions match at no moment at all
 * @example for `weekday: [saturday, sunday]`, on a Thursday: the coming weekend
 */
export function cellMoments(
  card: RateCard,
  tests: readonly Comparison[],
  rules: readonly Comparison[],
  matches: (at: number) => boolean,
  at: number,
): readonly number[] {
  const all = { card, comparisons: [...tests, ...rules] };
  const matching = (from: number): readonly number[] =>
    [...new Set(criticalInstants(all, from))].sort((a, b) => a - b).filter(matches);
  const coming = matching(at);
  const [first] = coming;
  if (first !== undefined) return oneOfEach(coming.filter((one) => one < first + MS_PER_WEEK));
  const past = matching(Math.min(at, ...namedInstants({ card, comparisons: tests })) - MS_BEFORE);
  const last = past.at(-1);
  return last === undefined ? [] : oneOfEach(past.filter((one) => one > last - MS_PER_WEEK));

  function oneOfEach(instants: readonly number[]): readonly number[] {
    const byAnswers = new Map<string, number>();
    for (const instant of instants) {
      const answers = answersAt(all, instant);
      if (!byAnswers.has(answers)) byAnswers.set(answers, instant);
    }
    return [...byAnswers.values()];
  }
}
