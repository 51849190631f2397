import type { TablesWanted } from '../analysis/list/price-tables.js';
import { booksOf } from '../change-requests/books-of-change.js';
import type { ChangeRequest } from '../change-requests/change-request.js';
import { requireValid } from '../change-requests/review-change-request.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import type { Pieces } from '../compiler/tasks/book-streams.js';

/** How many cells are given at once, unless one table is asked for. */
const MOST_CELLS = 5_000;

type Only = TablesWanted['only'];

/** The printed tables of a release, as JSON. */
export async function tablesOfRelease(context: ReleaseContext, number: number, only: Only): Promise<Pieces> {
  const book = await context.releases.book(number);
  const of = { release: number, change_request: null, revision: null };
  return (await context.releases.work.stream('release_tables', { book, wanted: wantedOf(context, only), of })).pieces;
}

/**
 * The printed tables of a change request's book, as JSON.
 *
 * @throws DomainError book_broken with every problem
 */
export async function tablesOfChange(context: ReleaseContext, request: ChangeRequest, only: Only): Promise<Pieces> {
  const { after: book } = await booksOf(context, request);
  await requireValid(context, book);
  const of = { release: null, change_request: request.id, revision: request.revision };
  return (await context.releases.work.stream('tables', { book, wanted: wantedOf(context, only), of })).pieces;
}

function wantedOf(context: ReleaseContext, only: Only): TablesWanted {
  return { at: context.clock(), most: MOST_CELLS, ...(only === undefined ? {} : { only }) };
}
