import type { RangeSpec } from '../../book/model/fact-kinds/range.js';
import { rangeOf } from '../../book/model/fact-spec.js';
import type { PriceRule } from '../../book/model/price-book.js';
import type { CompiledRule } from '../../pricing/matching/compiled-rule.js';
import type { ProductCard, RateCard } from '../../pricing/rate-card.js';
import { reachingRules } from './reaching-rules.js';
import { type Span, spansAllowed, stretchInWords, uncovered } from './stretches.js';
import { namesInWords, type Stretch, type Warning, warningAt } from './warning.js';

/**
 * Stretches of numeric options and facts for which no table and no rate gives a product a price, whatever else a quote
 * says. A cell that says "not offered" covers its stretch: somebody has decided that. Overrides cover none: they end.
 */
export function* uncoveredRanges(card: RateCard): Generator<Warning> {
  // Products of one file share their options: one warning names all that have the same gap.
  const found = new Map<RangeSpec, Map<string, { stretch: Stretch; products: ProductCard[] }>>();
  const facts = [...card.book.context.values()].flatMap((spec) => rangeOf(spec) ?? []);
  for (const product of card.products.values()) {
    const options = [...product.product.options.values()].flatMap((spec) => rangeOf(spec) ?? []);
    const ranges = [...options, ...facts];
    if (ranges.length === 0) continue;
    const rules = [...reachingRules(product.prices, product.product.id)];
    // Without any price there is another warning.
    if (rules.length === 0) continue;
    for (const spec of ranges) {
      for (const stretch of gapsOf(spec, rules)) {
        const known = found.get(spec) ?? new Map();
        found.set(spec, known);
        const key = JSON.stringify(stretch);
        const same = known.get(key);
        if (same === undefined) known.set(key, { stretch, products: [product] });
        else same.products.push(product);
      }
    }
  }
  for (const [spec, gaps] of found) {
    for (const { stretch, products } of gaps.values()) yield gapWarning(card, spec, stretch, products);
  }
}

/** What `any` and `none` ask is not looked at: such a rule counts as if it covered more, so that every gap is true. */
function gapsOf(spec: RangeSpec, rules: readonly CompiledRule<PriceRule>[]): readonly Stretch[] {
  const spans: Span[] = [];
  for (const { comparisons } of rules) {
    const own = comparisons.filter(({ fact }) => fact === spec.name);
    // A price for every value leaves no gap.
    if (own.length === 0) return [];
    spans.push(...spansAllowed(spec, own));
  }
  return uncovered(spec, spans);
}

function gapWarning(card: RateCard, spec: RangeSpec, stretch: Stretch, products: readonly ProductCard[]): Warning {
  const { name, title = name, unit, source } = spec;
  const names = namesInWords(products.map(({ product }) => product.title));
  return warningAt(source, {
    code: 'range_not_covered',
    message: `No table and no rate gives ${names} a price where ${title} is ${stretchInWords(stretch, unit)}`,
    hint: 'set a price for it, or narrow what may be asked for',
    about: { kind: card.book.context.get(name) === spec ? 'fact' : 'option', id: name },
    products: products.map(({ product }) => product.id),
    stretch,
  });
}
