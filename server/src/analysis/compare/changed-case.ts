import type { DiscountRule, Rule } from '../../book/model/price-book.js';
import type { Effort } from '../formula/find-excess.js';
import type { Quantities } from '../formula/price-sum.js';
import type { Interval } from '../space/interval.js';
import type { PriceSpace } from '../space/price-space.js';
import type { FoundList, PricedBook } from '../space/priced-book.js';
import { type RuleRef, refOf } from '../space/rule-ref.js';
import { factsAt, type Places, unusualFacts } from '../space/stated-facts.js';
import type { ChangedCase, PricedAs } from './changed-price.js';
import type { DiscountCase } from './discount-cases.js';
import { priceFormula } from './price-formula.js';
import { type Amounts, amountsAt, type PricedIn, sameAmount, tellingQuantities } from './telling-quantities.js';

/** One combination of options and circumstances in two books. */
export interface ComparedCase {
  readonly space: PriceSpace;
  readonly places: Places;
  readonly before: PricedBook | undefined;
  readonly after: PricedBook | undefined;
  /** What gives the list price on either side. */
  readonly lists: readonly [before: FoundList | undefined, after: FoundList | undefined];
  readonly discounts: DiscountCase;
  readonly intervals: ReadonlyMap<string, Interval>;
  readonly changed: ReadonlySet<Rule>;
  readonly effort: Effort;
}

const NOTHING: Quantities = new Map();

/** How a price changes; undefined when it does not. */
export function changedCase(compared: ComparedCase): ChangedCase | undefined {
  const { space, places, before, after, discounts: discounted } = compared;
  const [one, two] = compared.lists;
  const [was, is] = [pricedIn(before, one, discounted.before), pricedIn(after, two, discounted.after)];
  const metered = meteredBy(compared);
  const sameCurrency =
    before === undefined || after === undefined || before.side.product.currency.id === after.side.product.currency.id;

  let quantities = NOTHING;
  let sampled = false;
  let formulas: readonly [string | undefined, string | undefined] = [undefined, undefined];
  if (metered.size > 0) {
    formulas = [one && priceFormula(one, metered), two && priceFormula(two, metered)];
    const sameFormula = formulas[0] === formulas[1] && sameCurrency && discounted.same;
    if (sameFormula && sameDecimals(before, after)) return undefined;
    const facts = factsAt([...space.options, ...space.circumstances], places);
    const standing = (fact: string): number => Number(facts[fact]);
    if (was !== undefined && is !== undefined && sameCurrency) {
      const found = tellingQuantities(was, is, metered, standing, compared.effort);
      if (found === undefined) return undefined;
      quantities = found.quantities;
      sampled = found.sampled;
    } else quantities = new Map([...metered.keys()].map((fact) => [fact, standing(fact)]));
  }
  const [a, b] = [was && amountsAt(was, quantities), is && amountsAt(is, quantities)];
  if (metered.size === 0 && sameCurrency && sameAmounts(a, b)) return undefined;
  const [from, to] = [
    pricedAs(before, one, discounted.before, a, formulas[0]),
    pricedAs(after, two, discounted.after, b, formulas[1]),
  ];
  if (from === null && to === null) return undefined;
  const changed =
    from === null || to === null || !sameAmount(from.listPrice, to.listPrice) || !sameCurrency ? 'list_price' : 'total';
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
    changed,
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

/** Undefined where nothing is offered. */
function pricedIn(
  side: PricedBook | undefined,
  list: FoundList | undefined,
  discounts: readonly DiscountRule[] | undefined,
): PricedIn | undefined {
  return side === undefined || list === undefined || discounts === undefined ? undefined : { side, list, discounts };
}

function sameAmounts(a: Amounts | undefined, b: Amounts | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameAmount(a[0], b[0]) && sameAmount(a[1], b[1]);
}

function pricedAs(
  side: PricedBook | undefined,
  list: FoundList | undefined,
  discounts: readonly DiscountRule[] | undefined,
  amounts: Amounts | undefined,
  formula: string | undefined,
): PricedAs | null {
  if (side === undefined || list === undefined || amounts === undefined) return null;
  const [listPrice, total] = amounts;
  const rules = [...rulesIn(list), ...(discounts ?? [])].map(refOf);
  const currency = side.side.product.currency.id;
  return { listPrice, total, currency, rules, ...(formula === undefined ? {} : { formula }) };
}

function sameDecimals(before: PricedBook | undefined, after: PricedBook | undefined): boolean {
  const [a, b] = [before?.side.product.currency, after?.side.product.currency];
  return a === undefined || b === undefined || (a.decimals === b.decimals && a.rounding === b.rounding);
}

/** The rules of a list price, the price found first. */
export function rulesIn({ found, multipliers }: FoundList): readonly Rule[] {
  return [found.rule, ...multipliers.map(({ rule }) => rule)];
}
