import { type Condition, constantsOf, isComparison } from '../../book/model/condition.js';
import type { PrintedTable } from '../../book/model/price-book.js';

/** The products that some conditions name. */
export function productsNamed(when: readonly Condition[]): readonly string[] {
  return when.flatMap((condition) =>
    isComparison(condition) &&
    condition.fact === 'product' &&
    (condition.operator === 'equal' || condition.operator === 'in')
      ? constantsOf(condition).map(String)
      : [],
  );
}

/** The products that a table's cells are about. */
export function productsIn({ rows, columns }: PrintedTable): ReadonlySet<string> {
  return new Set([...rows, ...columns].flatMap(({ when }) => productsNamed(when)));
}
