import { dateOf, dayNumber, weekdayOf } from '../../book/model/calendar-day.js';
import { type Comparison, constantsOf, type FactValue } from '../../book/model/condition.js';
import type { RangeSpec } from '../../book/model/fact-kinds/range.js';
import { isOnStep, tidy } from '../../book/model/fact-number.js';
import { type FactSpec, WEEKDAYS } from '../../book/model/fact-spec.js';
import type { ProductCard, RateCard } from '../rate-card.js';

/** A value that a fact can have, standing for its whole class; a moment's also says which days it stands for. */
export interface PossibleValue {
  readonly value: FactValue | null;
  /** First and last day, counted from 1970-01-01 where the book is at home; infinite where the class is open. */
  readonly days?: readonly [number, number];
}

/** Stands for a text that no rule names, and reads as that where a person sees it. */
export const ANY_OTHER = 'any value that no rule names';

const SECONDS_PER_DAY = 86_400;

/**
 * Values of a fact, one at least of every class that the comparisons cut its domain into, and none that no quote
 * could have: an interval between two thresholds counts only if a value of the fact lies in it.
 */
export function possibleValues(
  card: RateCard,
  product: ProductCard,
  fact: string,
  comparisons: readonly Comparison[],
): readonly PossibleValue[] {
  const constants = [...new Set(comparisons.flatMap(constantsOf))];
  const numbers = constants.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  switch (fact) {
    case 'product':
      return [{ value: product.product.id }];
    case 'weekday':
      return WEEKDAYS.map((value) => ({ value }));
    case 'time':
      return between(numbers, 0, SECONDS_PER_DAY - 1, 1).map((value) => ({ value }));
    case 'at':
      return instants(card, numbers);
    case 'date':
      return days(numbers);
    default: {
      const context = card.book.context.get(fact);
      const spec = context ?? product.product.options.get(fact);
      if (spec === undefined) return [{ value: null }];
      const present = valuesOf(spec, constants, numbers).map((value) => ({ value }));
      return context !== undefined && context.default === undefined ? [...present, { value: null }] : present;
    }
  }
}

function valuesOf(spec: FactSpec, constants: readonly FactValue[], numbers: readonly number[]): readonly FactValue[] {
  switch (spec.kind) {
    case 'choices':
      return spec.choices;
    case 'text':
      return [...constants.filter((value) => typeof value === 'string'), ANY_OTHER];
    case 'range':
      return rangeValues(spec, numbers);
  }
}

function rangeValues(spec: RangeSpec, numbers: readonly number[]): readonly number[] {
  const minimum = Number(spec.minimum ?? -1e14);
  const maximum = Number(spec.maximum ?? 1e14);
  if (spec.step === undefined) return between(numbers, minimum, maximum, undefined);
  const step = Number(spec.step);
  const { minimum: from, step: by } = spec;
  return between(numbers, minimum, maximum, step).filter((value) => isOnStep(value, from, by));
}

/** The bounds that lie in the range, and one value inside each gap between neighbours, where a step allows one. */
function between(
  bounds: readonly number[],
  minimum: number,
  maximum: number,
  step: number | undefined,
): readonly number[] {
  const marks = [...new Set([minimum, ...bounds.filter((bound) => bound > minimum && bound < maximum), maximum])];
  return marks.flatMap((mark, index) => {
    const next = marks[index + 1];
    if (next === undefined) return [mark];
    const inside =
      step === undefined ? (mark + next) / 2 : tidy(minimum + (Math.floor((mark - minimum) / step + 1e-9) + 1) * step);
    return inside > mark && inside < next ? [mark, inside] : [mark];
  });
}

function instants(card: RateCard, bounds: readonly number[]): readonly PossibleValue[] {
  const dayOf = (at: number): number => dayNumber(card.clock(at).date);
  const [first] = bounds;
  if (first === undefined) return [{ value: 0, days: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] }];
  const values: PossibleValue[] = [{ value: first - 1, days: [Number.NEGATIVE_INFINITY, dayOf(first - 1)] }];
  for (const [index, bound] of bounds.entries()) {
    const next = bounds[index + 1];
    values.push({ value: bound, days: [dayOf(bound), dayOf(bound)] });
    if (next === undefined) values.push({ value: bound + 1, days: [dayOf(bound + 1), Number.POSITIVE_INFINITY] });
    else if (next > bound + 1) values.push({ value: bound + 1, days: [dayOf(bound + 1), dayOf(next - 1)] });
  }
  return values;
}

function days(bounds: readonly number[]): readonly PossibleValue[] {
  const numbers = bounds.map(dayNumber);
  const [first] = numbers;
  if (first === undefined) return [{ value: 20260101, days: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] }];
  const values: PossibleValue[] = [{ value: dateOf(first - 1), days: [Number.NEGATIVE_INFINITY, first - 1] }];
  for (const [index, day] of numbers.entries()) {
    const next = numbers[index + 1] ?? Number.POSITIVE_INFINITY;
    values.push({ value: dateOf(day), days: [day, day] });
    if (next > day + 1) values.push({ value: dateOf(day + 1), days: [day + 1, next - 1] });
  }
  return values;
}

/** Whether an instant, a date and a weekday can be of one moment; each may be left open. */
export function agree(
  at: PossibleValue | undefined,
  date: PossibleValue | undefined,
  weekday: PossibleValue | undefined,
): boolean {
  const from = Math.max(at?.days?.[0] ?? Number.NEGATIVE_INFINITY, date?.days?.[0] ?? Number.NEGATIVE_INFINITY);
  const until = Math.min(at?.days?.[1] ?? Number.POSITIVE_INFINITY, date?.days?.[1] ?? Number.POSITIVE_INFINITY);
  if (from > until) return false;
  if (weekday === undefined || until - from >= 6 || from === Number.NEGATIVE_INFINITY) return true;
  for (let day = from; day <= until; day++) {
    if (weekdayOf(day) === weekday.value) return true;
  }
  return false;
}
