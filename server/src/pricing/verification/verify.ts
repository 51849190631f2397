import { Engine } from 'json-rules-engine';
import type { Comparison, FactValue } from '../../book/model/condition.js';
import type { OverrideRule, PriceRule, Rule } from '../../book/model/price-book.js';
import { type Problem, problemAt } from '../../book/model/problem.js';
import { type CompiledRule, type FactSlots, mayMatch } from '../matching/compiled-rule.js';
import { matchingIn, toEngineRule } from '../matching/engine.js';
import { possibleMatches, within } from '../matching/rule-index.js';
import { type MatchingRules, matchingRules, type ProductCard, type RateCard } from '../rate-card.js';
import { possibleValues } from '../validation/possible-values.js';
import { satisfiable } from '../validation/satisfiable.js';
import { disagreement } from './engine-quote.js';
import { verifyIndex } from './verify-index.js';

export interface Verification {
  /** How many questions were put to both. */
  readonly asked: number;
  /** How many there would have been. */
  readonly possible: number;
  readonly problems: readonly Problem[];
}

/** The price or override that questions are about. */
type About =
  | { readonly price: CompiledRule<PriceRule>; readonly override?: undefined }
  | { readonly override: CompiledRule<OverrideRule>; readonly price?: undefined };

/** Told now and then how far the verification has come. */
export type VerifyProgress = (done: number, of: number) => void;

/** Groups of rules up to this size are run whole; of a larger one, those that match and some of the others. */
const MOST_RUN = 64;
/** How many rules on either side of the one that is asked about are run in a large group. */
const NEIGHBOURS = 4;
/** How many values of one fact are tried for one price. Prices that follow each other try different ones. */
const MOST_VALUES = 12;
const PROGRESS_EVERY = 50;

const KINDS = ['prices', 'overrides', 'multipliers', 'discounts'] as const;

/**
 * Holds the compiled rate card against json-rules-engine, in two ways. The index, which says which few rules a question can
 * match, is held against the engine's operators as a whole: see `verifyIndex`. And for every price its own facts, and then each
 * fact in turn at the classes that the book's constants cut it into, are put to the rate card and to the engine, which runs the
 * rules that the index leads to. So time grows with the number of prices, however many one product has.
 *
 * @param limit asks at most about so many questions: of a large book, the first prices in full, and then the own facts of others
 */
export async function verifyRateCard(card: RateCard, limit = 20_000, progress?: VerifyProgress): Promise<Verification> {
  const problems: Problem[] = [...indexProblems(card)];
  const prices = byProduct(card.prices);
  const overrides = byProduct(card.overrides);
  const of = card.prices.length + card.overrides.length;
  let done = 0;
  let asked = 0;
  let possible = 0;
  for (const product of card.products.values()) {
    const defaults = defaultFacts(card, product);
    const engines = new Engines(card);
    const all: readonly About[] = [
      ...overrides(product).map((override) => ({ override })),
      ...prices(product).map((price) => ({ price })),
    ];
    for (const about of all) {
      if (done++ % PROGRESS_EVERY === 0) progress?.(Math.min(done, of), of);
      const rule = about.override ?? about.price;
      const own = ownFacts(card, product, rule, defaults);
      if (own === undefined) continue;
      const moved = otherValues(card, product, rule, own);
      possible += 1 + moved.length;
      // All of a price's questions while there is room for them; its own facts alone after that. Half of the room is for those.
      const kept = Math.min(of - done, limit / 2);
      const share = asked + 1 + moved.length + kept <= limit ? [undefined, ...moved] : asked < limit ? [undefined] : [];
      for (const move of share) {
        asked++;
        const slots = [...own];
        if (move !== undefined) slots[move.slot] = move.value;
        const compiled = matchingRules(product, slots);
        const name = disagreement(await engines.matching(product, slots, about, compiled), compiled);
        if (name !== undefined) problems.push(disagrees(rule, name));
      }
    }
  }
  progress?.(of, of);
  return { asked, possible, problems };
}

