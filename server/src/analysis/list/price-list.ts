import type { FactValue } from '../../book/condition.js';
import { tidy } from '../../book/fact-number.js';
import type { FactSpec } from '../../book/fact-spec.js';
import { quote } from '../../pricing/quote.js';
import type { RateCard } from '../../pricing/rate-card.js';

/** One combination of options and its list price. */
export interface PriceListEntry {
  readonly product: string;
  readonly title: string;
  readonly options: Readonly<Record<string, FactValue>>;
  /** Digits with the currency's decimals; null: not offered. */
  readonly listPrice: string | null;
  readonly currency: string;
  /** The rule that gives the price, and its `file:line`. */
  readonly rule: string | null;
  readonly source: string | null;
}

/** A range of at most so many values is listed value by value; a larger one by its default or its minimum. */
const MAX_LISTED_RANGE = 100;

/**
 * Every combination of options with its list price at one moment, for the default context, lazily and in the order of
 * the book.
 *
 * @param only one product's id; all products when absent
 * @param at milliseconds since 1970: prices can be set for a while
 */
export function* priceList(card: RateCard, at: number, only?: string): Generator<PriceListEntry> {
  for (const { product, intake, currency } of card.products.values()) {
    if (only !== undefined && product.id !== only) continue;
    for (const options of combinations(intake.specs)) {
      const answer = quote(card, { product: product.id, options, context: {}, at });
      const [first] = answer.ok ? answer.quote.waterfall.lines : [];
      yield {
        product: product.id,
        title: product.title,
        options,
        listPrice: answer.ok ? answer.quote.waterfall.listPrice : null,
        currency: currency.id,
        rule: first?.rule ?? null,
        source: first?.source ?? (answer.ok ? null : (answer.refusal.source ?? null)),
      };
    }
  }
}

/** Every combination of the options' values; the last option changes first. */
export function* combinations(specs: readonly FactSpec[]): Generator<Readonly<Record<string, FactValue>>> {
  const [first, ...rest] = specs;
  if (first === undefined) {
    yield {};
    return;
  }
  for (const value of listedValues(first)) {
    for (const others of combinations(rest)) yield { [first.name]: value, ...others };
  }
}

function listedValues(spec: FactSpec): readonly FactValue[] {
  if (spec.kind === 'choices') return spec.choices;
  if (spec.kind === 'text') return spec.default === undefined ? [] : [spec.default];
  const [minimum, maximum, step] = [Number(spec.minimum ?? 0), Number(spec.maximum), Number(spec.step)];
  const count = (maximum - minimum) / step + 1;
  if (!(count <= MAX_LISTED_RANGE)) return [spec.default ?? minimum];
  return Array.from({ length: Math.floor(count) }, (_, index) => tidy(minimum + index * step));
}
