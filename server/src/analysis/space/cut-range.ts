import { type Comparison, constantsOf } from '../../book/model/condition.js';
import type { Decimal } from '../../book/model/decimal.js';
import type { RangeSpec } from '../../book/model/fact-kinds/range.js';
import { isOnStep, LARGEST_FACT, tidy } from '../../book/model/fact-number.js';
import { mayEqual } from '../../book/model/fact-spec.js';
import { type DomainValue, signature } from './domain-value.js';
import { contains, type Interval } from './interval.js';

interface Cell {
  readonly low: number;
  readonly high: number;
  /** Whether it is a single number; else both ends are outside. */
  readonly point: boolean;
  readonly value: number;
  readonly key: string;
}

/**
 * Cuts a range into the stretches that the comparisons cannot see into.
 *
 * @param specs of the fact in the books that are compared, the one that counts most first
 * @param normal the value that stands for its stretch wherever it lies
 * @example 1 to 600 in steps of 1, with a rule for `duration: {gt: 60}`: 1 to 60, and 61 to 600
 */
export function intervalsOf(
  specs: readonly RangeSpec[],
  comparisons: readonly Comparison[],
  normal: number | undefined,
): readonly DomainValue[] {
  const cells = cellsOf(specs, comparisons);
  const step = specs[0]?.step;
  const values: DomainValue[] = [];
  for (let start = 0; start < cells.length; ) {
    const first = cells[start];
    let end = start;
    while (cells[end + 1] !== undefined && cells[end + 1]?.key === first?.key) end++;
    const last = cells[end];
    start = end + 1;
    if (first === undefined || last === undefined) break;
    values.push(merged(first, last, step, normal));
  }
  return values;
}

/** The numbers at which something can change, and the gaps between them, as far as any book has values there. */
function cellsOf(specs: readonly RangeSpec[], comparisons: readonly Comparison[]): readonly Cell[] {
  const bounds = specs.flatMap(({ minimum, maximum }) => [
    Number(minimum ?? -LARGEST_FACT),
    Number(maximum ?? LARGEST_FACT),
  ]);
  const [lowest, highest] = [Math.min(...bounds), Math.max(...bounds)];
  const constants = comparisons.flatMap(constantsOf).filter((value) => typeof value === 'number');
  const inside = [...bounds, ...constants].filter((value) => value >= lowest && value <= highest);
  const marks = [...new Set(inside)].sort((a, b) => a - b);
  const cells: Cell[] = [];
  const add = (low: number, high: number, value: number): void => {
    const accepted = specs.map((spec) => mayEqual(spec, value));
    if (!accepted.includes(true)) return;
    const key = `${signature(comparisons, value)} ${accepted.map(Number).join('')}`;
    cells.push({ low, high, point: low === high, value, key });
  };
  for (const [index, mark] of marks.entries()) {
    add(mark, mark, mark);
    const next = marks[index + 1];
    if (next === undefined) continue;
    const between = specs.map((spec) => valueBetween(spec, mark, next)).find((value) => value !== undefined);
    if (between !== undefined) add(mark, next, between);
  }
  return cells;
}

function valueBetween({ minimum, step }: RangeSpec, low: number, high: number): number | undefined {
  const value =
    step === undefined
      ? plainBetween(low, high)
      : tidy(Number(minimum ?? 0) + (Math.floor(tidy((low - Number(minimum ?? 0)) / Number(step))) + 1) * Number(step));
  return value > low && value < high && (step === undefined || isOnStep(value, minimum, step)) ? value : undefined;
}

/** A number that a person would name: the first whole one, where there is one. */
function plainBetween(low: number, high: number): number {
  const whole = Math.floor(low) + 1;
  return whole < high ? whole : tidy((low + high) / 2);
}

function merged(first: Cell, last: Cell, step: Decimal | undefined, normal: number | undefined): DomainValue {
  const interval: Interval = {
    from: step === undefined ? first.low : first.value,
    fromIncluded: step !== undefined || first.point,
    to: last.high === LARGEST_FACT ? undefined : step === undefined ? last.high : lastOnStep(last, Number(step)),
    toIncluded: step !== undefined || last.point,
    step,
  };
  if (interval.from === interval.to) return { value: first.value };
  return { value: normal !== undefined && contains(interval, normal) ? normal : first.value, interval };
}

/** The last value of a cell, counted from one that it has. */
function lastOnStep({ point, value, high }: Cell, step: number): number {
  if (point) return value;
  const steps = Math.ceil(tidy((high - value) / step)) - 1;
  return tidy(value + Math.max(0, steps) * step);
}
