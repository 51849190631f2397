import type { ReleaseContext } from '../compiler/release-context.js';
import type { TwoBooks } from '../compiler/tasks/book-tasks.js';
import type { StoredBook } from '../releases/release.js';
import type { ChangeRequest } from './change-request.js';
import { proposedBook } from './read-change-request.js';

/** A change request's base and the book with its edits, from now on. */
export async function booksToCompare(context: ReleaseContext, request: ChangeRequest): Promise<TwoBooks> {
  return { ...(await booksOf(context, request)), at: context.clock() };
}

/** A change request's base, and the book with its edits. */
export async function booksOf(
  context: ReleaseContext,
  request: ChangeRequest,
): Promise<{ before: StoredBook; after: StoredBook }> {
  return { before: await context.releases.book(request.base), after: await proposedBook(context, request) };
}
