import { BigNumber } from 'bignumber.js';
import type { DiscountRule, Rule } from '../../book/price-book.js';
import type { Interval } from '../space/interval.js';
import type { PriceSpace } from '../space/price-space.js';
import type { FoundList, PricedSide } from '../space/priced-side.js';
import { type RuleRef, refOf } from '../space/rule-ref.js';
import { factsAt, type Places, unusualFacts } from '../space/stated-facts.js';
import type { DiscountCase } from './discount-cases.js';
import type { MovedCase, PricedAs } from './moved-price.js';
import { priceFormula } from './price-formula.js';
import { type Quantities, quantitiesIn } from './sample-quantities.js';

/** Amounts on one side of a combination, at some quantities; undefined where nothing is offered. */
type Amounts = readonly [listPrice: string, total: string] | undefined;

/** One combination of options and circumstances in two books. */
export interface ComparedCase {
  readonly space: PriceSpace;
  readonly places: Places;
  readonly before: PricedSide | undefined;
  readonly after: PricedSide | undefined;
  /** What gives the list price on either side. */
  readonly lists: readonly [before: FoundList | undefined, after: FoundList | undefined];
  readonly discounts: DiscountCase;
  readonly intervals: ReadonlyMap<string, Interval>;
  readonly changed: ReadonlySet<Rule>;
}

const NOTHING: Quantities = new Map();

/** How a price moves; undefined when it does not. */
export function movedCase(compared: ComparedCase): MovedCase | undefined {
  const { space, places, before, after, discounts: discounted } = compared;
  const [one, two] = compared.lists;
  const metered = meteredBy(compared);
  const amountsAt = (quantities: Quantities): readonly [Amounts, Amounts] => [
    amountsOf(before, one, discounted.before, quantities),
    amountsOf(after, two, discounted.after, quantities),
  ];
  const sameCurrency =
    before === undefined || after === undefined || before.side.product.currency.id === after.side.product.currency.id;
  const differ = ([a, b]: readonly [Amounts, Amounts]): boolean =>
    (a === undefined) !== (b === undefined) ||
    (a !== undefined && b !== undefined && (!sameCurrency || !same(a[0], b[0]) || !same(a[1], b[1])));

  let quantities = NOTHING;
  let sampled = false;
  let amounts = amountsAt(quantities);
  let formulas: readonly [string | undefined, string | undefined] = [undefined, undefined];
  if (metered.size === 0) {
    if (!differ(amounts)) return undefined;
  } else {
    formulas = [one && priceFormula(one, metered), two && priceFormula(two, metered)];
    const sameFormula = formulas[0] === formulas[1] && sameCurrency && discounted.same;
    if (sameFormula && sameDecimals(before, after)) return undefined;
    const facts = factsAt([...space.options, ...space.circumstances], places);
    const found = tellingQuantities(metered, (fact) => Number(facts[fact]), compared.lists, amountsAt, differ);
    if (found === undefined) return undefined;
    quantities = found.quantities;
    sampled = found.sampled;
    amounts = amountsAt(quantities);
  }
  const [a, b] = amounts;
  const [from, to] = [
    pricedAs(before, one, discounted.before, a, formulas[0]),
    pricedAs(after, two, discounted.after, b, formulas[1]),
  ];
  const what =
    from === null || to === null || !same(from.listPrice, to.listPrice) || !sameCurrency ? 'list_price' : 'total';
  const circumstances = unusualFacts(space.circumstances, places);
  const at = circumstances.at ?? discounted.at;
  return {
    context: { ...circumstances.context, ...discounted.context },
    ...(at === undefined ? {} : { at }),
    ...(quantities.size === 0 ? {} : { quantities: Object.fromEntries(quantities) }),
    sampled,
    combinations: discounted.combinations,
    before: from,
    after: to,
    what,
    because: refsOfChanged(compared),
  };
}

