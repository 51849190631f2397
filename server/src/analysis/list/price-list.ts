import type { FactValue } from '../../book/model/condition.js';
import { type FactSpec, listedValues } from '../../book/model/fact-spec.js';
import { saysNotOffered } from '../../pricing/found-price.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { CellAsker } from '../cells/cell-asker.js';
import type { Outcome } from '../cells/outcome.js';

/** One combination of options and its list price. */
export interface PriceListEntry {
  readonly product: string;
  readonly title: string;
  readonly options: Readonly<Record<string, FactValue>>;
  /** What it costs for a buyer who states nothing else. */
  readonly outcome: Outcome;
  readonly currency: string;
  /** The rule that gives the price, where one alone does. */
  readonly rule: string | null;
  /** `file:line` of it, or of the rule that says that nothing is offered. */
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
  const asker = new CellAsker(card, at);
  for (const { product, facts, currency } of card.products.values()) {
    if (only !== undefined && product.id !== only) continue;
    for (const options of combinations(facts.specs)) {
      const { outcome, first } = asker.askOptions(product, options);
      const found = outcome.kind === 'depends_on' ? undefined : first?.found;
      const { file, line } = found?.rule.source ?? {};
      yield {
        product: product.id,
        title: product.title,
        options,
        outcome,
        currency: currency.id,
        rule: found === undefined || saysNotOffered(found) ? null : found.rule.id,
        source: file === undefined ? null : `${file}:${line}`,
      };
    }
  }
}

/** Every combination of the options' values; the last option changes first. Texts without a default are left open. */
export function* combinations(specs: readonly FactSpec[]): Generator<Readonly<Record<string, FactValue>>> {
  const [first, ...rest] = specs;
  if (first === undefined) {
    yield {};
    return;
  }
  const values = listedValues(first, MAX_LISTED_RANGE);
  if (values.length === 0) yield* combinations(rest);
  for (const value of values) {
    for (const others of combinations(rest)) yield { [first.name]: value, ...others };
  }
}
