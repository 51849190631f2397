import type { BookFact } from '../book-facts.js';
import type { Condition, Operator } from './conditions.js';

/** The operators that the form offers for a fact, the usual one first. */
export function operatorsOf(fact: BookFact | undefined): readonly Operator[] {
  switch (fact?.type) {
    case 'number':
      return ['is', 'not', 'gte', 'gt', 'lte', 'lt'];
    case 'date':
      return ['between', 'is'];
    case 'time':
      return ['between'];
    default:
      return ['is', 'not'];
  }
}

/** A condition with another operator. Operators that compare take one value: of several, the first stays. */
export function withOperator({ fact, values }: Condition, operator: Operator): Condition {
  const several = operator === 'is' || operator === 'not' || operator === 'between';
  return { fact, operator, values: several ? values : values.slice(0, 1) };
}