/** A rule that is in both books is named once, as the later book has it. */
function refsOfChanged({ lists: [one, two], discounts: { before, after }, changed }: ComparedCase): readonly RuleRef[] {
  const rules = [
    ...(one === undefined ? [] : [...rulesIn(one), ...(before ?? [])]),
    ...(two === undefined ? [] : [...rulesIn(two), ...(after ?? [])]),
  ].filter((rule) => changed.has(rule));
  return rules.filter(({ id }, place) => !rules.slice(place + 1).some((later) => later.id === id)).map(refOf);
}

/** The intervals that either price charges by. */
function meteredBy({ intervals, lists }: ComparedCase): ReadonlyMap<string, Interval> {
  if (intervals.size === 0) return intervals;
  return new Map([...intervals].filter(([fact]) => lists.some((list) => list?.found.quantities.includes(fact))));
}

function amountsOf(
  side: PricedSide | undefined,
  list: FoundList | undefined,
  discounts: readonly DiscountRule[] | undefined,
  quantities: Quantities,
): Amounts {
  if (side === undefined || list === undefined || discounts === undefined) return undefined;
  const listPrice = side.listPrice(list, quantities);
  return [listPrice, side.total(listPrice, discounts)];
}

/**
 * Of the quantities at which the prices differ, those at which they do most, in proportion; the standing ones where
 * none are found, if any were left out.
 */
function tellingQuantities(
  metered: ReadonlyMap<string, Interval>,
  standing: (fact: string) => number,
  lists: ComparedCase['lists'],
  amountsAt: (quantities: Quantities) => readonly [Amounts, Amounts],
  differ: (amounts: readonly [Amounts, Amounts]) => boolean,
): { readonly quantities: Quantities; readonly sampled: boolean } | undefined {
  const formulas = lists.filter((list) => list !== undefined);
  const { all, complete } = quantitiesIn(metered, standing, formulas);
  let telling: { readonly quantities: Quantities; readonly share: number } | undefined;
  for (const quantities of all) {
    const amounts = amountsAt(quantities);
    if (!differ(amounts)) continue;
    const share = shareOf(amounts);
    if (telling === undefined || share > telling.share) telling = { quantities, share };
  }
  if (telling !== undefined) return { quantities: telling.quantities, sampled: !complete };
  if (complete) return undefined;
  return { quantities: new Map([...metered.keys()].map((fact) => [fact, standing(fact)])), sampled: true };
}

/** How much one amount differs from another, for comparing differences only; the least where that cannot be said. */
function shareOf([a, b]: readonly [Amounts, Amounts]): number {
  if (a === undefined || b === undefined) return -1;
  const [from, to] = a[0] === b[0] ? [a[1], b[1]] : [a[0], b[0]];
  return Number(from) === 0 ? -1 : Math.abs(Number(to) - Number(from)) / Number(from);
}

function pricedAs(
  side: PricedSide | undefined,
  list: FoundList | undefined,
  discounts: readonly DiscountRule[] | undefined,
  amounts: Amounts,
  formula: string | undefined,
): PricedAs | null {
  if (side === undefined || list === undefined || amounts === undefined) return null;
  const [listPrice, total] = amounts;
  const rules = [...rulesIn(list), ...(discounts ?? [])].map(refOf);
  const currency = side.side.product.currency.id;
  return { listPrice, total, currency, rules, ...(formula === undefined ? {} : { formula }) };
}

/** Whether two amounts of one currency are the same, though one may be written with more decimals. */
function same(a: string, b: string): boolean {
  return a === b || (a.length !== b.length && new BigNumber(a).eq(b));
}

function sameDecimals(before: PricedSide | undefined, after: PricedSide | undefined): boolean {
  const [a, b] = [before?.side.product.currency, after?.side.product.currency];
  return a === undefined || b === undefined || (a.decimals === b.decimals && a.rounding === b.rounding);
}

/** The rules of a list price, the price found first. */
export function rulesIn({ found, multipliers }: FoundList): readonly Rule[] {
  return [found.rule, ...multipliers.map(({ rule }) => rule)];
}
