import type { RateCard } from '../../pricing/rate-card.js';
import type { TooLarge } from '../space/too-large.js';
import type { ChangedPrice } from './changed-price.js';
import { compare } from './compare.js';
import { type LargestChange, PriceChangeGrouping, type PriceChangeSummary } from './group-price-changes.js';

/** What moves between two books: the summary, and the prices one by one. */
export interface PriceComparison {
  readonly summary: PriceChangeSummary;
  /** The first of them; the summary says how many there are. */
  readonly changed: readonly ChangedPrice[];
  /** The products that any of them is of. */
  readonly products: readonly string[];
  /** The largest change of each of them. */
  readonly largestChanges: readonly LargestChange[];
  /** Products with more combinations than are compared: of these, nothing is said. */
  readonly tooLarge: readonly TooLarge[];
}

/**
 * Compares two books and sums up what moves.
 *
 * @param at milliseconds since 1970: the moment from which the later book would answer
 * @param most how many prices are listed one by one
 */
export function sumUp(before: RateCard, after: RateCard, at: number, most: number): PriceComparison {
  const grouping = new PriceChangeGrouping([after, before]);
  const listed: ChangedPrice[] = [];
  const tooLarge: TooLarge[] = [];
  for (const compared of compare(before, after, at)) {
    if (compared.kind === 'too_large') {
      tooLarge.push(compared.size);
      continue;
    }
    for (const one of compared.changes) {
      grouping.add(one);
      if (listed.length < most) listed.push(one);
    }
  }
  return {
    summary: grouping.summary(),
    changed: listed,
    products: grouping.products,
    largestChanges: grouping.largestChanges,
    tooLarge,
  };
}
