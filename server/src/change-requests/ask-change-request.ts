import type { Explained, ExplainOptions } from '../analysis/explain/explain-quote.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { booksOf } from './books-of-change.js';
import type { ChangeRequest } from './change-request.js';
import { requireValid } from './review-change-request.js';

/**
 * What a change request's book would answer.
 *
 * @throws DomainError book_broken with every problem
 */
export async function askChangeRequest(
  context: ReleaseContext,
  request: ChangeRequest,
  question: ExplainOptions,
): Promise<Explained> {
  const { after } = await booksOf(context, request);
  const book = await requireValid(context, after);
  const [explained] = await context.releases.work.run('ask', { book, questions: [question] });
  if (explained === undefined) throw new Error('a valid book answers');
  return explained;
}
