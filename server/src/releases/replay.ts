import { type ImpactSums, noImpact, planFactOf, Replay } from '../analysis/replay/impact.js';
import { ANY_OTHER } from '../analysis/space/fact-domain.js';
import { rulesOf } from '../analysis/space/price-space.js';
import { type Comparison, comparisonsIn, constantsOf, type FactValue } from '../book/condition.js';
import { isMomentFact } from '../book/fact-spec.js';
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

/**
 * Replays chunks of recorded quotes under two books. Quotes that no rule can tell apart are asked once: facts of the
 * buyer that no rule asks for are left out, and moments within a day where no rule of the product asks for them.
 */
export function replay(
  { chunks, key }: ReplayAsked,
  before: RateCard | undefined,
  after: RateCard | undefined,
): ImpactSums {
  if (before === undefined || after === undefined) return noImpact();
  const sums = new Replay(before, after);
  const asks = factsAsked([before, after]);
  const open = openedFacts([before, after], asks.context, key);
  for (const content of chunks) {
    const { questions, asked, at } = readChunk(content);
    const kept = new Map<string, number>();
    const opened = questions.map(({ product, options, context }) => ({ product, options, context: open(context) }));
    const places = opened.map((question, place) => {
      const name = `${question.product} ${JSON.stringify(question.options)} ${JSON.stringify(question.context)}`;
      const first = kept.get(name) ?? place;
      kept.set(name, first);
      return first;
    });
    const counts = new Map<string, { readonly question: number; readonly at: number; count: number }>();
    for (const [index, place] of asked.entries()) {
      const question = places[place] ?? 0;
      const moment = at[index] ?? 0;
      const timed = asks.moment.has(opened[question]?.product ?? '');
      const when = timed ? moment : before.clock(moment).date;
      const name = `${question} ${when}`;
      const known = counts.get(name);
      if (known === undefined) counts.set(name, { question, at: moment, count: 1 });
      else known.count++;
    }
    for (const { question, at: moment, count } of counts.values()) {
      const known = opened[question];
      if (known !== undefined) sums.add({ ...known, at: moment }, count);
    }
  }
  return sums.sums;
}

/** The facts of buyers that can make a difference, and the products for which the moment can. */
function factsAsked(cards: readonly RateCard[]): {
  readonly context: ReadonlySet<string>;
  readonly moment: ReadonlySet<string>;
} {
  const context = new Set(cards.flatMap(({ book }) => planFactOf(book) ?? []));
  const moment = new Set<string>();
  for (const card of cards) {
    for (const product of card.products.values()) {
      for (const { rule, quantities } of rulesOf({ card, product })) {
        for (const fact of quantities) context.add(fact);
        for (const { fact } of comparisonsIn(rule.when)) {
          if (isMomentFact(fact)) moment.add(product.product.id);
          else context.add(fact);
        }
      }
    }
  }
  return { context, moment };
}

/**
 * The facts of a quote that can make a difference. Of a hashed one it is found out which of the values that the books
 * name it has; to every rule it is like any other if none.
 */
function openedFacts(cards: readonly RateCard[], asked: ReadonlySet<string>, key: string) {
  const named = new Map<string, FactValue>();
  for (const { book } of cards) {
    const rules = [...book.prices, ...book.overrides, ...book.multipliers, ...book.discounts];
    for (const comparison of rules.flatMap(({ when }) => [...comparisonsIn(when)])) {
      if (book.context.get(comparison.fact)?.private === true) note(comparison);
    }
  }
  function note(comparison: Comparison): void {
    for (const value of constantsOf(comparison)) named.set(hashedFact(key, comparison.fact, value), value);
  }
  return (context: Readonly<Record<string, FactValue>>): Readonly<Record<string, FactValue>> => {
    const opened: Record<string, FactValue> = {};
    for (const [fact, value] of Object.entries(context)) {
      if (!asked.has(fact)) continue;
      opened[fact] = String(value).startsWith('hmac:') ? (named.get(String(value)) ?? ANY_OTHER) : value;
    }
    return opened;
  };
}
