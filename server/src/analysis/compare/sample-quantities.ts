import { tidy } from '../../book/model/fact-number.js';
import type { Quantities } from '../formula/price-sum.js';
import { contains, type Interval, valuesOf } from '../space/interval.js';
import type { FoundList } from '../space/priced-book.js';
import { bendsOf } from './price-formula.js';

/** How many combinations of quantities are looked at one by one. */
const MOST_LISTED = 5_000;

export interface QuantityList {
  readonly all: Iterable<Quantities>;
  /** Whether these are all there are. */
  readonly complete: boolean;
}

/**
 * Quantities that lie in some intervals: all combinations of them where they can be listed, each fact's first value that which
 * stands for its interval. Else the standing ones, and then each fact by itself at its end, where one of the formulas bends and
 * at powers of ten, with the others at their smallest values: a price is a sum of terms of one quantity each, so where only one
 * of them is charged, nothing hides how much it changed.
 */
export function quantitiesIn(
  intervals: ReadonlyMap<string, Interval>,
  standing: (fact: string) => number,
  formulas: readonly FoundList[],
): QuantityList {
  const facts = [...intervals];
  const listed = facts.map(([fact, interval]) => sorted(valuesOf(interval, MOST_LISTED), standing(fact)));
  const count = listed.reduce((product, values) => product * (values?.length ?? Number.POSITIVE_INFINITY), 1);
  if (count <= MOST_LISTED) return { all: together(facts.map(([fact], i) => [fact, listed[i] ?? []])), complete: true };
  return { all: oneByOne(intervals, standing, formulas), complete: false };
}

function* oneByOne(
  intervals: ReadonlyMap<string, Interval>,
  standing: (fact: string) => number,
  formulas: readonly FoundList[],
): Generator<Quantities> {
  const facts = [...intervals];
  yield new Map(facts.map(([fact]) => [fact, standing(fact)]));
  // An end that is left out is no value: the standing one is.
  const smallest = new Map(facts.map(([fact, { from, fromIncluded }]) => [fact, fromIncluded ? from : standing(fact)]));
  yield smallest;
  for (const [fact, interval] of facts) {
    for (const value of samplesOf(fact, interval, formulas)) yield new Map(smallest).set(fact, value);
  }
}

function samplesOf(fact: string, interval: Interval, formulas: readonly FoundList[]): ReadonlySet<number> {
  const { from, to, step } = interval;
  const marks = formulas.flatMap((formula) => bendsOf(formula, fact));
  const near = marks.flatMap((mark) => [mark, tidy(mark + Number(step ?? 1))]);
  const powers = Array.from({ length: 10 }, (_, power) => tidy(from + 10 ** power));
  const values = [...(to === undefined ? [] : [to]), ...near, ...powers];
  return new Set(values.filter((value) => contains(interval, value) && isStep(interval, value)));
}

/** The standing value first. */
function sorted(values: readonly number[] | undefined, standing: number): readonly number[] | undefined {
  return values?.includes(standing) ? [standing, ...values.filter((value) => value !== standing)] : values;
}

function isStep({ from, step }: Interval, value: number): boolean {
  return step === undefined || Number.isInteger(tidy((value - from) / Number(step)));
}

function* together(facts: readonly (readonly [string, readonly number[]])[]): Generator<Quantities> {
  const [own, ...rest] = facts;
  if (own === undefined) {
    yield new Map();
    return;
  }
  const [fact, values] = own;
  for (const value of values) for (const others of together(rest)) yield new Map([[fact, value], ...others]);
}
