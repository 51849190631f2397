import type { AskedMore, Explained } from '../analysis/explain/explain-quote.js';
import type { ChangeRequest } from './change-request.js';
import { booksOf } from './compare-books.js';
import type { Desk } from './desk.js';
import { demandSound } from './review-change-request.js';

/**
 * What a change request's book would answer.
 *
 * @throws Refused book_broken with every problem
 */
export async function askChangeRequest(desk: Desk, request: ChangeRequest, question: AskedMore): Promise<Explained> {
  const { after } = await booksOf(desk, request);
  await demandSound(desk, after);
  const [explained] = (await desk.releases.work.run('ask', { book: after, questions: [question] })) ?? [];
  if (explained === undefined) throw new Error('a sound book answers');
  return explained;
}
