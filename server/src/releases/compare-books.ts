import { createTwoFilesPatch } from 'diff';
import type { PriceComparison } from '../analysis/compare/price-comparison.js';
import type { Problem } from '../book/problem.js';
import type { SourceFile } from '../book/source-file.js';
import { Refused } from '../refused.js';
import type { TwoBooks } from './book-tasks.js';
import type { ChangeRequest } from './change-request.js';
import type { Desk } from './desk.js';
import { proposedBook } from './read-change-request.js';
import { type Book, bookOf, type Release } from './release.js';

/** A file that differs between two books. */
export interface FileDifference {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Unified. */
  readonly diff: string;
}

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
export async function compareBooks({ releases }: Desk, books: TwoBooks): Promise<BookComparison> {
  const files = compareFiles(books.before.files, books.after.files);
  const problems = await releases.work.find('problems', books.after);
  const prices = problems.length > 0 ? undefined : await releases.work.run('compare', { ...books, most: MOST_LISTED });
  return { prices, problems, files };
}

/** Two releases, from when the later comes into force. */
export async function twoReleases({ releases }: Desk, a: number, b: number): Promise<TwoBooks> {
  const at = Math.max(releases.header(a).effectiveAt, releases.header(b).effectiveAt);
  return { before: bookOf(await releases.load(a)), after: bookOf(await releases.load(b)), at };
}

/** A change request's base and the book with its edits, from now on. */
export async function booksToCompare(desk: Desk, request: ChangeRequest): Promise<TwoBooks> {
  const { before, after } = await booksOf(desk, request);
  return { before: bookOf(before), after, at: desk.clock() };
}

/** A change request's base, and the book with its edits. */
export async function booksOf(desk: Desk, request: ChangeRequest): Promise<{ before: Release; after: Book }> {
  const before = await desk.releases.load(request.base);
  return { before, after: await proposedBook(desk, request) };
}

/**
 * Every price that moves, as CSV.
 *
 * @throws Refused book_broken
 */
export async function movesAsCsv({ releases }: Desk, books: TwoBooks): Promise<string> {
  const csv = await releases.work.run('csv', books);
  if (csv !== undefined) return csv;
  throw new Refused('book_broken', 'the price book is broken, so it has no prices to compare');
}

/** The files that differ, in the order of their paths. */
export function compareFiles(before: readonly SourceFile[], after: readonly SourceFile[]): readonly FileDifference[] {
  const [was, is] = [before, after].map((files) => new Map(files.map(({ path, text }) => [path, text])));
  const differences: FileDifference[] = [];
  for (const path of [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort()) {
    const [one, two] = [was?.get(path), is?.get(path)];
    if (one === two) continue;
    const change = one === undefined ? 'added' : two === undefined ? 'removed' : 'changed';
    differences.push({ path, change, diff: createTwoFilesPatch(path, path, one ?? '', two ?? '') });
  }
  return differences;
}
