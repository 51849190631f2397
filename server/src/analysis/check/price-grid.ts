import { BigNumber } from 'bignumber.js';
import { type Condition, type FactValue, isComparison } from '../../book/model/condition.js';
import { isMomentFact } from '../../book/model/fact-spec.js';
import { conditionMatches } from '../../pricing/matching/engine.js';
import { type PriceSum, priceSum, type Quantities } from '../formula/price-sum.js';
import { combinationsOf } from '../space/combinations.js';
import type { Domain } from '../space/fact-domain.js';
import { contains, type Interval } from '../space/interval.js';
import { MOMENT, type PriceSpace, type ProductInBook } from '../space/price-space.js';
import { AmountMemo, type FoundList, PricedBook } from '../space/priced-book.js';

/** Which amount is looked at. */
export type Amount = 'list_price' | 'total';

const MOST_SUMS = 1_000;

/** Every price of a product in one book, by the place of its combination. */
export class PriceGrid {
  readonly side: ProductInBook;
  readonly domains: readonly Domain[];
  readonly size: number;
  readonly #priced: PricedBook;
  readonly #amount: Amount;
  readonly #strides: readonly number[];
  readonly #amounts: (string | null)[] = [];
  readonly #lists: (FoundList | undefined)[] = [];

  readonly #sums = new Map<number, PriceSum>();
  /** The combination that the facts are set to. */
  #current = -1;

