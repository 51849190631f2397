import type { ComparedWarning } from '../analysis/warnings/new-warnings.js';
import { booksOf } from '../change-requests/books-of-change.js';
import type { ChangeRequest } from '../change-requests/change-request.js';
import { requireValid } from '../change-requests/review-change-request.js';
import type { ReleaseContext } from '../compiler/release-context.js';

/** What is valid but suspicious in a release. */
export async function warningsOfRelease(context: ReleaseContext, number: number): Promise<readonly ComparedWarning[]> {
  const { work } = context.releases;
  const after = await work.valid(await context.releases.book(number));
  return after === undefined ? [] : work.run('warnings', { after });
}

/**
 * What is valid but suspicious in a change request's book, what it brings about first.
 *
 * @throws DomainError book_broken with every problem
 */
export async function warningsOfChange(
  context: ReleaseContext,
  request: ChangeRequest,
): Promise<readonly ComparedWarning[]> {
  const { before, after: proposed } = await booksOf(context, request);
  const { work } = context.releases;
  const after = await requireValid(context, proposed);
  return work.run('warnings', { before: await work.valid(before), after });
}
