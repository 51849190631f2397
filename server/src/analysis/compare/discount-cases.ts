import type { FactValue } from '../../book/model/condition.js';
import type { DiscountRule, Rule } from '../../book/model/price-book.js';
import { combinationsOf, type SetFact } from '../space/combinations.js';
import type { Domain } from '../space/fact-domain.js';
import type { PriceSpace } from '../space/price-space.js';
import type { PricedBook } from '../space/priced-book.js';
import { type Places, unusualFacts } from '../space/stated-facts.js';

/** Circumstances in which the same discounts come off, in each of the books that are compared. */
export interface DiscountCase {
  /** Facts of the first of these circumstances that are not the usual ones. */
  readonly context: Readonly<Record<string, FactValue>>;
  readonly at: number | undefined;
  /** How many combinations of the facts that only discounts ask for. */
  readonly combinations: number;
  /** Undefined where the book does not take the facts. */
  readonly before: readonly DiscountRule[] | undefined;
  readonly after: readonly DiscountRule[] | undefined;
  /** Whether equal list prices have equal totals. */
  readonly same: boolean;
}

/** Parts the facts that only discounts ask for into cases, once for all list prices that discounts treat alike. */
export class DiscountCases {
  readonly #space: PriceSpace;
  readonly #sides: readonly [PricedBook | undefined, PricedBook | undefined];
  readonly #set: SetFact;
  readonly #asked: readonly Domain[];
  readonly #known = new Map<string, readonly DiscountCase[]>();

  constructor(space: PriceSpace, before: PricedBook | undefined, after: PricedBook | undefined, set: SetFact) {
    this.#space = space;
    this.#sides = [before, after];
    this.#set = set;
    this.#asked = [...space.options, ...space.circumstances].filter(({ fact }) => space.alsoOffers.has(fact));
  }

  /** The cases for the options and circumstances that are set on both sides. */
  at(places: Places): readonly DiscountCase[] {
    let key = '';
    for (const domain of this.#asked) key += `${places.get(domain) ?? 0},`;
    // Which sides take the options decides too whether they have discounts.
    const [before, after] = this.#sides;
    key += `${before?.takes ?? false}${after?.takes ?? false}`;
    const known = this.#known.get(key) ?? this.#find(places);
    this.#known.set(key, known);
    return known;
  }

  #find(places: Places): readonly DiscountCase[] {
    const [before, after] = this.#sides;
    const { offers } = this.#space;
    const cases = new Map<string, DiscountCase>();
    for (const _ of combinationsOf(offers, this.#set)) {
      const [one, two] = [before?.discounts(), after?.discounts()];
      const key = `${idsOf(one)} | ${idsOf(two)}`;
      const known = cases.get(key) ?? {
        ...unusualFacts(offers, places),
        combinations: 0,
        before: one,
        after: two,
        same: sameDiscounts(one, two) && before?.side.card.book.stacking === after?.side.card.book.stacking,
      };
      cases.set(key, { ...known, combinations: known.combinations + 1 });
    }
    for (const domain of offers) this.#set(domain, 0);
    return [...cases.values()];
  }
}

/** Whether any of the discounts is among the changed rules, or the books differ in them. */
export function discountsChanged({ before, after, same }: DiscountCase, rules: ReadonlySet<Rule>): boolean {
  return !same || [...(before ?? []), ...(after ?? [])].some((rule) => rules.has(rule));
}

function idsOf(discounts: readonly DiscountRule[] | undefined): string {
  return discounts === undefined ? 'none' : JSON.stringify(discounts.map(({ id }) => id));
}

function sameDiscounts(a: readonly DiscountRule[] | undefined, b: readonly DiscountRule[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.length === b.length && a.every(({ id, percentOff }, i) => id === b[i]?.id && percentOff === b[i]?.percentOff)
  );
}
