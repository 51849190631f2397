import type { TablesWanted } from '../analysis/list/price-tables.js';
import type { Pieces } from './book-streams.js';
import type { ChangeRequest } from './change-request.js';
import { booksOf } from './compare-books.js';
import type { ChangeRequestContext } from './desk.js';
import { requireValid } from './review-change-request.js';

/** How many cells are given at once, unless one table is asked for. */
const MOST_CELLS = 5_000;

type Only = TablesWanted['only'];

/** The printed tables of a release, as JSON. */
export async function tablesOfRelease(context: ChangeRequestContext, number: number, only: Only): Promise<Pieces> {
  const book = await context.releases.book(number);
  const of = { release: number, change_request: null, revision: null };
  return (await context.releases.work.stream('release_tables', { book, wanted: wantedOf(context, only), of })).pieces;
}

/**
 * The printed tables of a change request's book, as JSON.
 *
 * @throws Refused book_broken with every problem
 */
export async function tablesOfChange(
  context: ChangeRequestContext,
  request: ChangeRequest,
  only: Only,
): Promise<Pieces> {
  const { after: book } = await booksOf(context, request);
  await requireValid(context, book);
  const of = { release: null, change_request: request.id, revision: request.revision };
  return (await context.releases.work.stream('tables', { book, wanted: wantedOf(context, only), of })).pieces;
}

function wantedOf(context: ChangeRequestContext, only: Only): TablesWanted {
  return { at: context.clock(), most: MOST_CELLS, ...(only === undefined ? {} : { only }) };
}