  /** @param others the same product in the books that it is compared with */
  constructor(
    side: ProductInBook,
    space: PriceSpace,
    amount: Amount,
    memo = new AmountMemo(),
    others: readonly (ProductInBook | undefined)[] = [],
  ) {
    this.side = side;
    this.#amount = amount;
    // Totals can differ by the facts that discounts ask for, list prices cannot.
    this.domains = [...space.options, ...space.circumstances, ...(amount === 'total' ? space.offers : [])];
    this.#priced = new PricedBook(side, space, others, memo);
    for (const domain of space.offers) this.#priced.set(domain, 0);
    let size = 1;
    const strides: number[] = [];
    for (const domain of [...this.domains].reverse()) {
      strides.unshift(size);
      size *= domain.values.length;
    }
    this.size = size;
    this.#strides = strides;
    for (const _ of combinationsOf(this.domains, (domain, place) => this.#priced.set(domain, place))) {
      const list = this.#priced.find();
      this.#lists.push(list);
      this.#amounts.push(list === undefined ? null : this.#amountOf(list));
    }
  }

  /** The amount of a combination; where it stands in an interval that is charged by, an example. Null: not offered. */
  amount(index: number): string | null {
    return this.#amounts[index] ?? null;
  }

  /** The rules that give a combination's list price. */
  list(index: number): FoundList | undefined {
    return this.#lists[index];
  }

  /** The amount of a combination at some quantities of the intervals that it stands in. */
  amountAt(index: number, quantities: Quantities): string | null {
    const list = this.#lists[index];
    if (list === undefined) return null;
    this.#set(index);
    return this.#amountOf(list, quantities);
  }

  /**
   * The price of an offered combination as a function of quantities.
   *
   * @param varying those of the combination's quantities that are not fixed
   * @param fixed values of quantities that do not vary, where they are not those that stand for the combination
   */
  sum(index: number, varying: ReadonlySet<string>, fixed: Quantities): PriceSum {
    if (fixed.size > 0) return this.#sum(index, varying, fixed);
    const known = this.#sums.get(index);
    if (known !== undefined) return known;
    // Several checks ask for it, one after the other.
    if (this.#sums.size >= MOST_SUMS) this.#sums.clear();
    const made = this.#sum(index, varying, fixed);
    this.#sums.set(index, made);
    return made;
  }

  #sum(index: number, varying: ReadonlySet<string>, fixed: Quantities): PriceSum {
    const list = this.#lists[index];
    if (list === undefined) throw new Error('what is not offered has no price');
    this.#set(index);
    const discounts = this.#amount === 'total' ? (this.#priced.discounts() ?? []) : [];
    const factOf = this.factOf(index);
    return priceSum({
      list,
      varying,
      fixed: (fact) => fixed.get(fact) ?? Number(factOf(fact)),
      discounts,
      currency: this.side.product.currency,
      amountAt: (quantities) => {
        const own = [...quantities].filter(([fact]) => varying.has(fact));
        return new BigNumber(this.amountAt(index, new Map([...fixed, ...own])) ?? 0);
      },
    });
  }

  /** The stretch of a numeric fact that a combination stands in; undefined where it has one value. */
  interval(index: number, fact: string): Interval | undefined {
    const domain = this.domains.findIndex((one) => one.fact === fact);
    return this.domains[domain]?.values[this.placeIn(index, domain)]?.interval;
  }

  /** The intervals that a combination's price is charged by. */
  metered(index: number): ReadonlyMap<string, Interval> {
    const quantities = this.#lists[index]?.found.quantities ?? [];
    const metered = new Map<string, Interval>();
    if (quantities.length === 0) return metered;
    for (const [place, { fact, values }] of this.domains.entries()) {
      const interval = values[this.placeIn(index, place)]?.interval;
      if (interval !== undefined && quantities.includes(fact)) metered.set(fact, interval);
    }
    return metered;
  }

  placeIn(index: number, domain: number): number {
    const stride = this.#strides[domain] ?? 1;
    return Math.floor(index / stride) % (this.domains[domain]?.values.length ?? 1);
  }

  /** The combination with one fact moved to another place of its domain. */
  moved(index: number, domain: number, place: number): number {
    return index + (place - this.placeIn(index, domain)) * (this.#strides[domain] ?? 1);
  }

  /** The combination with some facts changed; undefined where the product has no such fact or value. */
  changed(index: number, facts: Readonly<Record<string, FactValue>>): number | undefined {
    let other = index;
    for (const [fact, value] of Object.entries(facts)) {
      const domain = this.domains.findIndex((one) => one.fact === fact);
      const place = this.domains[domain]?.values.findIndex(
        (one) => one.value === value || (one.interval !== undefined && contains(one.interval, Number(value))),
      );
      if (place === undefined || place < 0) return undefined;
      other = this.moved(other, domain, place);
    }
    return other;
  }

  /** The facts of a combination, by the names that conditions know them by. */
  factOf(index: number): (fact: string) => FactValue | null {
    return (fact) => {
      if (fact === 'product') return this.side.product.product.id;
      const domain = this.domains.findIndex((one) => one.fact === (isMomentFact(fact) ? MOMENT : fact));
      const value = this.domains[domain]?.values[this.placeIn(index, domain)]?.value ?? null;
      if (!isMomentFact(fact) || typeof value !== 'number' || fact === 'at') return value;
      return this.side.card.clock(value)[fact];
    };
  }

  /** The combinations for which some conditions hold, in the order of the space. */
  *where(conditions: readonly Condition[]): Generator<number> {
    // Conditions on one fact are asked once for each of its values; the rest for each combination.
    const allowed = this.domains.map(({ values }) => values.map(() => true));
    const rest: Condition[] = [];
    for (const condition of conditions) {
      const domain = isComparison(condition) ? this.domains.findIndex(({ fact }) => fact === condition.fact) : -1;
      const places = allowed[domain];
      if (places === undefined || (isComparison(condition) && condition.fact === MOMENT)) rest.push(condition);
      else {
        for (const [place, { value }] of (this.domains[domain]?.values ?? []).entries()) {
          if (!conditionMatches(condition, () => value)) places[place] = false;
        }
      }
    }
    for (let index = 0; index < this.size; index++) {
      if (!allowed.every((places, domain) => places[this.placeIn(index, domain)])) continue;
      if (rest.length > 0) {
        const factOf = this.factOf(index);
        if (!rest.every((condition) => conditionMatches(condition, factOf))) continue;
      }
      yield index;
    }
  }

  #set(index: number): void {
    if (index === this.#current) return;
    for (const [place, domain] of this.domains.entries()) this.#priced.set(domain, this.placeIn(index, place));
    this.#current = index;
  }

  /** The discounts are those of the facts that are set. */
  #amountOf(list: FoundList, quantities?: Quantities): string {
    const listPrice = this.#priced.listPrice(list, quantities);
    return this.#amount === 'list_price' ? listPrice : this.#priced.total(listPrice, this.#priced.discounts() ?? []);
  }
}
