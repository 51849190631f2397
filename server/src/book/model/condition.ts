import type { Source } from './problem.js';

export type FactValue = string | number | boolean;

/** Operators that ask whether a value is one of some constants. */
type EqualityOperator = 'equal' | 'notEqual' | 'in' | 'notIn';

/** Operators that ask on which side of a constant a number is. */
export type OrderOperator = 'lessThan' | 'lessThanInclusive' | 'greaterThan' | 'greaterThanInclusive';

/** json-rules-engine's own operators, the only ones that a condition compiles to. To add one, see CONTRIBUTING. */
export type Operator = EqualityOperator | OrderOperator;

const BY_ORDER: { readonly [O in Operator]: O extends OrderOperator ? true : false } = {
  equal: false,
  notEqual: false,
  in: false,
  notIn: false,
  lessThan: true,
  lessThanInclusive: true,
  greaterThan: true,
  greaterThanInclusive: true,
};

/** Whether an operator compares numbers by order, and not with equality alone. */
export function comparesByOrder(operator: Operator): operator is OrderOperator {
  return BY_ORDER[operator];
}

/** One comparison of a fact with a constant of the book. An absent fact has the value null. */
export interface Comparison {
  readonly fact: string;
  readonly operator: Operator;
  readonly value: FactValue | null | readonly FactValue[];
  /** Where the value is written. */
  readonly source: Source;
  /** Where the fact is named. */
  readonly factSource: Source;
}

/** A condition in json-rules-engine's shape. `none: [...]` is written `{ not: { any: [...] } }`. */
export type Condition =
  | Comparison
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

export function isComparison(condition: Condition): condition is Comparison {
  return 'fact' in condition;
}

/** The constants that a comparison compares with; none where it only asks whether the fact is there. */
export function constantsOf({ value }: Comparison): readonly FactValue[] {
  if (value === null) return [];
  return isList(value) ? value : [value];
}

/** Array.isArray does not narrow readonly arrays. */
function isList(value: FactValue | readonly FactValue[]): value is readonly FactValue[] {
  return Array.isArray(value);
}

/** Every comparison in a condition, however nested. */
export function* comparisonsIn(conditions: readonly Condition[]): Generator<Comparison> {
  for (const condition of conditions) {
    if (isComparison(condition)) yield condition;
    else if ('all' in condition) yield* comparisonsIn(condition.all);
    else if ('any' in condition) yield* comparisonsIn(condition.any);
    else yield* comparisonsIn([condition.not]);
  }
}

const SIGNS: Record<Operator, string> = {
  equal: '=',
  notEqual: '!=',
  in: '=',
  notIn: '!=',
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
};

/**
 * Writes conditions in one canonical line, the product first and the rest by name; a table cell's id is made of it.
 * Two cells with the same conditions get the same text, whatever order their rows and columns wrote them in.
 *
 * @example describeConditions(cell.when) // 'nano-banana-2 batch=4 quality=hd'
 */
export function describeConditions(conditions: readonly Condition[]): string {
  const words: string[] = [];
  let product = '';
  for (const condition of conditions) {
    if (isComparison(condition)) {
      if (condition.fact === 'product' && condition.operator === 'equal' && product === '') {
        product = String(condition.value);
      } else words.push(describeComparison(condition));
    } else if ('all' in condition) words.push(`(${describeConditions(condition.all)})`);
    else if ('any' in condition) {
      words.push(`any(${condition.any.map((one) => describeConditions([one])).join(' | ')})`);
    } else words.push(`not(${describeConditions([condition.not])})`);
  }
  words.sort();
  return (product === '' ? words : [product, ...words]).join(' ');
}

function describeComparison({ fact, operator, value }: Comparison): string {
  const text = Array.isArray(value) ? value.map(String).join('|') : String(value);
  return `${fact}${SIGNS[operator]}${text}`;
}
