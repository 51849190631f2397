import { type Comparison, constantsOf } from '../../book/model/condition.js';
import type { RangeSpec } from '../../book/model/fact-kinds/range.js';
import { isExactFactNumber, LARGEST_FACT, tidy } from '../../book/model/fact-number.js';
import { mayEqual } from '../../book/model/fact-spec.js';
import type { Stretch } from './warning.js';

/** A stretch with numbers at both ends; what has no end ends at the largest number that a quote may state. */
export interface Span {
  readonly from: number;
  readonly fromIncluded: boolean;
  readonly to: number;
  readonly toIncluded: boolean;
}

/** All values of a numeric fact. */
export function wholeRange({ minimum, maximum }: RangeSpec): Span {
  return {
    from: Number(minimum ?? -LARGEST_FACT),
    fromIncluded: true,
    to: Number(maximum ?? LARGEST_FACT),
    toIncluded: true,
  };
}

/** The values of a numeric fact for which comparisons on it are all true, in ascending order. */
export function spansAllowed(spec: RangeSpec, comparisons: readonly Comparison[]): readonly Span[] {
  let spans: readonly Span[] = [wholeRange(spec)];
  for (const comparison of comparisons) {
    const allowed = spansOf(comparison);
    spans = spans.flatMap((span) => allowed.flatMap((other) => intersection(span, other)));
  }
  return spans;
}

const ALL: Span = { from: -LARGEST_FACT, fromIncluded: true, to: LARGEST_FACT, toIncluded: true };

function spansOf(comparison: Comparison): readonly Span[] {
  const numbers = constantsOf(comparison).filter((value) => typeof value === 'number');
  const [bound = 0] = numbers;
  switch (comparison.operator) {
    case 'equal':
    case 'in':
      return [...numbers]
        .sort((a, b) => a - b)
        .map((value) => ({ from: value, fromIncluded: true, to: value, toIncluded: true }));
    case 'notEqual':
    case 'notIn':
      return numbers.reduce<readonly Span[]>(
        (spans, value) =>
          spans.flatMap((span) => [
            ...intersection(span, { ...ALL, to: value, toIncluded: false }),
            ...intersection(span, { ...ALL, from: value, fromIncluded: false }),
          ]),
        [ALL],
      );
    case 'greaterThan':
    case 'greaterThanInclusive':
      return [{ ...ALL, from: bound, fromIncluded: comparison.operator === 'greaterThanInclusive' }];
    case 'lessThan':
    case 'lessThanInclusive':
      return [{ ...ALL, to: bound, toIncluded: comparison.operator === 'lessThanInclusive' }];
  }
}

function intersection(a: Span, b: Span): readonly Span[] {
  const [low, other] = a.from > b.from || (a.from === b.from && !a.fromIncluded) ? [a, b] : [b, a];
  const fromIncluded = low.fromIncluded && (low.from > other.from || other.fromIncluded);
  const [high, another] = a.to < b.to || (a.to === b.to && !a.toIncluded) ? [a, b] : [b, a];
  const toIncluded = high.toIncluded && (high.to < another.to || another.toIncluded);
  const [from, to] = [low.from, high.to];
  return from < to || (from === to && fromIncluded && toIncluded) ? [{ from, fromIncluded, to, toIncluded }] : [];
}

/** The values of a numeric fact that lie in none of the spans, stretch by stretch; stretches without a value are none. */
export function uncovered(spec: RangeSpec, covered: readonly Span[]): readonly Stretch[] {
  const whole = wholeRange(spec);
  const ordered = [...covered].sort((a, b) => a.from - b.from || Number(b.fromIncluded) - Number(a.fromIncluded));
  const gaps: Span[] = [];
  // The first number that is not covered yet; just above it where it is not included.
  let start = { from: whole.from, fromIncluded: true };
  for (const { from, fromIncluded, to, toIncluded } of ordered) {
    gaps.push(...intersection(whole, { ...start, to: from, toIncluded: !fromIncluded }));
    if (to > start.from) start = { from: to, fromIncluded: !toIncluded };
    else if (to === start.from) start = { from: to, fromIncluded: start.fromIncluded && !toIncluded };
  }
  gaps.push(...intersection(whole, { ...start, to: whole.to, toIncluded: true }));
  return gaps.flatMap((gap) => withValues(spec, gap));
}

/** The stretch as the fact can have it: from its first step to its last; nothing where it has no value there. */
function withValues(spec: RangeSpec, gap: Span): readonly Stretch[] {
  const { from, fromIncluded, to, toIncluded } = gap;
  const endless = spec.maximum === undefined && to === LARGEST_FACT;
  const beginless = spec.minimum === undefined && from === -LARGEST_FACT;
  if (spec.step === undefined) {
    if (valueIn(gap) === undefined) return [];
    return [{ from: beginless ? undefined : from, fromIncluded, to: endless ? undefined : to, toIncluded }];
  }
  const first = beginless ? undefined : stepAfter(spec, gap);
  const last = endless ? undefined : stepBefore(spec, gap);
  if ((first === undefined && !beginless) || (last === undefined && !endless)) return [];
  if (first !== undefined && last !== undefined && first > last) return [];
  return [{ from: first, fromIncluded: true, to: last, toIncluded: true }];
}

/** Some value that a quote can state; undefined where the span is so narrow that it has none. */
export function valueIn({ from, fromIncluded, to, toIncluded }: Span): number | undefined {
  if (fromIncluded && isExactFactNumber(from)) return from;
  if (toIncluded && isExactFactNumber(to)) return to;
  const next = Math.floor(from) + 1;
  if (next < to) return next;
  const middle = tidy((from + to) / 2);
  return middle > from && middle < to && isExactFactNumber(middle) ? middle : undefined;
}

/** The first value of a fact with steps in a span. */
export function stepAfter(spec: RangeSpec, { from, fromIncluded, to }: Span): number | undefined {
  const [start, step] = [Number(spec.minimum ?? 0), Number(spec.step)];
  const guess = Math.floor(tidy((from - start) / step));
  for (const count of [guess - 1, guess, guess + 1, guess + 2]) {
    const value = tidy(start + count * step);
    if (value > to) return undefined;
    if ((fromIncluded ? value >= from : value > from) && mayEqual(spec, value)) return value;
  }
  return undefined;
}

function stepBefore(spec: RangeSpec, { from, to, toIncluded }: Span): number | undefined {
  const [start, step] = [Number(spec.minimum ?? 0), Number(spec.step)];
  const guess = Math.floor(tidy((to - start) / step));
  for (const count of [guess + 1, guess, guess - 1]) {
    const value = tidy(start + count * step);
    if (value < from) return undefined;
    if ((toIncluded ? value <= to : value < to) && mayEqual(spec, value)) return value;
  }
  return undefined;
}

/**
 * A stretch in words.
 *
 * @example `from 61 to 600 s`, `over 5 and up to 10 s`, `over 20 kg`, `5 s`
 */
export function stretchInWords({ from, fromIncluded, to, toIncluded }: Stretch, unit: string | undefined): string {
  const units = unit === undefined ? '' : ` ${unit}`;
  if (from !== undefined && from === to) return `${from}${units}`;
  const start = from === undefined ? '' : `${fromIncluded ? 'from' : 'over'} ${from}`;
  if (to === undefined) return `${start}${units}${fromIncluded ? ' on' : ''}`;
  const end = toIncluded ? (fromIncluded && from !== undefined ? `to ${to}` : `up to ${to}`) : `under ${to}`;
  if (start === '') return `${end}${units}`;
  return fromIncluded && toIncluded ? `${start} ${end}${units}` : `${start} and ${end}${units}`;
}
