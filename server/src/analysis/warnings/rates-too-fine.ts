import { comparisonsIn } from '../../book/model/condition.js';
import { choicesOf, type FactSpec, rangeOf, valueType } from '../../book/model/fact-spec.js';
import type { Currency, MultiplierRule, RateRule } from '../../book/model/price-book.js';
import { compare, type Fraction, fraction, multiply, roundTo, show } from '../../pricing/fraction.js';
import type { CompiledRule } from '../../pricing/matching/compiled-rule.js';
import { mayMatch } from '../../pricing/matching/compiled-rule.js';
import { comparisonMatches } from '../../pricing/matching/engine.js';
import { groups, type RuleIndex } from '../../pricing/matching/rule-index.js';
import { rateAmount } from '../../pricing/rate.js';
import type { ProductCard, RateCard } from '../../pricing/rate-card.js';
import { type Span, spansAllowed, stepAfter } from './stretches.js';
import { type Warning, warningAt } from './warning.js';

/** Rates whose amount, at the smallest quantity that can be asked for, is rounded to nothing. */
export function* ratesTooFine(card: RateCard): Generator<Warning> {
  const bounds = new LargestFactors();
  for (const compiled of card.prices) {
    const { rule } = compiled;
    if (rule.step !== 'rate') continue;
    for (const product of productsOf(card, compiled)) {
      const warning = tooFine(card, compiled, rule, product, bounds.of(product.multipliers));
      if (warning === undefined) continue;
      yield warning;
      break;
    }
  }
}

/** The products that a rate may be for; those with the same options and currency only once. */
function* productsOf(card: RateCard, rule: CompiledRule): Generator<ProductCard> {
  const own = rule.comparisons.find(({ fact, operator }) => fact === 'product' && operator === 'equal');
  const only = own === undefined ? undefined : card.products.get(String(own.value));
  if (only !== undefined) {
    yield only;
    return;
  }
  const seen = new Map<unknown, Set<Currency>>();
  for (const product of card.products.values()) {
    const currencies = seen.get(product.facts) ?? new Set();
    seen.set(product.facts, currencies);
    if (currencies.has(product.currency) || !mayMatch(rule, product.product.id)) continue;
    currencies.add(product.currency);
    yield product;
  }
}

function tooFine(
  card: RateCard,
  compiled: CompiledRule,
  rule: RateRule,
  product: ProductCard,
  largestFactor: Fraction,
): Warning | undefined {
  const quantities = new Map<string, number>();
  for (const fact of compiled.quantities) {
    const spec = card.book.context.get(fact) ?? product.product.options.get(fact);
    const quantity = spec === undefined ? undefined : smallestQuantity(spec, compiled);
    if (quantity === undefined) return undefined;
    quantities.set(fact, quantity);
  }
  const amount = rateAmount(rule, (fact) => quantities.get(fact) ?? 0);
  const largest = {
    numerator: amount.numerator.times(largestFactor.numerator),
    denominator: amount.denominator.times(largestFactor.denominator),
  };
  const { currency } = product;
  if (compare(amount, fraction(0)) <= 0 || Number(roundTo(largest, currency)) !== 0) return undefined;
  const stated = [...quantities].map(([fact, quantity]) => {
    const { title = fact, unit } = card.book.context.get(fact) ?? product.product.options.get(fact) ?? {};
    return `${title} ${quantity}${unit === undefined ? '' : ` ${unit}`}`;
  });
  const at = stated.length === 0 ? '' : ` for ${stated.join(', ')}`;
  return warningAt(rule.source, {
    code: 'rate_too_fine',
    message: `${rule.title} comes to ${show(amount)}${at}, which is charged as ${roundTo(amount, currency)} ${currency.title}`,
    hint: 'charge for a larger quantity at once, give the rate a minimum, or give the currency more decimals',
    about: { kind: 'rate', id: rule.id },
    products: [product.product.id],
  });
}

/** The smallest quantity above 0 for which a rate may match; undefined where that is not known. */
function smallestQuantity(spec: FactSpec, { comparisons, nested }: CompiledRule): number | undefined {
  if (valueType(spec) !== 'number') return undefined;
  for (const { fact } of comparisonsIn(nested)) if (fact === spec.name) return undefined;
  const own = comparisons.filter(({ fact }) => fact === spec.name);
  const choices = choicesOf(spec);
  if (choices !== undefined) {
    const possible = choices.filter((value) => own.every((one) => comparisonMatches(one, value)));
    const [first] = possible
      .map(Number)
      .filter((value) => value > 0)
      .sort((a, b) => a - b);
    return first;
  }
  const range = rangeOf(spec);
  if (range === undefined) return undefined;
  for (const span of spansAllowed(range, own)) {
    const above: Span = span.from > 0 ? span : { ...span, from: 0, fromIncluded: false };
    if (above.to <= 0) continue;
    const value = range.step === undefined ? wholeNumberIn(above) : stepAfter(range, above);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Where any number may be asked for, people ask for one of it. */
function wholeNumberIn({ from, fromIncluded, to, toIncluded }: Span): number | undefined {
  if (fromIncluded) return from;
  const next = Math.floor(from) + 1;
  if (next < to) return next;
  return toIncluded ? to : undefined;
}

/** How much a price can be multiplied by at most: a bound, over the multipliers that some quote could find. */
class LargestFactors {
  readonly #known = new Map<RuleIndex<MultiplierRule>, Fraction>();

  of(ruleIndex: RuleIndex<MultiplierRule>): Fraction {
    const known = this.#known.get(ruleIndex);
    if (known !== undefined) return known;
    const byOption = new Map<string, Fraction>();
    for (const { rules } of groups(ruleIndex)) {
      for (const { rule } of rules) {
        const factor = fraction(rule.multiply);
        if (compare(factor, byOption.get(rule.option) ?? fraction(1)) > 0) byOption.set(rule.option, factor);
      }
    }
    const made = [...byOption.values()].reduce((product, factor) => multiply(product, factor.numerator), fraction(1));
    this.#known.set(ruleIndex, made);
    return made;
  }
}
