import { BigNumber } from 'bignumber.js';
import type { Bound } from '../../book/checks.js';
import { add, compare, type Exact, exact, multiply, show } from '../../pricing/exact.js';

/** A pair of amounts that a statement compares, or one that it bounds; and what would be right, when it is wrong. */
export type Judge = (amount: string | null, other: string | null) => string | undefined;

/** Bounds an amount by another. */
export function boundsJudge(atMost: Bound | undefined, atLeast: Bound | undefined): Judge {
  return (amount, other) => {
    if (amount === null || other === null) return undefined;
    if (atMost !== undefined && above(amount, atMost, other)) return `at most ${words(atMost, other)}`;
    if (atLeast !== undefined && below(amount, atLeast, other)) return `at least ${words(atLeast, other)}`;
    return undefined;
  };
}

/** Bounds an amount by fixed ones. */
export function limitsJudge(floor: string | undefined, ceiling: string | undefined): Judge {
  return (amount) => {
    if (amount === null) return undefined;
    if (floor !== undefined && less(amount, floor)) return `at least ${floor}`;
    if (ceiling !== undefined && less(ceiling, amount)) return `at most ${ceiling}`;
    return undefined;
  };
}

function bounded({ times, plus }: Bound, other: string): Exact {
  return add(multiply(exact(other), times), exact(plus));
}

function above(amount: string, bound: Bound, other: string): boolean {
  return compare(exact(amount), bounded(bound, other)) > 0;
}

function below(amount: string, bound: Bound, other: string): boolean {
  return compare(exact(amount), bounded(bound, other)) < 0;
}

export function less(a: string, b: string): boolean {
  return new BigNumber(a).lt(b);
}

/** Such as `4 x 27 + 1 = 109`. */
function words(bound: Bound, other: string): string {
  const { times, plus } = bound;
  if (times === '1' && plus === '0') return other;
  const sum = plus === '0' ? '' : ` + ${plus}`;
  return `${times === '1' ? '' : `${times} x `}${other}${sum} = ${show(bounded(bound, other))}`;
}
