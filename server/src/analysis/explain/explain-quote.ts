import type { Question } from '../../pricing/check-question.js';
import { type Answer, quote } from '../../pricing/quote.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { type TraceEntry, traceQuote } from '../../pricing/verification/engine-quote.js';
import { offerGap, type WouldCover } from './offer-gap.js';
import { type WhyNot, whyNot } from './why-not.js';

/** A question, and what is to be said of its answer. */
export interface ExplainOptions {
  readonly question: Question;
  /** Ids of rules, or of table cells, of which it is to be said why they have no part in the answer. */
  readonly whyNot: readonly string[] | undefined;
  /** Whether to say how json-rules-engine judged every rule that could have matched. */
  readonly traced: boolean;
  /** Whether to say, where nothing is offered, what would be if one fact were different. */
  readonly gap: boolean;
}

/** An answer with what was asked about it. */
export interface Explained {
  readonly answer: Answer;
  /** Where nothing is offered: what is, if one fact were different. */
  readonly gap: readonly WouldCover[] | undefined;
  /** Of the rules that were asked about; undefined where none was. */
  readonly whys: readonly WhyNot[] | undefined;
  /** Where a trace was asked for, and there is a price. */
  readonly trace: readonly TraceEntry[] | undefined;
}

/** Answers a question, and says what else was asked about the answer. */
export async function explainQuote(card: RateCard, asked: ExplainOptions): Promise<Explained> {
  const { question } = asked;
  const traced = asked.traced ? await traceQuote(card, question) : undefined;
  const answer = traced ?? quote(card, question);
  return {
    answer,
    gap: asked.gap && !answer.ok ? offerGap(card, question) : undefined,
    whys: asked.whyNot?.map((rule) => whyNot(card, question, rule)),
    trace: traced?.ok ? traced.trace : undefined,
  };
}
