import { type ImpactSums, noImpact, planFactOf, Replay } from '../analysis/replay/impact.js';
import { rulesOf } from '../analysis/space/price-space.js';
import { comparisonsIn, constantsOf, type FactValue } from '../book/condition.js';
import { isMomentFact } from '../book/fact-spec.js';
import { RecentlyUsed } from '../book/recently-used.js';
import { ANY_OTHER } from '../pricing/possible-values.js';
import type { Question } from '../pricing/quote.js';
import { allRules, type RateCard } from '../pricing/rate-card.js';
import { hashedFact, readChunk } from './recorded-quotes.js';
import type { Book } from './release.js';

/** Some recorded quotes by the id of their chunk; its content is left out where it may be known already. */
export interface ReplayedChunk {
  readonly id: string;
  /** See `writeChunk`. */
  readonly content?: string;
}

export interface ReplayAsked {
  readonly before: Book;
  readonly after: Book;
  readonly chunks: readonly ReplayedChunk[];
  /** That private facts are hashed with. */
  readonly key: string;
}

export interface Replayed {
  readonly sums: ImpactSums;
  /** Chunks of which nothing was known and no content given: they are not in the sums. */
  readonly missing: readonly string[];
}

/** How many quotes of a chunk no rule can tell apart. */
interface Counted {
  readonly question: Question;
  readonly count: number;
}

/** What has been counted, by chunk and by what the books ask for: an edit seldom asks for anything new. */
export type CountedQuotes = RecentlyUsed<readonly Counted[]>;

/** How many counts are kept, each of which takes some hundred bytes. */
const MOST_COUNTED = 300_000;

export function countedQuotes(): CountedQuotes {
  return new RecentlyUsed(MOST_COUNTED, 1);
}

/**
 * Replays chunks of recorded quotes under two books. Quotes that no rule can tell apart are asked once: facts of the
 * buyer that no rule asks for are left out, and moments within a day where no rule of the product asks for them. The
 * counting is most of the work, and is kept.
 */
export function replay(
  { chunks, key }: ReplayAsked,
  before: RateCard | undefined,
  after: RateCard | undefined,
  kept: CountedQuotes,
): Replayed {
  if (before === undefined || after === undefined) return { sums: noImpact(), missing: [] };
  const sums = new Replay(before, after);
  const asks = [askedBy(before), askedBy(after)];
  const asked = JSON.stringify([before.book.timeZone, key, ...asks.map(nameOf)]);
  const missing: string[] = [];
  for (const { id, content } of chunks) {
    const name = `${id} ${asked}`;
    const counted = kept.peek(name) ?? (content === undefined ? undefined : count(content, before, asks, key));
    if (counted === undefined) {
      missing.push(id);
      continue;
    }
    kept.get(name, counted.length, () => counted);
    for (const { question, count: many } of counted) sums.add(question, many);
  }
  return { sums: sums.sums, missing };
}

function nameOf({ context, moment, hidden }: Asked): unknown {
  return [[...context].sort(), [...moment].sort(), hidden];
}

function count(content: string, card: RateCard, asks: readonly Asked[], key: string): readonly Counted[] {
  const open = openedFacts(asks, key);
  const { questions, asked, at } = readChunk(content);
  const firsts = new Map<string, number>();
  const opened = questions.map(({ product, options, context }) => ({ product, options, context: open(context) }));
  const places = opened.map((question, place) => {
    const name = `${question.product} ${JSON.stringify(question.options)} ${JSON.stringify(question.context)}`;
    const first = firsts.get(name) ?? place;
    firsts.set(name, first);
    return first;
  });
  const counts = new Map<string, { readonly question: Question; count: number }>();
  for (const [index, place] of asked.entries()) {
    const question = opened[places[place] ?? 0];
    if (question === undefined) continue;
    const moment = at[index] ?? 0;
    const timed = asks.some((one) => one.moment.has(question.product));
    const when = timed ? moment : card.clock(moment).date;
    const name = `${places[place]} ${when}`;
    const known = counts.get(name);
    if (known === undefined) counts.set(name, { question: { ...question, at: moment }, count: 1 });
    else known.count++;
  }
  return [...counts.values()];
}

/** What of a quote can make a difference to a book. */
interface Asked {
  /** The facts of buyers. */
  readonly context: ReadonlySet<string>;
  /** The products for which the moment can. */
  readonly moment: ReadonlySet<string>;
  /** The values that it names of private facts. */
  readonly hidden: readonly (readonly [fact: string, value: FactValue])[];
}

const known = new WeakMap<RateCard, Asked>();

/** Found once for a book: its quotes come in many parts. */
function askedBy(card: RateCard): Asked {
  const found = known.get(card) ?? findAsked(card);
  known.set(card, found);
  return found;
}

function findAsked(card: RateCard): Asked {
  const context = new Set<string>();
  const moment = new Set<string>();
  const hidden: [string, FactValue][] = [];
  const plan = planFactOf(card.book);
  if (plan !== undefined) context.add(plan);
  for (const product of card.products.values()) {
    for (const { rule, quantities } of rulesOf({ card, product })) {
      for (const fact of quantities) context.add(fact);
      for (const { fact } of comparisonsIn(rule.when)) {
        if (isMomentFact(fact)) moment.add(product.product.id);
        else context.add(fact);
      }
    }
  }
  for (const { rule } of allRules(card)) {
    for (const comparison of comparisonsIn(rule.when)) {
      if (card.book.context.get(comparison.fact)?.private !== true) continue;
      for (const value of constantsOf(comparison)) hidden.push([comparison.fact, value]);
    }
  }
  return { context, moment, hidden };
}

/**
 * The facts of a quote that can make a difference. Of a hashed one it is found out which of the values that the books
 * name it has; to every rule it is like any other if none.
 */
function openedFacts(asked: readonly Asked[], key: string) {
  const named = new Map<string, FactValue>();
  for (const [fact, value] of asked.flatMap(({ hidden }) => hidden)) named.set(hashedFact(key, fact, value), value);
  return (context: Readonly<Record<string, FactValue>>): Readonly<Record<string, FactValue>> => {
    const opened: Record<string, FactValue> = {};
    for (const [fact, value] of Object.entries(context)) {
      if (!asked.some((one) => one.context.has(fact))) continue;
      opened[fact] = String(value).startsWith('hmac:') ? (named.get(String(value)) ?? ANY_OTHER) : value;
    }
    return opened;
  };
}
