import {
  type Comparison,
  type Condition,
  comparisonsIn,
  describeConditions,
  type FactValue,
} from '../../book/model/condition.js';
import { isMomentFact } from '../../book/model/fact-spec.js';
import type { Product } from '../../book/model/price-book.js';
import { applicableMultipliers, foundPrice, saysNotOffered } from '../../pricing/found-price.js';
import { type SplitConditions, splitConditions } from '../../pricing/matching/compiled-rule.js';
import { comparisonMatches, conditionMatches } from '../../pricing/matching/engine.js';
import { matchesIn } from '../../pricing/matching/rule-index.js';
import { fillMoment, type ProductCard, type RateCard } from '../../pricing/rate-card.js';
import { combinationsOf } from '../space/combinations.js';
import type { Domain } from '../space/fact-domain.js';
import { type Case, type CaseFacts, judgeCases, resultOf } from './cases.js';
import { type ListTests, listTests, momentTests } from './list-tests.js';
import { cellMoments } from './moments.js';
import { namedFact } from './named-fact.js';
import { type CellFacts, cellFacts, type ProductFacts, productFacts } from './open-facts.js';
import type { Outcome } from './outcome.js';
import { momentIs, pricedElsewhere } from './priced-elsewhere.js';

/** How many combinations of open facts are looked at for one cell. */
const MOST_CASES = 2_000;

/** What is asked for a cell of the price list, and what it says. */
export interface CellAnswer {
  readonly outcome: Outcome;
  /** A question that the cell stands for: where facts are open, with one value that they can have. */
  readonly product: string;
  readonly options: Readonly<Record<string, FactValue>>;
  readonly context: Readonly<Record<string, FactValue>>;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What was found for that question; undefined where no question matches the cell. */
  readonly first: Case | undefined;
}

/**
 * Says what the cells of a price list print. A cell's own conditions decide what is asked: options, facts of the buyer,
 * the moment and bands of numbers. Facts that they leave alone are as a quote takes them, which is their default; facts
 * that they narrow down, and options without a default, may have any value that is left.
 */
export class CellAsker {
  readonly #card: RateCard;
  readonly #at: number;
  readonly #facts = new Map<ProductCard, ProductFacts>();
  readonly #tests = new Map<ProductCard, ListTests>();
  readonly #moments = new Map<string, readonly number[]>();

  /** @param at milliseconds since 1970: the moment of the list, for cells that name none */
  constructor(card: RateCard, at: number) {
    this.#card = card;
    this.#at = at;
  }

  /** What a combination of a product's options prints; options that are left out are open where they have no default. */
  askOptions(product: Product, options: Readonly<Record<string, FactValue>>): CellAnswer {
    const { source } = product;
    const facts = Object.entries({ product: product.id, ...options });
    return this.ask(
      facts.map(([fact, value]) => ({ fact, operator: 'equal' as const, value, source, factSource: source })),
    );
  }

