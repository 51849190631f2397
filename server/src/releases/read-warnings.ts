import type { ComparedWarning } from '../analysis/warnings/new-warnings.js';
import type { ChangeRequest } from './change-request.js';
import { booksOf } from './compare-books.js';
import type { ChangeRequestContext } from './desk.js';
import { requireValid } from './review-change-request.js';

/** What is valid but suspicious in a release. */
export async function warningsOfRelease(
  context: ChangeRequestContext,
  number: number,
): Promise<readonly ComparedWarning[]> {
  const after = await context.releases.book(number);
  return (await context.releases.work.run('warnings', { after })) ?? [];
}

/**
 * What is valid but suspicious in a change request's book, what it brings about first.
 *
 * @throws Refused book_broken with every problem
 */
export async function warningsOfChange(
  context: ChangeRequestContext,
  request: ChangeRequest,
): Promise<readonly ComparedWarning[]> {
  const { before, after } = await booksOf(context, request);
  await requireValid(context, after);
  return (await context.releases.work.run('warnings', { before, after })) ?? [];
}
