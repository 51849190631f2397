import { tidy } from '../../book/fact-number.js';
import { contains, type Interval, valuesOf } from '../space/interval.js';
import type { FoundList } from '../space/priced-side.js';
import { bendsOf } from './price-formula.js';

/** Numeric facts with the values that they have together. */
export type Quantities = ReadonlyMap<string, number>;

/** How many combinations of quantities are looked at one by one. */
const MOST_LISTED = 5_000;

export interface QuantityList {
  readonly all: Iterable<Quantities>;
  /** Whether these are all there are. */
  readonly complete: boolean;
}

/**
 * Quantities that lie in some intervals, each fact's first value that which stands for its interval: all of them where
 * they can be listed, else the ends, the places where one of the formulas bends, and powers of ten.
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
  const bends = facts.map(([fact, interval]): [string, readonly number[]] => {
    const marks = formulas.flatMap((formula) => bendsOf(formula, fact));
    const near = marks.flatMap((mark) => [mark, tidy(mark + Number(interval.step ?? 1))]);
    const ends = [interval.from, ...(interval.to === undefined ? [] : [interval.to])];
    const powers = Array.from({ length: 10 }, (_, power) => tidy(interval.from + 10 ** power));
    const inside = [...ends, ...near, ...powers].filter(
      (value) => contains(interval, value) && isStep(interval, value),
    );
    return [fact, [...new Set([standing(fact), ...inside])]];
  });
  return { all: together(bends), complete: false };
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
