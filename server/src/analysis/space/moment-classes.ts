import { dayNumber } from '../../book/model/calendar-day.js';
import { type Comparison, constantsOf } from '../../book/model/condition.js';
import { comparisonMatches } from '../../pricing/matching/engine.js';
import type { RateCard } from '../../pricing/rate-card.js';
import type { ZoneClock } from '../../pricing/zone-clock.js';
import { instantOf, MS_PER_DAY, offsetAt } from './local-instant.js';

/** What rules ask of a moment, in one book. */
export interface MomentTests {
  readonly card: RateCard;
  /** On `at`, `date`, `weekday` and `time`. */
  readonly comparisons: readonly Comparison[];
}

/** Two weeks and a day: a week at least of them has no change of daylight saving. */
const DAYS_LOOKED_AT = 15;

/**
 * Instants that stand for all moments from one on: one for every way in which rules can answer. They are found by
 * looking at every instant at which an answer can change: what the rules name, and, after each of these, the times of
 * two weeks of days. After two weeks without anything named, weekdays and times of day only repeat.
 *
 * @param from milliseconds since 1970; the first of the answer
 */
export function momentClasses(tests: readonly MomentTests[], from: number): readonly number[] {
  const candidates = new Set([from]);
  for (const test of tests) for (const at of criticalInstants(test, from)) candidates.add(at);
  const byAnswers = new Map<string, number>();
  for (const at of [...candidates].sort((a, b) => a - b)) {
    const key = tests.map((test) => answersAt(test, at)).join('|');
    if (!byAnswers.has(key)) byAnswers.set(key, at);
  }
  return [...byAnswers.values()];
}

/** How every comparison answers at an instant, as a text: moments with the same text are alike to all rules. */
export function answersAt({ card, comparisons }: MomentTests, at: number): string {
  const facts: Readonly<Record<string, number | string>> = { at, ...card.clock(at) };
  return comparisons.map((one) => (comparisonMatches(one, facts[one.fact] ?? null) ? '1' : '0')).join('');
}

/** The instants at which the dates and instants that rules name begin, and those just after them. */
export function namedInstants({ card, comparisons }: MomentTests): readonly number[] {
  return [
    ...constantsOn(comparisons, 'at').flatMap((at) => [at, at + 1]),
    ...constantsOn(comparisons, 'date').flatMap((date) =>
      [0, 1].map((later) => instantOf(card.clock, dayNumber(date) + later, 0)),
    ),
  ];
}

function constantsOn(comparisons: readonly Comparison[], fact: string): readonly number[] {
  const values = comparisons.flatMap((one) => (one.fact === fact ? constantsOf(one) : []));
  return values.filter((value) => typeof value === 'number');
}

/** The instants from one on at which the answer of some comparison can change. */
export function* criticalInstants(tests: MomentTests, from: number): Generator<number> {
  const { card, comparisons } = tests;
  const coming = [from, ...namedInstants(tests)].filter((at) => at >= from);
  yield* coming;
  const repeats = comparisons.some(({ fact }) => fact === 'weekday' || fact === 'time');
  if (!repeats) return;
  const times = [...new Set([0, ...constantsOn(comparisons, 'time').flatMap((time) => [time, time + 1])])];
  const days = new Set<number>();
  for (const at of coming) {
    const first = dayNumber(card.clock(at).date);
    for (let day = first; day < first + DAYS_LOOKED_AT; day++) days.add(day);
  }
  for (const day of days) {
    const instants = [...times.map((time) => instantOf(card.clock, day, time)), ...offsetChange(card.clock, day)];
    yield* instants.filter((at) => at >= from);
  }
}

/** When in a day clocks are changed, if they are. */
function* offsetChange(clock: ZoneClock, day: number): Generator<number> {
  let low = instantOf(clock, day, 0);
  let high = low + MS_PER_DAY;
  const before = offsetAt(clock, low);
  if (offsetAt(clock, high) === before) return;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(clock, middle) === before) low = middle;
    else high = middle;
  }
  yield high;
}
