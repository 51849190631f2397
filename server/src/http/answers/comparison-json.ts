import type {
  PriceChange,
  PriceChanges,
  PricedAs as PricedAsJson,
  TooLarge as TooLargeJson,
} from '../../../../schemas/types/api.js';
import { type ChangedCase, type ChangedPrice, changeOf, type PricedAs } from '../../analysis/compare/changed-price.js';
import type { PriceComparison } from '../../analysis/compare/price-comparison.js';
import type { TooLarge } from '../../analysis/space/too-large.js';
import { formatInstant } from '../../book/model/instant.js';
import type { BookComparison } from '../../previews/compare-books.js';
import { Turn } from '../../turn.js';

/** What differs between two books as JSON, in the API's words; made in turns with quotes. */
export async function comparisonText({ prices, problems, files }: BookComparison): Promise<string> {
  const found = prices === undefined ? 'null' : await pricesText(prices);
  return `{"prices":${found},"problems":${JSON.stringify(problems)},"files":${JSON.stringify(files)}}`;
}

/** Every price that changes, or the first of them, in the API's words. */
export function pricesJson(comparison: PriceComparison): PriceChanges {
  return { ...summaryJson(comparison), changes: comparison.changed.map(changedPriceJson) };
}

/** The same as JSON. There may be a thousand prices, which take longer than a quote may wait: it is made in turns with quotes. */
export async function pricesText(comparison: PriceComparison): Promise<string> {
  const turn = new Turn();
  const changed: string[] = [];
  for (const one of comparison.changed) {
    if (turn.isOver) await turn.next();
    changed.push(JSON.stringify(changedPriceJson(one)));
  }
  return `${JSON.stringify(summaryJson(comparison)).slice(0, -1)},"changes":[${changed.join()}]}`;
}

function summaryJson({ summary, changed, tooLarge }: PriceComparison): Omit<PriceChanges, 'changes'> {
  const { groups, noLongerOffered, largestPercent, ...counts } = summary;
  return {
    summary: {
      ...counts,
      no_longer_offered: noLongerOffered,
      largest_percent: largestPercent,
      groups: groups.map(({ example, ...group }) => ({ ...group, example: changedPriceJson(example) })),
    },
    // The CSV has the rest.
    left_out: summary.prices - changed.length,
    too_large: tooLarge.map(tooLargeJson),
  };
}

/** A product that is too large to look at, in the API's words. */
export function tooLargeJson({ product, combinations, most, facts }: TooLarge): TooLargeJson {
  return { product, combinations, most, facts };
}

function changedPriceJson({ product, title, options, intervals, cases }: ChangedPrice): PriceChange {
  const ranges = Object.entries(intervals).map(([fact, { from, fromIncluded, to, toIncluded, step }]) => [
    fact,
    { from, from_included: fromIncluded, to: to ?? null, to_included: toIncluded, step: step ?? null },
  ]);
  return { product, title, options, intervals: Object.fromEntries(ranges), cases: cases.map(caseJson) };
}

function caseJson(one: ChangedCase) {
  return {
    context: one.context,
    at: one.at === undefined ? null : formatInstant(one.at),
    quantities: one.quantities ?? {},
    sampled: one.sampled,
    combinations: one.combinations,
    changed: one.changed,
    before: pricedJson(one.before),
    after: pricedJson(one.after),
    change: changeOf(one) ?? null,
    because: one.because,
  };
}

function pricedJson(priced: PricedAs | null): PricedAsJson | null {
  if (priced === null) return null;
  const { listPrice, total, currency, rules, formula } = priced;
  return {
    list_price: { amount: listPrice, currency },
    total: { amount: total, currency },
    formula: formula ?? null,
    rules,
  };
}
