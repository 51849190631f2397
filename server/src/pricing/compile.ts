import { comparisonsIn } from '../book/model/condition.js';
import { type FactSpec, MOMENT_FACTS } from '../book/model/fact-spec.js';
import type { PriceBook, Product, Rule } from '../book/model/price-book.js';
import type { Problem } from '../book/model/problem.js';
import { FactParser } from './fact-parser.js';
import { type CompiledRule, compileRule, type SlotOf } from './matching/compiled-rule.js';
import { buildRuleIndex, within } from './matching/rule-index.js';
import type { ProductCard, RateCard, RuleIndexes } from './rate-card.js';
import { validateRules } from './validation/validate-rules.js';
import { WaterfallMemo } from './waterfall-memo.js';
import { zoneClock } from './zone-clock.js';

export type CompileResult =
  | { readonly ok: true; readonly card: RateCard }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Compiles a price book into a rate card. Pure; grows as n log n with the number of prices.
 *
 * @returns the card, or what is wrong with the rules taken together: rules that can never match, two prices for one
 *   combination, rules that nothing can reach
 * @example
 * const result = compile(book);
 * if (result.ok) quote(result.card, { product: 'seedream', options: {}, context: {}, at: 0 });
 */
export function compile(book: PriceBook): CompileResult {
  const card = compileUnchecked(book);
  const problems = validateRules(card);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, card };
}

function compileUnchecked(book: PriceBook): RateCard {
  const factNames = namesOf(book);
  const slots = new Map(factNames.map((name, slot) => [name, slot]));
  const slotOf: SlotOf = (fact) => {
    const slot = slots.get(fact);
    if (slot === undefined) throw new Error(`no slot for the fact ${fact}`);
    return slot;
  };
  let position = 0;
  const compileAll = <R extends Rule>(rules: readonly R[]): readonly CompiledRule<R>[] =>
    rules.map((rule) => compileRule(rule, position++, slotOf));
  // Multipliers and discounts come first, so that their positions are small: answers are remembered by them.
  const multipliers = compileAll(book.multipliers);
  const discounts = compileAll(book.discounts);
  const adjustments = position;
  const overrides = compileAll(book.overrides);
  const prices = compileAll(book.prices);

  const indexes: RuleIndexes = {
    prices: buildRuleIndex(prices, slotOf),
    overrides: buildRuleIndex(overrides, slotOf),
    multipliers: buildRuleIndex(multipliers, slotOf),
    discounts: buildRuleIndex(discounts, slotOf),
  };
  const parserOf = sharedParsers(slotOf);
  const products = new Map<string, ProductCard>();
  for (const product of book.products.values()) {
    const currency = book.currencies.get(product.currency);
    if (currency === undefined) throw new Error(`the book was not validated: no currency ${product.currency}`);
    products.set(product.id, {
      product,
      currency,
      facts: parserOf(product),
      ...indexesOf(indexes, slotOf('product'), product.id),
    });
  }
  const priced: readonly Rule[] = [...book.prices, ...book.overrides, ...book.multipliers];
  return {
    book,
    products,
    context: new FactParser(book.context.values(), 'fact', slotOf),
    factNames,
    slotOf,
    indexes,
    prices,
    overrides,
    multipliers,
    discounts,
    adjustments,
    clock: zoneClock(book.timeZone),
    asksLocalTime: asks([...priced, ...book.discounts], ['date', 'weekday', 'time']),
    timed: asks(priced, MOMENT_FACTS),
    memo: new WaterfallMemo(),
  };
}

function indexesOf(indexes: RuleIndexes, slot: number, product: string): RuleIndexes {
  return {
    prices: within(indexes.prices, slot, product),
    overrides: within(indexes.overrides, slot, product),
    multipliers: within(indexes.multipliers, slot, product),
    discounts: within(indexes.discounts, slot, product),
  };
}

/** One parser for all products with the same options: those of a file share them. */
function sharedParsers(slotOf: SlotOf): (product: Product) => FactParser {
  const known: { specs: readonly FactSpec[]; parser: FactParser }[] = [];
  return ({ options }) => {
    const specs = [...options.values()];
    const last = known.find(
      (one) => one.specs.length === specs.length && specs.every((spec, i) => spec === one.specs[i]),
    );
    if (last !== undefined) return last.parser;
    const parser = new FactParser(specs, 'option', slotOf);
    // The newest first: products of one file stand together. Only a few are kept, so that the search stays short.
    known.unshift({ specs, parser });
    known.length = Math.min(known.length, 8);
    return parser;
  };
}

/** The product first; its slot is 0. */
function namesOf(book: PriceBook): readonly string[] {
  const names = new Set<string>(['product', ...MOMENT_FACTS, ...book.context.keys()]);
  for (const product of book.products.values()) for (const option of product.options.keys()) names.add(option);
  return [...names];
}

function asks(rules: readonly Rule[], facts: readonly string[]): boolean {
  for (const rule of rules) {
    for (const comparison of comparisonsIn(rule.when)) if (facts.includes(comparison.fact)) return true;
  }
  return false;
}
