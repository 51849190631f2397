import { ANY_OTHER } from '../analysis/fact-domain.js';
import { type ImpactSums, noImpact, Replay } from '../analysis/impact.js';
import { comparisonsIn, constantsOf, type FactValue } from '../book/condition.js';
import { MOMENT_FACTS } from '../book/fact-spec.js';
import type { Rule } from '../book/price-book.js';
import type { RateCard } from '../pricing/rate-card.js';
import { hashedFact, readChunk } from './recorded-quotes.js';
import type { Book } from './release.js';

export interface ReplayAsked {
  readonly before: Book;
  readonly after: Book;
  /** See `writeChunk`. */
  readonly chunks: readonly string[];
  /** That private facts are hashed with. */
  readonly key: string;
}

/** Replays chunks of recorded quotes under two books. */
export function replay(
  { chunks, key }: ReplayAsked,
  before: RateCard | undefined,
  after: RateCard | undefined,
): ImpactSums {
  if (before === undefined || after === undefined) return noImpact();
  const sums = new Replay(before, after);
  const open = privateFacts([before, after], key);
  const timeless = !asksMoment(before) && !asksMoment(after);
  for (const content of chunks) {
    const { questions, asked, at } = readChunk(content);
    const opened = questions.map(({ product, options, context }) => ({ product, options, context: open(context) }));
    // Where no rule asks for the moment, quotes differ by their day alone, which only the sums by day show.
    const counts = new Map<string, { readonly question: number; readonly at: number; count: number }>();
    for (const [index, question] of asked.entries()) {
      const moment = at[index] ?? 0;
      const key = timeless ? `${question} ${before.clock(moment).date}` : `${question} ${moment}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { question, at: moment, count: 1 });
      else known.count++;
    }
    for (const { question, at: moment, count } of counts.values()) {
      const known = opened[question];
      if (known !== undefined) sums.add({ ...known, at: moment }, count);
    }
  }
  return sums.sums;
}

/** Finds out which of the values that the books name a hashed fact has; to every rule it is like any other if none. */
function privateFacts(cards: readonly RateCard[], key: string) {
  const named = new Map<string, FactValue>();
  const hidden = new Set<string>();
  for (const { book } of cards) {
    for (const [fact, spec] of book.context) if (spec.private) hidden.add(fact);
    for (const { fact, value } of cards
      .flatMap(rulesOf)
      .flatMap(({ when }) => [...comparisonsIn(when)])
      .flatMap(constants)) {
      if (hidden.has(fact)) named.set(hashedFact(key, fact, value), value);
    }
  }
  return (context: Readonly<Record<string, FactValue>>): Readonly<Record<string, FactValue>> => {
    if (hidden.size === 0) return context;
    const entries = Object.entries(context).flatMap(([fact, value]): [string, FactValue][] => {
      if (!String(value).startsWith('hmac:')) return [[fact, value]];
      return [[fact, named.get(String(value)) ?? ANY_OTHER]];
    });
    return Object.fromEntries(entries);
  };
}

function constants(comparison: Parameters<typeof constantsOf>[0]) {
  return constantsOf(comparison).map((value) => ({ fact: comparison.fact, value }));
}

function rulesOf({ book }: RateCard): readonly Rule[] {
  return [...book.prices, ...book.overrides, ...book.multipliers, ...book.discounts];
}

function asksMoment(card: RateCard): boolean {
  const moments: readonly string[] = MOMENT_FACTS;
  return rulesOf(card).some(({ when }) => [...comparisonsIn(when)].some(({ fact }) => moments.includes(fact)));
}
