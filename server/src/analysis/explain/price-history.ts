import { comparisonsIn, type FactValue } from '../../book/model/condition.js';
import type { Rule } from '../../book/model/price-book.js';
import type { Question } from '../../pricing/check-question.js';
import { waterfallOf } from '../../pricing/quote.js';
import { allRules, type RateCard } from '../../pricing/rate-card.js';
import { sameContent } from '../compare/changed-rules.js';
import { namedInstants } from '../space/moment-classes.js';
import { rulesOf } from '../space/price-space.js';
import { type RuleRef, refOf, rulesOfWaterfall } from '../space/rule-ref.js';

/** A release as history needs it: its book, and the time for which it answers. Milliseconds since 1970. */
export interface DatedCard {
  readonly release: number;
  readonly from: number;
  /** Infinite for the last. */
  readonly until: number;
  readonly card: RateCard;
}

/** The combination whose history is asked for. */
export interface HistoricQuestion extends Omit<Question, 'at' | 'options' | 'context'> {
  readonly options: Readonly<Record<string, FactValue>>;
  readonly context: Readonly<Record<string, FactValue>>;
  /** What each option is taken for that is not stated: a book without the option answers for that alone. */
  readonly defaults: Readonly<Record<string, FactValue | undefined>>;
  /** Asked of every release about this one moment; when absent, about the moments at which it could move. */
  readonly at?: number;
}

export interface HistoricPrice {
  readonly listPrice: string;
  readonly total: string;
  readonly currency: string;
  /** The rules that give it. */
  readonly rules: readonly RuleRef[];
}

/** A rule that a price moved by, as it was and as it is; null where there is none. */
export interface RuleChange {
  readonly rule: string;
  readonly before: RuleRef | null;
  readonly after: RuleRef | null;
}

/** One move of a price. */
export interface HistoryEntry {
  readonly release: number;
  /** From when the price holds, in milliseconds since 1970. */
  readonly at: number;
  /** Whether the release moved it as it came into force, or one of its own dates did. */
  readonly cause: 'release' | 'date';
  /** Null: not offered. */
  readonly before: HistoricPrice | null;
  readonly after: HistoricPrice | null;
  readonly because: readonly RuleChange[];
}

/**
 * Every move of one combination's price, the oldest first. What a release changed is seen by asking it and the one
 * before about the same moment, so that the time of day or a date that passes is never taken for a release.
 *
 * @param until moves at dates after this moment are left out
 */
export function* priceHistory(
  releases: Iterable<DatedCard>,
  question: HistoricQuestion,
  until: number,
): Generator<HistoryEntry> {
  let earlier: RateCard | undefined;
  for (const { release, from, until: end, card } of releases) {
    const moment = question.at ?? from;
    if (earlier !== card) {
      const before = earlier === undefined ? null : pricedAt(earlier, question, moment);
      const after = pricedAt(card, question, moment);
      if (!samePrice(before, after)) {
        const because = changesIn(before, after, earlier, card);
        yield { release, at: from, cause: 'release', before, after, because };
      }
    }
    earlier = card;
    if (question.at !== undefined) continue;
    for (const at of datesOf(card, question.product, from, Math.min(end, until))) {
      const [before, after] = [pricedAt(card, question, at - 1), pricedAt(card, question, at)];
      if (samePrice(before, after)) continue;
      yield { release, at, cause: 'date', before, after, because: changesIn(before, after, card, card) };
    }
  }
}

/** The price that a book gives a combination. A fact that it does not have is left out. */
function pricedAt(
  card: RateCard,
  { product, options, context, defaults }: HistoricQuestion,
  at: number,
): HistoricPrice | null {
  const specs = card.products.get(product)?.product.options;
  const unknown = Object.entries(options).filter(([name]) => specs?.has(name) !== true);
  if (unknown.some(([name, value]) => value !== defaults[name])) return null;
  const asked: Question = {
    product,
    options: Object.fromEntries(Object.entries(options).filter(([name]) => specs?.has(name) === true)),
    context: Object.fromEntries(Object.entries(context).filter(([name]) => card.book.context.has(name))),
    at,
  };
  const waterfall = waterfallOf(card, asked);
  if (waterfall === undefined) return null;
  const { listPrice, total, currency } = waterfall;
  return { listPrice, total, currency, rules: rulesOfWaterfall(waterfall) };
}

function samePrice(a: HistoricPrice | null, b: HistoricPrice | null): boolean {
  if (a === null || b === null) return a === b;
  return a.listPrice === b.listPrice && a.total === b.total && a.currency === b.currency;
}

/** The rules on either side that the other has not, or has otherwise; those that give the price and say something new. */
function changesIn(
  before: HistoricPrice | null,
  after: HistoricPrice | null,
  earlier: RateCard | undefined,
  later: RateCard,
): readonly RuleChange[] {
  const ids = new Set([...(before?.rules ?? []), ...(after?.rules ?? [])].map(({ rule }) => rule));
  const changes: RuleChange[] = [];
  for (const id of ids) {
    const [was, is] = [earlier && ruleOf(earlier, id), ruleOf(later, id)];
    const held = before?.rules.some(({ rule }) => rule === id) === true;
    const holds = after?.rules.some(({ rule }) => rule === id) === true;
    if (sameContent(was, is) && held === holds) continue;
    const gone = earlier === later && !holds;
    changes.push({
      rule: id,
      before: was === undefined || (earlier === later && !held) ? null : refOf(was),
      after: is === undefined || gone ? null : refOf(is),
    });
  }
  return changes;
}

function ruleOf(card: RateCard, id: string): Rule | undefined {
  for (const { rule } of allRules(card)) if (rule.id === id) return rule;
  return undefined;
}

/** The instants within a time at which the rules of a product name a change: windows that begin or end. */
function datesOf(card: RateCard, id: string, from: number, until: number): readonly number[] {
  const product = card.products.get(id);
  if (product === undefined) return [];
  const comparisons = rulesOf({ card, product }).flatMap(({ rule }) => [...comparisonsIn(rule.when)]);
  const instants = new Set(namedInstants({ card, comparisons }));
  return [...instants].filter((at) => at > from && at < until).sort((a, b) => a - b);
}
