import { BigNumber } from 'bignumber.js';
import type { DiscountRule } from '../../book/model/price-book.js';
import { type Effort, findExcess } from '../formula/find-excess.js';
import { type PriceSum, priceSum, type Quantities } from '../formula/price-sum.js';
import { quantityRange } from '../formula/quantity-range.js';
import type { Interval } from '../space/interval.js';
import type { FoundList, PricedBook } from '../space/priced-book.js';
import { quantitiesIn } from './sample-quantities.js';

/** A price in one of the books, whose facts are set. */
export interface PricedIn {
  readonly side: PricedBook;
  readonly list: FoundList;
  readonly discounts: readonly DiscountRule[];
}

/** Amounts on one side of a combination, at some quantities. */
export type Amounts = readonly [listPrice: string, total: string];

export interface TellingQuantities {
  readonly quantities: Quantities;
  /** Whether there are others that were not tried, at which the prices may differ more. */
  readonly sampled: boolean;
}

export function amountsAt({ side, list, discounts }: PricedIn, quantities: Quantities): Amounts {
  const listPrice = side.listPrice(list, quantities);
  return [listPrice, side.total(listPrice, discounts)];
}

/**
 * The quantities at which two prices of one currency differ most, in proportion, of those that are tried.
 *
 * @param metered the quantities that either price is charged by
 * @param standing the value that stands for a quantity
 * @returns undefined where they differ nowhere, which is proven by their formulas where not all can be tried
 */
export function tellingQuantities(
  before: PricedIn,
  after: PricedIn,
  metered: ReadonlyMap<string, Interval>,
  standing: (fact: string) => number,
  effort: Effort,
): TellingQuantities | undefined {
  const { all, complete } = quantitiesIn(metered, standing, [before.list, after.list]);
  let telling: { readonly quantities: Quantities; readonly share: number } | undefined;
  for (const quantities of all) {
    const [was, is] = [amountsAt(before, quantities), amountsAt(after, quantities)];
    if (sameAmount(was[0], is[0]) && sameAmount(was[1], is[1])) continue;
    const share = shareOf(was, is);
    if (telling === undefined || share > telling.share) telling = { quantities, share };
  }
  if (telling !== undefined) return { quantities: telling.quantities, sampled: !complete };
  if (complete) return undefined;
  const found = findDifference(before, after, metered, standing, effort);
  if (found === 'none') return undefined;
  const unknown = new Map([...metered.keys()].map((fact) => [fact, standing(fact)]));
  return { quantities: found === 'undecided' ? unknown : found, sampled: true };
}

function findDifference(
  before: PricedIn,
  after: PricedIn,
  metered: ReadonlyMap<string, Interval>,
  standing: (fact: string) => number,
  effort: Effort,
): Quantities | 'none' | 'undecided' {
  const ranges = [...metered].map(([fact, interval]) => quantityRange(fact, interval));
  let answer: 'none' | 'undecided' = 'none';
  // Where all list prices are the same, the totals differ by their discounts alone.
  for (const amount of [0, 1] as const) {
    const [was, is] = [before, after].map((one) => sumOf(one, amount, metered, standing));
    for (const [over, under] of [
      [was, is],
      [is, was],
    ]) {
      if (over === undefined || under === undefined) continue;
      const found = findExcess(
        { over: { price: over, times: ONE }, under: { price: under, times: ONE }, plus: NOTHING, ranges },
        effort,
      );
      if (found.kind === 'found') return found.quantities;
      if (found.kind === 'undecided') answer = 'undecided';
    }
  }
  return answer;
}

const ONE = new BigNumber(1);
const NOTHING = new BigNumber(0);

function sumOf(
  one: PricedIn,
  amount: 0 | 1,
  metered: ReadonlyMap<string, Interval>,
  standing: (fact: string) => number,
): PriceSum {
  const { side, list, discounts } = one;
  return priceSum({
    list,
    varying: new Set(metered.keys()),
    fixed: standing,
    discounts: amount === 0 ? [] : discounts,
    currency: side.side.product.currency,
    amountAt: (quantities) => new BigNumber(amountsAt(one, quantities)[amount]),
  });
}

/** How much one amount differs from another, for comparing differences only; the least where that cannot be said. */
function shareOf(was: Amounts, is: Amounts): number {
  const [from, to] = was[0] === is[0] ? [was[1], is[1]] : [was[0], is[0]];
  return Number(from) === 0 ? -1 : Math.abs(Number(to) - Number(from)) / Number(from);
}

/** Whether two amounts of one currency are the same, though one may be written with more decimals. */
export function sameAmount(a: string, b: string): boolean {
  return a === b || (a.length !== b.length && new BigNumber(a).eq(b));
}
