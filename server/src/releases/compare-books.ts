import type { PriceComparison } from '../analysis/compare/price-comparison.js';
import type { Problem } from '../book/problem.js';
import type { Pieces } from './book-streams.js';
import type { TwoBooks } from './book-tasks.js';
import type { ChangeRequest } from './change-request.js';
import type { FileDifference } from './compare-files.js';
import type { ChangeRequestContext } from './desk.js';
import { proposedBook } from './read-change-request.js';
import type { StoredBook } from './release.js';

/** What differs between two price books: prices first, then lines. */
export interface BookComparison {
  /** Undefined where the later book is broken and so has no prices. */
  readonly prices: PriceComparison | undefined;
  readonly problems: readonly Problem[];
  readonly files: readonly FileDifference[];
}

/** How many prices a comparison lists one by one; the CSV has them all. */
export const MOST_LISTED = 1_000;

/** Compares a sound book with another. A book that is broken has problems instead of prices. */
export async function compareBooks({ releases }: ChangeRequestContext, books: TwoBooks): Promise<BookComparison> {
  const [files, problems, prices] = await Promise.all([
    releases.work.run('files', books),
    releases.work.find('problems', books.after),
    releases.work.run('compare', { ...books, most: MOST_LISTED }),
  ]);
  return { prices, problems, files };
}

/** Two releases, from when the later comes into force. */
export async function twoReleases({ releases }: ChangeRequestContext, a: number, b: number): Promise<TwoBooks> {
  const at = Math.max(releases.header(a).effectiveAt, releases.header(b).effectiveAt);
  return { before: await releases.book(a), after: await releases.book(b), at };
}

/** A change request's base and the book with its edits, from now on. */
export async function booksToCompare(context: ChangeRequestContext, request: ChangeRequest): Promise<TwoBooks> {
  return { ...(await booksOf(context, request)), at: context.clock() };
}

/** A change request's base, and the book with its edits. */
export async function booksOf(
  context: ChangeRequestContext,
  request: ChangeRequest,
): Promise<{ before: StoredBook; after: StoredBook }> {
  return { before: await context.releases.book(request.base), after: await proposedBook(context, request) };
}

/**
 * Every price that moves, as CSV.
 *
 * @throws Refused book_broken
 */
export async function priceChangesAsCsv({ releases }: ChangeRequestContext, books: TwoBooks): Promise<Pieces> {
  return (await releases.work.stream('csv', books)).pieces;
}
