import type { FactValue } from '../../book/model/condition.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { combinationsOf } from '../space/combinations.js';
import type { Domain } from '../space/fact-domain.js';
import type { Interval } from '../space/interval.js';
import { priceSpace } from '../space/price-space.js';
import { AmountMemo, type FoundList, PricedBook } from '../space/priced-book.js';
import { type RuleRef, refOf } from '../space/rule-ref.js';
import { factsAt, intervalsAt, unusualFacts } from '../space/stated-facts.js';
import { MOST_COMBINATIONS, type TooLarge, tooLarge } from '../space/too-large.js';

/** The price of one combination of options, facts of the buyer and moment. */
export interface EnumeratedPrice {
  readonly kind: 'price';
  readonly product: string;
  readonly title: string;
  readonly options: Readonly<Record<string, FactValue>>;
  /** Numeric facts that stand for a whole interval; the amounts are those of the value that is stated. */
  readonly intervals: ReadonlyMap<string, Interval>;
  /** Facts of the buyer that are not at their defaults. */
  readonly context: Readonly<Record<string, FactValue>>;
  /** Milliseconds since 1970, where the moment matters and it is not the one that is asked about. */
  readonly at: number | undefined;
  /** Null: not offered. */
  readonly listPrice: string | null;
  readonly total: string | null;
  readonly currency: string;
  /** The rule that gives the list price. */
  readonly rule: RuleRef | null;
}

/**
 * Every price of a book: all combinations of a product's options and of the classes of the other facts that can matter
 * to it, lazily, in the order of the book; what changes last is the moment, then the facts of the buyer.
 *
 * @param at milliseconds since 1970: moments from then on
 * @param only one product's id; all products when absent
 */
export function* enumerate(
  card: RateCard,
  at: number,
  only?: string,
  most = MOST_COMBINATIONS,
): Generator<EnumeratedPrice | ({ readonly kind: 'too_large' } & TooLarge)> {
  const memo = new AmountMemo();
  for (const product of card.products.values()) {
    const { id, title } = product.product;
    if (only !== undefined && id !== only) continue;
    const side = { card, product };
    const space = priceSpace([side], at);
    const size = tooLarge(id, space, most);
    if (size !== undefined) {
      yield { kind: 'too_large', ...size };
      continue;
    }
    const priced = new PricedBook(side, space, [], memo);
    const places = new Map<Domain, number>();
    const set = (domain: Domain, place: number): void => {
      places.set(domain, place);
      priced.set(domain, place);
    };
    const others = [...space.circumstances, ...space.offers];
    for (const _ of combinationsOf([...space.options, ...others], set)) {
      yield {
        kind: 'price',
        product: id,
        title,
        options: factsAt(space.options, places),
        intervals: intervalsAt([...space.options, ...space.circumstances], places),
        ...unusualFacts(others, places),
        ...amounts(priced, priced.find()),
        currency: product.currency.id,
      };
    }
  }
}

function amounts(
  priced: PricedBook,
  list: FoundList | undefined,
): Pick<EnumeratedPrice, 'listPrice' | 'total' | 'rule'> {
  if (list === undefined) return { listPrice: null, total: null, rule: null };
  const listPrice = priced.listPrice(list);
  const total = priced.total(listPrice, priced.discounts() ?? []);
  return { listPrice, total, rule: refOf(list.found.rule) };
}
