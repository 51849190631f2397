import type { FactValue } from '../../book/model/condition.js';
import { type FactSpec, mayEqual } from '../../book/model/fact-spec.js';
import type { DiscountRule, MultiplierRule, Rule } from '../../book/model/price-book.js';
import { applicableMultipliers, type FoundPrice, offeredPrice } from '../../pricing/found-price.js';
import type { CompiledRule } from '../../pricing/matching/compiled-rule.js';
import { matchesIn } from '../../pricing/matching/rule-index.js';
import { fillMoment } from '../../pricing/rate-card.js';
import { appliedDiscounts } from '../../pricing/stacking.js';
import { listPriceOf, totalOf } from '../../pricing/waterfall.js';
import type { DomainValue } from './domain-value.js';
import type { Domain } from './fact-domain.js';
import { MOMENT, type PriceSpace, type ProductInBook } from './price-space.js';

/** The rules that give a list price. */
export interface FoundList {
  readonly found: FoundPrice;
  readonly multipliers: readonly CompiledRule<MultiplierRule>[];
}

/** What amounts of one currency come to under some rules. */
type Amounts = Map<string, string>;

/** Amounts that were calculated already; many prices of a book are alike. One for each book. */
export class AmountMemo {
  readonly #byCurrency = new Map<string, Map<Rule | undefined, Amounts>>();

  /** @param rule the one multiplier or discount that the amounts are of; undefined for none */
  of(currency: string, rule: Rule | undefined): Amounts {
    const rules = this.#byCurrency.get(currency) ?? new Map<Rule | undefined, Amounts>();
    this.#byCurrency.set(currency, rules);
    const amounts = rules.get(rule) ?? new Map<string, string>();
    rules.set(rule, amounts);
    return amounts;
  }
}

/** What a book makes of a fact of the space. */
interface SideFact {
  /** Undefined where the book does not have the fact. */
  readonly slot: number | undefined;
  /** What it is taken for when it is not stated. */
  readonly normal: FactValue | null;
  /** For each value of the domain, whether the book takes it. */
  readonly accepted: readonly boolean[];
  /** Whether it is set to one that the book does not take. */
  refused: boolean;
}

/**
 * One book's answers over the combinations of a space: each fact is set by its place in its domain, then asked about.
 * It answers as `quote` does, without checking, rejections and lines.
 */
export class PricedBook {
  readonly side: ProductInBook;
  readonly #slots: (FactValue | null)[];
  readonly #memo: AmountMemo;
  readonly #facts = new Map<Domain, SideFact>();
  /** How many of the facts that are set have values that this book does not take. */
  #rejections = 0;

  constructor(
    side: ProductInBook,
    space: PriceSpace,
    others: readonly (ProductInBook | undefined)[],
    memo: AmountMemo,
  ) {
    const { card, product } = side;
    this.side = side;
    this.#memo = memo;
    this.#slots = new Array(card.factNames.length).fill(null);
    this.#slots[0] = product.product.id;
    for (const spec of card.context.specs) this.#slots[card.slotOf(spec.name)] = spec.default ?? null;
    const add = (domain: Domain, spec: FactSpec | undefined, accepts: (one: DomainValue) => boolean): void => {
      const slot = spec === undefined ? undefined : card.slotOf(domain.fact);
      const accepted = domain.values.map(accepts);
      this.#facts.set(domain, { slot, normal: spec?.default ?? null, accepted, refused: false });
    };
    for (const domain of space.options) {
      const spec = product.product.options.get(domain.fact);
      const implied = others.map((other) => other?.product.product.options.get(domain.fact)?.default);
      add(domain, spec, ({ value, interval }) => {
        // A book without the option charges what the other charges for its default.
        if (spec === undefined) return value === null || implied.includes(value);
        if (value === null) return spec.default !== undefined;
        return interval !== undefined || mayEqual(spec, value);
      });
    }
    for (const domain of [...space.circumstances, ...space.offers]) {
      const spec = card.book.context.get(domain.fact);
      add(domain, spec, ({ value }) => spec === undefined || value === null || mayEqual(spec, value));
    }
  }

  /** Sets a fact to a value of its domain. */
  set(domain: Domain, place: number): void {
    const value = domain.values[place]?.value ?? null;
    if (domain.fact === MOMENT && typeof value === 'number') {
      fillMoment(this.side.card, value, this.#slots);
      return;
    }
    const fact = this.#facts.get(domain);
    if (fact === undefined) throw new Error(`${domain.fact} is not of this space`);
    if (fact.slot !== undefined) this.#slots[fact.slot] = value ?? fact.normal;
    const refused = fact.accepted[place] !== true;
    if (refused !== fact.refused) this.#rejections += refused ? 1 : -1;
    fact.refused = refused;
  }

  /** Whether this book takes all facts as they are set. */
  get takes(): boolean {
    return this.#rejections === 0;
  }

  /** The rules that give the list price; undefined where nothing is offered. */
  find(): FoundList | undefined {
    if (this.#rejections > 0) return undefined;
    const { product } = this.side;
    const found = offeredPrice({
      overrides: matchesIn(product.overrides, this.#slots),
      prices: matchesIn(product.prices, this.#slots),
    });
    if (found === undefined) return undefined;
    const { card } = this.side;
    if (found.quantities.some((fact) => typeof this.#slots[card.slotOf(fact)] !== 'number')) return undefined;
    const multipliers = applicableMultipliers(found, matchesIn(product.multipliers, this.#slots));
    return { found, multipliers };
  }

  /** The discounts that come off; undefined where a fact has a value that this book does not take. */
  discounts(): readonly DiscountRule[] | undefined {
    if (this.#rejections > 0) return undefined;
    const holds = matchesIn(this.side.product.discounts, this.#slots).map(({ rule }) => rule);
    return holds.length === 0 ? NO_DISCOUNTS : appliedDiscounts(holds, this.side.card.book.stacking);
  }

  /** @param quantities values of numeric facts that stand in intervals; the others are as they are set */
  listPrice({ found, multipliers }: FoundList, quantities?: ReadonlyMap<string, number>): string {
    const { card, product } = this.side;
    const quantity = (fact: string): number => quantities?.get(fact) ?? Number(this.#slots[card.slotOf(fact)]);
    const calculate = (): string =>
      listPriceOf(
        found.rule,
        multipliers.map(({ rule }) => rule),
        product.currency,
        quantity,
      ) ?? '0'; // `find` has left out what is not offered.
    if (found.rule.step === 'rate' || multipliers.length > 1) return calculate();
    return remembered(this.#memo.of(product.currency.id, multipliers[0]?.rule), found.rule.price ?? '', calculate);
  }

  total(listPrice: string, discounts: readonly DiscountRule[]): string {
    if (discounts.length === 0) return listPrice;
    const { card, product } = this.side;
    const calculate = (): string => totalOf(listPrice, discounts, card.book.stacking, product.currency);
    if (discounts.length > 1) return calculate();
    return remembered(this.#memo.of(product.currency.id, discounts[0]), listPrice, calculate);
  }
}

const NO_DISCOUNTS: readonly DiscountRule[] = [];
const MOST_REMEMBERED = 100_000;

function remembered(map: Amounts, key: string, calculate: () => string): string {
  const known = map.get(key);
  if (known !== undefined) return known;
  if (map.size >= MOST_REMEMBERED) map.clear();
  const made = calculate();
  map.set(key, made);
  return made;
}
