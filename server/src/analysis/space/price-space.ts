import { type Comparison, comparisonsIn } from '../../book/model/condition.js';
import { isMomentFact } from '../../book/model/fact-spec.js';
import type { Rule } from '../../book/model/price-book.js';
import { type CompiledRule, mayMatch } from '../../pricing/matching/compiled-rule.js';
import { groups, type RuleIndex } from '../../pricing/matching/rule-index.js';
import type { ProductCard, RateCard } from '../../pricing/rate-card.js';
import { contextDomain, type Domain, optionDomain } from './fact-domain.js';
import { momentClasses } from './moment-classes.js';

/** A product in one book. */
export interface ProductInBook {
  readonly card: RateCard;
  readonly product: ProductCard;
}

/**
 * Everything that the prices of a product can depend on, as finitely many combinations: its options, and the classes
 * of the facts of the buyer and the moment that some rule of it asks for.
 */
export interface PriceSpace {
  readonly options: readonly Domain[];
  /** Facts of the buyer that list prices depend on, and the moment where they do. */
  readonly circumstances: readonly Domain[];
  /** The same for facts that only discounts ask for: they change the total of a list price, never the list price. */
  readonly offers: readonly Domain[];
  /** Options and circumstances that discounts ask for too. */
  readonly alsoOffers: ReadonlySet<string>;
}

/** The name of the domain of moments, whose values are instants. */
export const MOMENT = 'at';

/**
 * The space of a product's prices in one book, or in two that are compared: then it is fine enough for both.
 *
 * @param sides undefined for a book that does not have the product; the last counts most
 * @param at milliseconds since 1970: moments from then on matter
 * @param also asked of the prices by somebody else than their rules
 * @param ordered facts whose values somebody wants in their order, so that each choice counts
 */
export function priceSpace(
  sides: readonly (ProductInBook | undefined)[],
  at: number,
  also: readonly Comparison[] = [],
  ordered: readonly string[] = [],
): PriceSpace {
  const present = sides.filter((side) => side !== undefined);
  const tests = present.map(testsOf);
  const listed = new Set([...tests.flatMap(({ list }) => list.map(factOf)), ...also.map(factOf)]);
  const apart = new Set(ordered);
  for (const { quantities } of tests) {
    for (const fact of quantities) {
      listed.add(fact);
      apart.add(fact);
    }
  }
  const offered = new Set(tests.flatMap(({ discounts }) => discounts.map(factOf)));
  const on = (fact: string): readonly Comparison[] =>
    [...tests.flatMap(({ list, discounts }) => [...list, ...discounts]), ...also].filter((one) => one.fact === fact);

  const options = names(present, ({ product }) => product.product.options.keys()).map((fact) => {
    const specs = present.map(({ product }) => product.product.options.get(fact));
    return optionDomain(fact, specs, on(fact));
  });
  const context = names(present, ({ card }) => card.book.context.keys())
    .filter((fact) => listed.has(fact) || offered.has(fact))
    .map((fact) => {
      const specs = present.map(({ card }) => card.book.context.get(fact));
      return contextDomain(fact, specs, on(fact), apart.has(fact));
    });
  const moments = tests.map(({ card, list, discounts }) => ({
    card,
    comparisons: [...list, ...discounts, ...also].filter(({ fact }) => isMomentFact(fact)),
  }));
  const asksMoment = (facts: ReadonlySet<string>): boolean => [...facts].some(isMomentFact);
  const instants = asksMoment(listed) || asksMoment(offered) ? momentClasses(moments, at) : [at];
  const moment: Domain = { fact: MOMENT, values: instants.map((value) => ({ value })) };
  const isListed = ({ fact }: Domain): boolean => (fact === MOMENT ? asksMoment(listed) : listed.has(fact));
  const others = [...context, moment];
  return {
    options,
    circumstances: others.filter(isListed),
    offers: others.filter((domain) => !isListed(domain)),
    alsoOffers: new Set([...offered, ...(asksMoment(offered) ? [MOMENT] : [])]),
  };
}

/** The rules that could match for a product. */
export function rulesOf({ product }: ProductInBook): readonly CompiledRule<Rule>[] {
  return [
    ...reaching(product, product.prices),
    ...reaching(product, product.overrides),
    ...reaching(product, product.multipliers),
    ...reaching(product, product.discounts),
  ];
}

function reaching<R extends Rule>({ product }: ProductCard, ruleIndex: RuleIndex<R>): readonly CompiledRule<R>[] {
  const rules = new Set<CompiledRule<R>>();
  for (const group of groups(ruleIndex)) for (const rule of group.rules) rules.add(rule);
  return [...rules].filter((rule) => mayMatch(rule, product.id));
}

function testsOf(side: ProductInBook) {
  const list: Comparison[] = [];
  const discounts: Comparison[] = [];
  const quantities = new Set<string>();
  for (const rule of rulesOf(side)) {
    const tests = rule.rule.step === 'discount' ? discounts : list;
    for (const one of comparisonsIn(rule.rule.when)) if (one.fact !== 'product') tests.push(one);
    for (const fact of rule.quantities) quantities.add(fact);
  }
  return { card: side.card, list: distinct(list), discounts: distinct(discounts), quantities };
}

/** The rows of a table ask the same again and again. */
function distinct(comparisons: readonly Comparison[]): readonly Comparison[] {
  const known = new Map<string, Comparison>();
  for (const one of comparisons) known.set(`${one.fact} ${one.operator} ${JSON.stringify(one.value)}`, one);
  return [...known.values()];
}

function factOf({ fact }: Comparison): string {
  return fact;
}

/** The names of either book, those of the last first. */
function names(sides: readonly ProductInBook[], of: (side: ProductInBook) => Iterable<string>): readonly string[] {
  return [...new Set([...sides].reverse().flatMap((side) => [...of(side)]))];
}
