import { comparisonsIn } from '../../book/model/condition.js';
import { type FactSpec, hasSeveralValues, valueType } from '../../book/model/fact-spec.js';
import type { Rule } from '../../book/model/price-book.js';
import { type CompiledRule, mayMatch } from '../../pricing/matching/compiled-rule.js';
import { groups, type RuleIndex } from '../../pricing/matching/rule-index.js';
import { allRules, type ProductCard, type RateCard, type RuleIndexes } from '../../pricing/rate-card.js';
import { hasPrice } from './products-without-price.js';
import { reachingRules } from './reaching-rules.js';
import { namesInWords, type Warning, warningAt } from './warning.js';

/** The few first, so that most products need not be looked at price by price. */
const KINDS = ['multipliers', 'discounts', 'overrides', 'prices'] as const satisfies readonly (keyof RuleIndexes)[];

/** Options, and numeric facts of the context, that no rule asks for: whatever a quote says of them, the price is the same. */
export function* unusedFacts(card: RateCard): Generator<Warning> {
  yield* unusedOptions(card);
  const wanted = new Set<string>();
  for (const spec of card.book.context.values()) if (valueType(spec) === 'number') wanted.add(spec.name);
  for (const rule of allRules(card)) {
    if (wanted.size === 0) break;
    strike(wanted, rule);
  }
  for (const name of wanted) {
    const spec = card.book.context.get(name);
    if (spec !== undefined) yield unused(spec, 'fact', [], 'any price');
  }
}

function* unusedOptions(card: RateCard): Generator<Warning> {
  const shared = new SharedRules(card);
  // Products of one file share its options: one warning says it of all of them.
  const bySpec = new Map<FactSpec, ProductCard[]>();
  for (const product of card.products.values()) {
    const { id, options } = product.product;
    const wanted = new Set<string>();
    // An option of one value cannot change anything.
    for (const [name, spec] of options) if (hasSeveralValues(spec)) wanted.add(name);
    for (const kind of KINDS) {
      if (wanted.size > 0) shared.strike(wanted, product[kind], card.indexes[kind], id);
    }
    // What a product without any price lacks is the price.
    if (wanted.size === 0 || !hasPrice(card, product)) continue;
    for (const name of wanted) {
      const spec = options.get(name);
      if (spec === undefined) continue;
      const products = bySpec.get(spec);
      if (products === undefined) bySpec.set(spec, [product]);
      else products.push(product);
    }
  }
  for (const [spec, products] of bySpec) {
    const titles = products.map(({ product }) => product.title);
    const ids = products.map(({ product }) => product.id);
    yield unused(spec, 'option', ids, `the price of ${namesInWords(titles)}`);
  }
}

function unused(spec: FactSpec, kind: 'option' | 'fact', products: readonly string[], whose: string): Warning {
  const { name, title = name, source } = spec;
  const charge = valueType(spec) === 'number' ? 'charge for it, ' : '';
  return warningAt(source, {
    code: 'unused_fact',
    message: `${title} does not change ${whose}: no rule tests it or charges for it`,
    hint: `${charge}set prices that depend on it, or remove it`,
    about: { kind, id: name },
    products,
  });
}

/** Takes the facts that a rule asks for off a list. */
function strike(wanted: Set<string>, rule: CompiledRule<Rule>): void {
  for (const { fact } of rule.comparisons) wanted.delete(fact);
  if (rule.nested.length > 0) for (const { fact } of comparisonsIn(rule.nested)) wanted.delete(fact);
  for (const fact of rule.quantities) wanted.delete(fact);
}

/** Rules of an index that is not split by product are read once, not once for each product. */
class SharedRules {
  readonly #card: RateCard;
  readonly #known = new Map<unknown, { asked: ReadonlySet<string>; own: readonly CompiledRule<Rule>[] }>();

  constructor(card: RateCard) {
    this.#card = card;
  }

  strike(wanted: Set<string>, ruleIndex: RuleIndex<Rule>, whole: RuleIndex<Rule>, product: string): void {
    if (ruleIndex === whole) {
      const { asked, own } = this.#read(ruleIndex);
      for (const name of wanted) if (asked.has(name)) wanted.delete(name);
      for (const rule of own) if (wanted.size > 0 && mayMatch(rule, product)) strike(wanted, rule);
      return;
    }
    for (const rule of reachingRules(ruleIndex, product)) {
      if (wanted.size === 0) return;
      strike(wanted, rule);
    }
  }

  #read(ruleIndex: RuleIndex<Rule>) {
    const known = this.#known.get(ruleIndex);
    if (known !== undefined) return known;
    const names = new Set(this.#card.factNames);
    const own = new Set<CompiledRule<Rule>>();
    for (const { rules } of groups(ruleIndex)) {
      for (const rule of rules) {
        if (rule.comparisons.some(({ fact }) => fact === 'product')) own.add(rule);
        else strike(names, rule);
      }
    }
    const asked = new Set(this.#card.factNames.filter((name) => !names.has(name)));
    const made = { asked, own: [...own] };
    this.#known.set(ruleIndex, made);
    return made;
  }
}