  /** @param when the conditions of a cell: its table's, its row's and its column's */
  ask(when: readonly Condition[]): CellAnswer {
    const split = splitConditions(when);
    const cases: Case[] = [];
    const lookedAt: { readonly product: ProductCard; readonly facts: CellFacts; readonly at: number }[] = [];
    // Once there are too many, each product and moment is still looked at for whether anything is priced.
    let tooMany = false;
    for (const product of this.#products(split)) {
      for (const found of this.#factsOf(product, split)) {
        lookedAt.push({ product, ...found });
        for (const one of this.#cases(product, split, found.facts, found.at)) {
          tooMany = cases.length === MOST_CASES;
          if (tooMany) break;
          cases.push(one);
        }
      }
    }
    const [first] = cases;
    const question = this.#question(first, lookedAt[0]);
    const answer = (outcome: Outcome): CellAnswer => ({ outcome, ...question, first });
    const offered = cases.some(({ result }) => result.kind !== 'not_offered');
    if (offered && !tooMany) return answer(judgeCases(this.#card, cases));
    if (offered) return answer(this.#dependsOn(first, new Set(lookedAt.flatMap(openNames))));
    for (const { product, facts, at } of lookedAt) {
      const needed = this.#neededElsewhere(product, split, facts, at);
      if (needed !== undefined) return answer(this.#dependsOn(first, needed));
    }
    return answer({ kind: 'not_offered' });
  }

  #products({ comparisons }: SplitConditions): readonly ProductCard[] {
    const tests = comparisons.filter(({ fact }) => fact === 'product');
    const only = tests.find(({ operator }) => operator === 'equal');
    const one = only === undefined ? undefined : this.#card.products.get(String(only.value));
    const some = only === undefined ? [...this.#card.products.values()] : one === undefined ? [] : [one];
    return some.filter(({ product }) => tests.every((test) => comparisonMatches(test, product.id)));
  }

  #testsOf(product: ProductCard): ListTests {
    const known = this.#tests.get(product) ?? listTests(this.#card, product);
    this.#tests.set(product, known);
    return known;
  }

  /** What is fixed and what is open, at each moment that the cell stands for. */
  #factsOf(
    product: ProductCard,
    { comparisons, nested }: SplitConditions,
  ): readonly { readonly facts: CellFacts; readonly at: number }[] {
    const inside = nested.length === 0 ? NONE : [...comparisonsIn(nested)];
    const known = this.#facts.get(product) ?? productFacts(this.#card, product);
    this.#facts.set(product, known);
    const facts = cellFacts(this.#card, known, comparisons, inside, () => this.#testsOf(product));
    if (facts === undefined) return [];
    const timed = [...comparisons, ...inside].filter(({ fact }) => isMomentFact(fact));
    if (timed.length === 0) return [{ facts, at: this.#at }];
    // What asks of the moment and of other facts that are open too is decided combination by combination.
    const stated = new Map<string, FactValue>([...facts.stated, ['product', product.product.id]]);
    const alone = nested.filter((one) =>
      [...comparisonsIn([one])].every(({ fact }) => isMomentFact(fact) || stated.has(fact)),
    );
    const wanted: readonly Condition[] = [...comparisons.filter(({ fact }) => isMomentFact(fact)), ...alone];
    const values = [...comparisonsIn(alone)].map(({ fact }) => stated.get(fact) ?? null);
    const key = JSON.stringify([product.product.id, describeConditions(wanted), describeConditions(timed), values]);
    const moments = this.#moments.get(key) ?? this.#momentsOf(product, wanted, timed, stated);
    this.#moments.set(key, moments);
    return moments.map((at) => ({ facts, at }));
  }

  /**
   * @param wanted what must match
   * @param timed all that the cell asks of the moment
   * @param stated the facts that are known, the product among them
   */
  #momentsOf(
    product: ProductCard,
    wanted: readonly Condition[],
    timed: readonly Comparison[],
    stated: ReadonlyMap<string, FactValue>,
  ): readonly number[] {
    const matches = (at: number): boolean => {
      const moment = this.#momentFacts(at);
      return wanted.every((one) => conditionMatches(one, (fact) => moment.get(fact) ?? stated.get(fact) ?? null));
    };
    return cellMoments(this.#card, timed, momentTests(this.#testsOf(product)), matches, this.#at);
  }

  #momentFacts(at: number): ReadonlyMap<string, FactValue> {
    return new Map<string, FactValue>(Object.entries({ at, ...this.#card.clock(at) }));
  }

  /** Every combination of the open facts that matches the cell, with what is found for it. */
  *#cases(product: ProductCard, { nested }: SplitConditions, facts: CellFacts, at: number): Generator<Case> {
    const card = this.#card;
    const slots = [...facts.slots];
    fillMoment(card, at, slots);
    if (facts.open.length === 0 && nested.length === 0) {
      yield this.#caseOf({ product, at, slots, places: NO_PLACES });
      return;
    }
    const places = new Map<Domain, number>();
    const set = (domain: Domain, place: number): void => {
      places.set(domain, place);
      slots[card.slotOf(domain.fact)] = domain.values[place]?.value ?? null;
    };
    const moment = nested.length === 0 ? undefined : this.#momentFacts(at);
    const factOf = (fact: string): FactValue | null =>
      moment?.get(fact) ?? (card.factNames.includes(fact) ? (slots[card.slotOf(fact)] ?? null) : null);
    for (const _ of combinationsOf(facts.open, set)) {
      if (!nested.every((condition) => conditionMatches(condition, factOf))) continue;
      yield this.#caseOf({ product, at, slots: [...slots], places: new Map(places) });
    }
  }

  #caseOf(asked: CaseFacts): Case {
    const { product, at, slots, places } = asked;
    const found = foundPrice({
      overrides: matchesIn(product.overrides, slots),
      prices: matchesIn(product.prices, slots),
    });
    if (found === undefined || saysNotOffered(found)) return { product, at, slots, places, found, result: NOTHING };
    const multipliers = applicableMultipliers(found, matchesIn(product.multipliers, slots));
    return { product, at, slots, places, found, result: resultOf(this.#card, asked, found, multipliers) };
  }

  /** The facts that must be other than a quote takes them, for anything to be priced; undefined where nothing is. */
  #neededElsewhere(
    product: ProductCard,
    split: SplitConditions,
    facts: CellFacts,
    at: number,
  ): ReadonlySet<string> | undefined {
    const card = this.#card;
    const moment = momentIs(card, at, product.product.source);
    const given = { comparisons: [...split.comparisons, ...moment], nested: split.nested };
    const found = pricedElsewhere(card, product, given, facts.stated);
    if (found === undefined) return undefined;
    const slots = [...facts.slots];
    for (const { fact, values } of facts.open) slots[card.slotOf(fact)] = values[0]?.value ?? null;
    if (found.witness === 'unknown') {
      const asked = [...comparisonsIn(found.rule.rule.when)].map(({ fact }) => fact);
      return new Set(asked.filter((fact) => !facts.stated.has(fact) && !isMomentFact(fact) && fact !== 'product'));
    }
    const witness = [...found.witness].filter(
      ([fact, value]) => !isMomentFact(fact) && slots[card.slotOf(fact)] !== value,
    );
    const needed = new Map(witness);
    const offeredWith = (values: ReadonlyMap<string, FactValue | null>): boolean => {
      const tried = [...slots];
      fillMoment(card, at, tried);
      for (const [fact, value] of values) tried[card.slotOf(fact)] = value;
      const price = foundPrice({
        overrides: matchesIn(product.overrides, tried),
        prices: matchesIn(product.prices, tried),
      });
      return price !== undefined && !saysNotOffered(price);
    };
    // The search takes any value that it may: those that are not needed stay as a quote takes them.
    for (const [fact, value] of witness) {
      needed.delete(fact);
      if (!offeredWith(needed)) needed.set(fact, value);
    }
    return new Set(needed.keys());
  }

  #dependsOn(first: Case | undefined, facts: ReadonlySet<string>): Outcome {
    const named = [...facts].map((fact) => namedFact(this.#card, first?.product.product, fact));
    return { kind: 'depends_on', facts: named };
  }

  #question(
    first: Case | undefined,
    looked: { readonly product: ProductCard; readonly facts: CellFacts; readonly at: number } | undefined,
  ): Pick<CellAnswer, 'product' | 'options' | 'context' | 'at'> {
    const product = first?.product ?? looked?.product;
    const stated = new Map<string, FactValue>(looked?.facts.stated);
    for (const { fact } of looked?.facts.open ?? []) {
      const value = first?.slots[this.#card.slotOf(fact)] ?? null;
      if (value !== null) stated.set(fact, value);
    }
    const options: Record<string, FactValue> = {};
    const context: Record<string, FactValue> = {};
    for (const [fact, value] of stated) (this.#card.book.context.has(fact) ? context : options)[fact] = value;
    return { product: product?.product.id ?? '', options, context, at: first?.at ?? looked?.at ?? this.#at };
  }
}

const NONE: readonly Comparison[] = [];
const NO_PLACES: ReadonlyMap<Domain, number> = new Map();
const NOTHING = { kind: 'not_offered' } as const;

function openNames({ facts }: { readonly facts: CellFacts }): readonly string[] {
  return facts.open.map(({ fact }) => fact);
}
