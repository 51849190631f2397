import type { PriceComparison } from '../analysis/compare/price-comparison.js';
import type { Problem } from '../book/model/problem.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import type { Pieces } from '../compiler/tasks/book-streams.js';
import type { TwoBooks } from '../compiler/tasks/book-tasks.js';
import type { FileDifference } from '../compiler/tasks/compare-files.js';

/** What differs between two price books: prices first, then lines. */
export interface BookComparison {
  /** Undefined where the later book is broken and so has no prices. */
  readonly prices: PriceComparison | undefined;
  readonly problems: readonly Problem[];
  readonly files: readonly FileDifference[];
}

/** How many prices a comparison lists one by one; the CSV has them all. */
export const MOST_LISTED = 1_000;

/** Compares a valid book with another. A book that is broken has problems instead of prices. */
export async function compareBooks({ releases }: ReleaseContext, books: TwoBooks): Promise<BookComparison> {
  const { work } = releases;
  const [files, problems, before, after] = await Promise.all([
    work.run('files', books),
    work.find('problems', books.after),
    work.valid(books.before),
    work.valid(books.after),
  ]);
  if (before === undefined || after === undefined) return { prices: undefined, problems, files };
  const prices = await work.run('compare', { before, after, at: books.at, most: MOST_LISTED });
  return { prices, problems, files };
}

/** Two releases, from when the later comes into force. */
export async function twoReleases({ releases }: ReleaseContext, a: number, b: number): Promise<TwoBooks> {
  const at = Math.max(releases.header(a).effectiveAt, releases.header(b).effectiveAt);
  return { before: await releases.book(a), after: await releases.book(b), at };
}

/**
 * Every price that changes, as CSV.
 *
 * @throws DomainError book_broken
 */
export async function priceChangesAsCsv({ releases }: ReleaseContext, books: TwoBooks): Promise<Pieces> {
  return (await releases.work.stream('csv', books)).pieces;
}
