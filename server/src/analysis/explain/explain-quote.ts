import { type Answer, type Question, quote } from '../../pricing/quote.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { offerGap, type WouldCover } from './offer-gap.js';
import { type WhyNot, whyNot } from './why-not.js';

/** An answer with what was asked about it. */
export interface Explained {
  readonly answer: Answer;
  /** Where nothing is offered: what is, if one fact were different. */
  readonly gap: readonly WouldCover[] | undefined;
  /** Of the rules that were asked about; undefined where none was. */
  readonly whys: readonly WhyNot[] | undefined;
}

/**
 * Answers a question, and says of rules why they have no part in it.
 *
 * @param rules ids of rules, or of table cells
 * @param answer where it is known already
 */
export function explainQuote(
  card: RateCard,
  question: Question,
  rules: readonly string[] | undefined,
  answer: Answer = quote(card, question),
): Explained {
  return {
    answer,
    gap: answer.ok ? undefined : offerGap(card, question),
    whys: rules?.map((rule) => whyNot(card, question, rule)),
  };
}