function disagrees({ rule }: CompiledRule, name: string): Problem {
  const message = `json-rules-engine and the compiled rate card disagree on \`${name}\``;
  return problemAt(rule.source, 'engine_disagrees', message, 'this is a bug of Ratecard: please report it');
}

/** Rules that the index has in a wrong place, or under a wrong mask. */
function* indexProblems(card: RateCard): Generator<Problem> {
  const { factNames, indexes, slotOf } = card;
  const wrong = new Set<CompiledRule>([
    ...verifyIndex<PriceRule>(indexes.prices, card.prices, factNames),
    ...verifyIndex<OverrideRule>(indexes.overrides, card.overrides, factNames),
    ...verifyIndex(indexes.multipliers, card.multipliers, factNames),
    ...verifyIndex(indexes.discounts, card.discounts, factNames),
  ]);
  for (const rule of wrong) yield disagrees(rule, rule.rule.id);
  for (const product of card.products.values()) {
    const { id, source } = product.product;
    const right = KINDS.every((kind) => product[kind] === within<Rule>(indexes[kind], slotOf('product'), id));
    if (right) continue;
    const message = `the compiled rate card leads questions about \`${id}\` astray`;
    yield problemAt(source, 'engine_disagrees', message, 'this is a bug of Ratecard: please report it');
  }
}

/** Runs rules of one product in json-rules-engine. Questions that the index leads to the same rules share an engine. */
class Engines {
  readonly #card: RateCard;
  readonly #places = new Map<readonly CompiledRule[], number>();
  readonly #built = new Map<string, Engine>();

  constructor(card: RateCard) {
    this.#card = card;
  }

  /** Which rules match by the engine, of those that the index leads to, the one that is asked about, and those found to match. */
  async matching(
    product: ProductCard,
    slots: FactSlots,
    about: About,
    compiled: MatchingRules,
  ): Promise<MatchingRules> {
    const run: MatchingRules = {
      prices: rulesToRun(possibleMatches(product.prices, slots), compiled.prices, about.price),
      overrides: rulesToRun(possibleMatches(product.overrides, slots), compiled.overrides, about.override),
      multipliers: rulesToRun(possibleMatches(product.multipliers, slots), compiled.multipliers),
      discounts: rulesToRun(possibleMatches(product.discounts, slots), compiled.discounts),
    };
    const all: readonly CompiledRule[] = [...run.prices, ...run.overrides, ...run.multipliers, ...run.discounts];
    const whole = KINDS.every((kind) => run[kind] === possibleMatches<Rule>(product[kind], slots));
    const engine = whole ? this.#engineOf(run, all) : engineWith(all);
    const facts: Record<string, FactValue | null> = {};
    for (const [slot, name] of this.#card.factNames.entries()) facts[name] = slots[slot] ?? null;
    const places = await matchingIn(engine, facts);
    const found = new Set(all.filter((_, place) => places.has(place)));
    const matches = (rule: CompiledRule): boolean => found.has(rule);
    return {
      prices: run.prices.filter(matches),
      overrides: run.overrides.filter(matches),
      multipliers: run.multipliers.filter(matches),
      discounts: run.discounts.filter(matches),
    };
  }

  #engineOf(run: MatchingRules, rules: readonly CompiledRule[]): Engine {
    const key = KINDS.map((kind) => this.#placeOf(run[kind])).join();
    const known = this.#built.get(key) ?? engineWith(rules);
    this.#built.set(key, known);
    return known;
  }

  #placeOf(rules: readonly CompiledRule[]): number {
    const place = this.#places.get(rules) ?? this.#places.size;
    this.#places.set(rules, place);
    return place;
  }
}

/** A small group as it is; of a large one, and of one that misses a rule, the rules that matter. In the order of positions. */
function rulesToRun<R extends Rule>(
  group: readonly CompiledRule<R>[],
  compiled: readonly CompiledRule<R>[],
  about?: CompiledRule<R>,
): readonly CompiledRule<R>[] {
  const place = about === undefined ? 0 : group.indexOf(about);
  if (group.length <= MOST_RUN && place !== -1) return group;
  const near = group.slice(Math.max(0, place - NEIGHBOURS), place + NEIGHBOURS + 1);
  const some = group.length <= MOST_RUN ? group : near;
  const rules = new Set([...compiled, ...some, ...(about === undefined ? [] : [about])]);
  return [...rules].sort((a, b) => a.position - b.position);
}

