import type { Invariant } from '../../book/model/check.js';
import { type Comparison, comparisonsIn, type FactValue } from '../../book/model/condition.js';

/** What a check asks of facts, so that the combinations are fine enough for it. */
export function factsAsked({ where, statement, source }: Invariant): readonly Comparison[] {
  const asked = [...comparisonsIn(where)];
  if (statement.kind !== 'against') return asked;
  const changed = Object.entries(statement.changed).map(
    ([fact, value]: [string, FactValue]): Comparison => ({
      fact,
      operator: 'equal',
      value,
      source,
      factSource: source,
    }),
  );
  return [...asked, ...changed];
}
