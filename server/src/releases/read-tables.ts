import type { TablesWanted } from '../analysis/list/price-tables.js';
import type { Pieces } from './book-streams.js';
import type { ChangeRequest } from './change-request.js';
import { booksOf } from './compare-books.js';
import type { Desk } from './desk.js';
import { demandSound } from './review-change-request.js';

/** How many cells are given at once, unless one table is asked for. */
const MOST_CELLS = 5_000;

type Only = TablesWanted['only'];

/** The printed tables of a release, as JSON. */
export async function tablesOfRelease(desk: Desk, number: number, only: Only): Promise<Pieces> {
  const book = await desk.releases.book(number);
  const of = { release: number, change_request: null, revision: null };
  return (await desk.releases.work.stream('release_tables', { book, wanted: wantedOf(desk, only), of })).pieces;
}

/**
 * The printed tables of a change request's book, as JSON.
 *
 * @throws Refused book_broken with every problem
 */
export async function tablesOfChange(desk: Desk, request: ChangeRequest, only: Only): Promise<Pieces> {
  const { after: book } = await booksOf(desk, request);
  await demandSound(desk, book);
  const of = { release: null, change_request: request.id, revision: request.revision };
  return (await desk.releases.work.stream('tables', { book, wanted: wantedOf(desk, only), of })).pieces;
}

function wantedOf(desk: Desk, only: Only): TablesWanted {
  return { at: desk.clock(), most: MOST_CELLS, ...(only === undefined ? {} : { only }) };
}