function engineWith(rules: readonly CompiledRule[]): Engine {
  return new Engine(rules.map(({ rule }, index) => toEngineRule(rule, index)));
}

/** Finds a product's rules without the rate card's index, which is one of the things to be verified. */
function byProduct<R extends Rule>(
  rules: readonly CompiledRule<R>[],
): (product: ProductCard) => readonly CompiledRule<R>[] {
  const pinned = new Map<string, CompiledRule<R>[]>();
  const others: CompiledRule<R>[] = [];
  for (const rule of rules) {
    const pin = rule.comparisons.find((one) => one.fact === 'product' && one.operator === 'equal');
    const own = pin === undefined ? others : (pinned.get(String(pin.value)) ?? []);
    own.push(rule);
    if (pin !== undefined) pinned.set(String(pin.value), own);
  }
  return ({ product }) =>
    [...(pinned.get(product.id) ?? []), ...others]
      .filter((rule) => mayMatch(rule, product.id))
      .sort((a, b) => a.position - b.position);
}

function defaultFacts(card: RateCard, product: ProductCard): FactSlots {
  const slots: (FactValue | null)[] = new Array(card.factNames.length).fill(null);
  for (const name of card.factNames) {
    const [first] = possibleValues(card, product, name, []);
    slots[card.slotOf(name)] = first?.value ?? null;
  }
  slots[card.slotOf('product')] = product.product.id;
  return slots;
}

/** Facts for which the rule matches, with defaults for those that it does not test. */
function ownFacts(
  card: RateCard,
  product: ProductCard,
  rule: CompiledRule<PriceRule | OverrideRule>,
  defaults: FactSlots,
): FactSlots | undefined {
  const answer = satisfiable(card, product, [rule]);
  if (answer.kind !== 'yes') return undefined;
  const slots = [...defaults];
  for (const [fact, value] of answer.witness) slots[card.slotOf(fact)] = value;
  return slots;
}

/** One fact with another value than its own. */
interface Move {
  readonly slot: number;
  readonly value: FactValue | null;
}

/** Each fact at each of its other classes, as the rule and those that could hold together with it cut it. */
function otherValues(
  card: RateCard,
  product: ProductCard,
  rule: CompiledRule<PriceRule | OverrideRule>,
  own: FactSlots,
): readonly Move[] {
  const others: readonly CompiledRule[] = [
    rule,
    ...nearby(rule, possibleMatches(product.overrides, own)),
    ...nearby(rule, possibleMatches(product.multipliers, own)),
    ...nearby(rule, possibleMatches(product.discounts, own)),
  ];
  const comparisons = new Map<string, Comparison[]>();
  for (const one of others) {
    for (const comparison of one.comparisons) {
      const known = comparisons.get(comparison.fact);
      if (known === undefined) comparisons.set(comparison.fact, [comparison]);
      else known.push(comparison);
    }
  }
  return card.factNames.flatMap((name): readonly Move[] => {
    const slot = card.slotOf(name);
    const values = possibleValues(card, product, name, comparisons.get(name) ?? []);
    const moves = values.filter(({ value }) => value !== own[slot]).map(({ value }) => ({ slot, value }));
    return turned(moves, rule.position, MOST_VALUES);
  });
}

function nearby<R extends Rule>(rule: CompiledRule, rules: readonly CompiledRule<R>[]): readonly CompiledRule<R>[] {
  return turned(rules, rule.position, MOST_RUN);
}

/** At most so many of a list, from another place on for each position. */
function turned<T>(list: readonly T[], position: number, most: number): readonly T[] {
  if (list.length <= most) return list;
  const start = (position * most) % list.length;
  return [...list.slice(start, start + most), ...list.slice(0, Math.max(0, start + most - list.length))];
}
