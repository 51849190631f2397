import type { PriceTable, TablesWanted } from '../analysis/list/price-tables.js';
import { Refused } from '../refused.js';
import type { ChangeRequest } from './change-request.js';
import { booksOf } from './compare-books.js';
import type { Desk } from './desk.js';
import { type Book, bookOf } from './release.js';
import { demandSound } from './review-change-request.js';

/** How many cells are given at once, unless one table is asked for. */
const MOST_CELLS = 5_000;

type Only = TablesWanted['only'];

/** The printed tables of a release. */
export async function tablesOfRelease(desk: Desk, number: number, only: Only): Promise<readonly PriceTable[]> {
  return tablesOf(desk, bookOf(await desk.releases.load(number)), only);
}

/**
 * The printed tables of a change request's book.
 *
 * @throws Refused book_broken with every problem
 */
export async function tablesOfChange(desk: Desk, request: ChangeRequest, only: Only): Promise<readonly PriceTable[]> {
  const { after } = await booksOf(desk, request);
  await demandSound(desk, after);
  return tablesOf(desk, after, only);
}

async function tablesOf(desk: Desk, after: Book, only: Only): Promise<readonly PriceTable[]> {
  const wanted = { at: desk.clock(), most: MOST_CELLS, ...(only === undefined ? {} : { only }) };
  const tables = await desk.releases.work.run('tables', { after, wanted });
  if (tables === undefined) throw new Error('a sound book has tables');
  if (only !== undefined && tables.length === 0) {
    throw new Refused('not_found', `${only.file} has no table ${only.place}`);
  }
  return tables;
}
