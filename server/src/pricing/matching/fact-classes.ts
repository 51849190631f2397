import { type Comparison, comparesByOrder, constantsOf, type FactValue } from '../../book/model/condition.js';

/** Stands for any text or number that no condition names. No fact can have it, as control characters are refused. */
const OTHER = '\u0000other';

/**
 * The finitely many classes that the constants of some comparisons cut one fact into. Values of a class are alike to
 * every one of the comparisons, so what holds for its representative holds for all.
 */
export interface FactClasses {
  /** One value of each class; null stands for an absent fact. */
  readonly representatives: readonly (FactValue | null)[];
  /** The class of a value, as an index into the representatives. */
  classOf(value: FactValue | null): number;
}

/**
 * Cuts a fact into classes.
 *
 * @param comparisons all on the same fact
 * @example `duration > 5` and `duration = 10` give: absent, below 5, 5, between, 10, above
 */
export function classesOf(comparisons: readonly Comparison[]): FactClasses {
  const constants = new Set(comparisons.flatMap(constantsOf));
  const ordered = comparisons.some(({ operator }) => comparesByOrder(operator));
  return ordered ? intervals(constants) : names(constants);
}

function names(constants: ReadonlySet<FactValue>): FactClasses {
  const representatives: (FactValue | null)[] = [OTHER, null, ...constants];
  const index = new Map<FactValue | null, number>(representatives.map((value, place) => [value, place]));
  return { representatives, classOf: (value) => index.get(value) ?? 0 };
}

/** Class 0 is absence; then, in turn, an open interval and the constant that ends it; last the interval above all. */
function intervals(constants: ReadonlySet<FactValue>): FactClasses {
  const bounds = [...constants].filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const representatives: (FactValue | null)[] = [null, below(bounds[0] ?? 0)];
  for (const [place, bound] of bounds.entries()) {
    const next = bounds[place + 1];
    representatives.push(bound, next === undefined ? above(bound) : (bound + next) / 2);
  }
  return {
    representatives,
    classOf: (value) => {
      if (typeof value !== 'number') return 0;
      let low = 0;
      let high = bounds.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((bounds[middle] ?? 0) < value) low = middle + 1;
        else high = middle;
      }
      return bounds[low] === value ? 2 * low + 2 : 2 * low + 1;
    },
  };
}

function below(bound: number): number {
  return bound - Math.max(1, Math.abs(bound));
}

function above(bound: number): number {
  return bound + Math.max(1, Math.abs(bound));
}
