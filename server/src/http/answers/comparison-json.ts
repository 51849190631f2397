import { type ChangedCase, type ChangedPrice, changeOf, type PricedAs } from '../../analysis/compare/changed-price.js';
import type { PriceComparison } from '../../analysis/compare/price-comparison.js';
import type { TooLarge } from '../../analysis/space/too-large.js';
import { formatInstant } from '../../book/model/instant.js';
import type { BookComparison } from '../../previews/compare-books.js';

/** What differs between two books, in the API's words. */
export function comparisonJson({ prices, problems, files }: BookComparison) {
  return { prices: prices === undefined ? null : pricesJson(prices), problems, files };
}

/** Every price that changes, or the first of them, in the API's words. */
export function pricesJson(comparison: PriceComparison) {
  return { ...withoutMoved(comparison), moved: comparison.changed.map(changedPriceJson) };
}

/** The same in pieces of JSON, each of which takes a moment only. */
export function* pricesPieces(comparison: PriceComparison): Generator<string, void, undefined> {
  yield `${JSON.stringify(withoutMoved(comparison)).slice(0, -1)},"moved":[`;
  for (const [index, one] of comparison.changed.entries())
    yield (index > 0 ? ',' : '') + JSON.stringify(changedPriceJson(one));
  yield ']}';
}

function withoutMoved({ summary, changed: moved, tooLarge }: PriceComparison) {
  const { groups, noLongerOffered, largestPercent, ...counts } = summary;
  return {
    summary: {
      ...counts,
      no_longer_offered: noLongerOffered,
      largest_percent: largestPercent,
      groups: groups.map(({ example, ...group }) => ({ ...group, example: changedPriceJson(example) })),
    },
    // The CSV has the rest.
    left_out: summary.prices - moved.length,
    too_large: tooLarge.map(tooLargeJson),
  };
}

/** A product that is too large to look at, in the API's words. */
export function tooLargeJson({ product, combinations, most, facts }: TooLarge) {
  return { product, combinations, most, facts };
}

function changedPriceJson({ product, title, options, intervals, cases }: ChangedPrice) {
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
    moves: one.what,
    before: pricedJson(one.before),
    after: pricedJson(one.after),
    change: changeOf(one) ?? null,
    because: one.because,
  };
}

function pricedJson(priced: PricedAs | null) {
  if (priced === null) return null;
  const { listPrice, total, currency, rules, formula } = priced;
  return {
    list_price: { amount: listPrice, currency },
    total: { amount: total, currency },
    formula: formula ?? null,
    rules,
  };
}
