import type { ComparedWarning } from '../analysis/warnings/new-warnings.js';
import type { ChangeRequest } from './change-request.js';
import { booksOf } from './compare-books.js';
import type { Desk } from './desk.js';
import { demandSound } from './review-change-request.js';

/** What is valid but suspicious in a release. */
export async function warningsOfRelease(desk: Desk, number: number): Promise<readonly ComparedWarning[]> {
  const after = await desk.releases.book(number);
  return (await desk.releases.work.run('warnings', { after })) ?? [];
}

/**
 * What is valid but suspicious in a change request's book, what it brings about first.
 *
 * @throws Refused book_broken with every problem
 */
export async function warningsOfChange(desk: Desk, request: ChangeRequest): Promise<readonly ComparedWarning[]> {
  const { before, after } = await booksOf(desk, request);
  await demandSound(desk, after);
  return (await desk.releases.work.run('warnings', { before, after })) ?? [];
}
