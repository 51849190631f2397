import { type ImpactSums, planFactOf, Replay } from '../analysis/replay/impact.js';
import { rulesOf } from '../analysis/space/price-space.js';
import { comparisonsIn, constantsOf, type FactValue } from '../book/model/condition.js';
import { isMomentFact } from '../book/model/fact-spec.js';
import { RecentlyUsed } from '../book/model/recently-used.js';
import type { Question } from '../pricing/check-question.js';
import { allRules, type RateCard } from '../pricing/rate-card.js';
import { ANY_OTHER } from '../pricing/validation/possible-values.js';
import type { ValidBook } from '../releases/release.js';
import type { AlikeQuotes, CountsWanted } from '../store/queries/recorded-quotes.js';
import type { StoreLocation } from '../store/store.js';
import { HIDDEN, hashedFact, isHashed } from './hashed-facts.js';

/** Some hours of recorded quotes, all on one day where the book is at home. */
export interface ReplayedHours {
  /** The beginnings of the first and of the last. */
  readonly from: string;
  readonly until: string;
  /** What they add up to: another than before means that there are more quotes by now. */
  readonly version: string;
}

export interface ReplayQuery {
  readonly before: ValidBook;
  readonly after: ValidBook;
  readonly parts: readonly ReplayedHours[];
  /** Where the quotes are. */
  readonly location: StoreLocation;
  /** That private facts are hashed with. */
  readonly key: string;
}

/** Reads recorded quotes of some hours. */
export type ReadCounts = (wanted: CountsWanted) => Promise<readonly AlikeQuotes[]>;

/** How many quotes no rule can tell apart. */
interface Counted {
  readonly question: Question;
  count: number;
  /** How many of them were asked with an API key. */
  identified: number;
}

/** What has been counted, by its hours and by what the books ask for: an edit seldom asks for anything new. */
export type CountedQuotes = RecentlyUsed<readonly Counted[]>;

/** How many counts are kept, each of which takes some hundred bytes. */
const MOST_COUNTED = 300_000;
/** With more names than these, the database tells all of them apart: queries stay short. */
const MOST_NAMED = 200;

export function countedQuotes(): CountedQuotes {
  return new RecentlyUsed(MOST_COUNTED, 1);
}

/**
 * Replays recorded quotes under two books. Quotes that no rule can tell apart are asked once: facts of the buyer that
 * no rule asks for are left out, and moments within a day where no rule of the product asks for them; where one does,
 * quotes of an hour with the same answer are asked at the moment of the first. The counting is most of the work, and is
 * kept.
 */
export async function replay(
  { parts, location, key }: Pick<ReplayQuery, 'parts' | 'location' | 'key'>,
  before: RateCard,
  after: RateCard,
  kept: CountedQuotes,
  read: ReadCounts,
): Promise<ImpactSums> {
  const sums = new Replay(before, after);
  const asks = [askedBy(before), askedBy(after)];
  const asked = JSON.stringify([location, before.book.timeZone, key, ...asks.map(nameOf)]);
  for (const { from, until, version } of parts) {
    const name = `${from} ${until} ${version} ${asked}`;
    const counted = kept.peek(name) ?? (await count(from, until, asks, key, read));
    kept.get(name, counted.length, () => counted);
    for (const { question, count: many, identified } of counted) sums.add(question, many, identified);
  }
  return sums.sums;
}

function nameOf({ context, moment, hidden }: Asked): unknown {
  return [[...context].sort(), [...moment].sort(), hidden];
}

async function count(
  from: string,
  until: string,
  asks: readonly Asked[],
  key: string,
  read: ReadCounts,
): Promise<readonly Counted[]> {
  const named = namedByHash(asks, key);
  const products = [...new Set(asks.flatMap(({ moment }) => [...moment]))].sort();
  const timed = products.length > MOST_NAMED ? 'all' : products;
  const hashes = named.size > MOST_NAMED ? 'all' : [...named.keys()];
  const counts = new Map<string, Counted>();
  // Few of them differ, so each is read once.
  const opened = new Map<string, OpenedFacts>();
  const open = (facts: string, hashed: string, context: boolean): OpenedFacts => {
    const name = `${context} ${hashed} ${facts}`;
    const known = opened.get(name) ?? openedFacts(facts, hashed, context ? asks : undefined, named);
    opened.set(name, known);
    return known;
  };
  for (const row of await read({ from, until, timed, hashes })) {
    const { product, hashed_facts: hashed, first_at, quotes, identified } = row;
    const [options, context] = [open(row.options, hashed, false), open(row.context, hashed, true)];
    const when = asks.some((one) => one.moment.has(product)) ? first_at : '';
    const name = `${product} ${options.name} ${context.name} ${when}`;
    const known = counts.get(name);
    const question = { product, options: options.facts, context: context.facts, at: Date.parse(first_at) };
    if (known === undefined) counts.set(name, { question, count: quotes, identified });
    else {
      known.count += quotes;
      known.identified += identified;
    }
  }
  return [...counts.values()];
}

/** What of a quote can make a difference to a book. */
interface Asked {
  /** The facts of buyers. */
  readonly context: ReadonlySet<string>;
  /** The products for which the moment can. */
  readonly moment: ReadonlySet<string>;
  /** The values that it names of facts that are hashed. */
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
      const spec = card.book.context.get(comparison.fact);
      for (const value of constantsOf(comparison)) if (isHashed(spec, value)) hidden.push([comparison.fact, value]);
    }
  }
  return { context, moment, hidden };
}

/** The values that the books name of hashed facts, by their hashes. */
function namedByHash(asked: readonly Asked[], key: string): ReadonlyMap<string, FactValue> {
  const named = new Map<string, FactValue>();
  for (const [fact, value] of asked.flatMap(({ hidden }) => hidden)) named.set(hashedFact(key, fact, value), value);
  return named;
}

interface OpenedFacts {
  readonly facts: Question['context'];
  /** The same as a text. */
  readonly name: string;
}

/**
 * Facts of a quote; of those of the buyer, the ones that can make a difference. Of a hashed one it is found out which
 * of the values that the books name it has; to every rule it is like any other if none.
 */
function openedFacts(
  facts: string,
  hashed: string,
  asks: readonly Asked[] | undefined,
  named: ReadonlyMap<string, FactValue>,
): OpenedFacts {
  const opened: Record<string, FactValue> = {};
  // Both texts are what `recordedRow` wrote.
  const hashes: Readonly<Record<string, string>> = hashed === '' ? {} : JSON.parse(hashed);
  for (const [fact, value] of Object.entries(JSON.parse(facts) as Readonly<Record<string, FactValue>>)) {
    if (asks !== undefined && !asks.some((one) => one.context.has(fact))) continue;
    opened[fact] = value === HIDDEN ? (named.get(hashes[fact] ?? '') ?? ANY_OTHER) : value;
  }
  return { facts: opened, name: JSON.stringify(opened) };
}
