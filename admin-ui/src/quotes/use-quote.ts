import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ProposedQuote, Quote, WhyNot } from '../../../schemas/types/api.js';
import { ask } from '../api/http.js';
import { Problem } from '../api/problem.js';
import { type Question, questionBody } from './question.js';
import type { BookChoice } from './side-by-side.js';

export function useProducts() {
  return useQuery({ queryKey: ['products'], queryFn: () => ask('GET', '/v1/products') });
}

/** An answer, or a rejection, which explains itself as well. */
export type Answered =
  | { readonly ok: true; readonly quote: Quote | ProposedQuote }
  | { readonly ok: false; readonly problem: Problem; readonly whyNot: readonly WhyNot[] };

/** Asks one book; again whenever the question or the book changes. */
export function useQuote(book: BookChoice, question: Question, whyNot: readonly string[]) {
  // A question that is tried out here does not come from a buyer, so previews do not count it.
  const body = { ...questionBody(question), record: false, ...(whyNot.length === 0 ? {} : { why_not: whyNot }) };
  return useQuery({
    queryKey: ['quote', book, body],
    queryFn: () => askBook(book, body),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

async function askBook(book: BookChoice, body: object): Promise<Answered> {
  const path = book.kind === 'change' ? (`/v1/change-requests/${book.id}/quotes` as const) : '/v1/quotes';
  const asked = book.kind === 'release' ? { ...body, release: book.number } : body;
  try {
    return { ok: true, quote: await ask('POST', path, { body: asked }) };
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    const { why_not: whyNot } = error.more;
    return { ok: false, problem: error, whyNot: Array.isArray(whyNot) ? whyNot : [] };
  }
}
