import { comparisonsIn } from '../../book/model/condition.js';
import type { PriceBook, PrintedTable } from '../../book/model/price-book.js';

/**
 * The tables of the price list that anybody may see: those whose conditions name no private fact. What one customer pays,
 * and that there is such a customer, is for people with rights in the console.
 */
export function publicTables({ tables, context }: PriceBook): readonly PrintedTable[] {
  const isPrivate = (fact: string): boolean => context.get(fact)?.private === true;
  const named = ({ rows, columns }: PrintedTable) =>
    [...rows, ...columns].flatMap(({ when }) => [...comparisonsIn(when)]);
  return tables.filter((table) => !named(table).some(({ fact }) => isPrivate(fact)));
}
