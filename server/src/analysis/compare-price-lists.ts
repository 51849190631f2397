import { BigNumber } from 'bignumber.js';
import type { FactValue } from '../book/condition.js';
import { quote } from '../pricing/quote.js';
import type { RateCard } from '../pricing/rate-card.js';
import { combinations } from './price-list.js';

/** A price that differs between two books. Digits with the currency's decimals; null: not offered, or no such choice. */
export interface MovedPrice {
  readonly product: string;
  readonly title: string;
  readonly options: Readonly<Record<string, FactValue>>;
  /** The facts of the buyer that it takes; none where the list price itself moves. */
  readonly context: Readonly<Record<string, FactValue>>;
  readonly currency: string;
  readonly before: string | null;
  readonly after: string | null;
  /** `+12`; null where there is nothing to compare with. */
  readonly change: string | null;
  /** In per cent, to two decimals: `+4.17`. */
  readonly percent: string | null;
  /** Where each side's price comes from, as `file:line`. */
  readonly sources: { readonly before: string | null; readonly after: string | null };
}

interface Priced {
  readonly title: string;
  readonly options: Readonly<Record<string, FactValue>>;
  readonly context: Readonly<Record<string, FactValue>>;
  readonly currency: string;
  readonly listPrice: string | null;
  readonly total: string | null;
  readonly source: string | null;
}

/**
 * Every combination of options whose list price differs between two books at one moment; and, where the list price is
 * the same, every choice of a context fact, such as a plan, for which the total differs.
 *
 * @param at milliseconds since 1970
 */
export function* comparePriceLists(before: RateCard, after: RateCard, at: number): Generator<MovedPrice> {
  const products = new Set([...before.products.keys(), ...after.products.keys()]);
  for (const product of products) {
    const [was, is] = [pricesOf(before, product, at), pricesOf(after, product, at)];
    const listPriceMoves = new Set<string>();
    for (const key of new Set([...was.keys(), ...is.keys()])) {
      const [one, two] = [was.get(key), is.get(key)];
      const known = two ?? one;
      if (known === undefined) continue;
      const combination = JSON.stringify(known.options);
      const plain = Object.keys(known.context).length === 0;
      const [from, to] = plain ? [one?.listPrice, two?.listPrice] : [one?.total, two?.total];
      if ((from ?? null) === (to ?? null) && one?.currency === two?.currency) continue;
      if (plain) listPriceMoves.add(combination);
      else if (listPriceMoves.has(combination)) continue;
      yield moved(product, known, from ?? null, to ?? null, one?.source ?? null, two?.source ?? null);
    }
  }
}

function moved(
  product: string,
  { title, options, context, currency }: Priced,
  before: string | null,
  after: string | null,
  sourceBefore: string | null,
  sourceAfter: string | null,
): MovedPrice {
  const change = before === null || after === null ? undefined : new BigNumber(after).minus(before);
  const percent =
    change === undefined || before === null || new BigNumber(before).isZero()
      ? null
      : signed(change.times(100).div(before).toFixed(2, BigNumber.ROUND_HALF_EVEN));
  return {
    product,
    title,
    options,
    context,
    currency,
    before,
    after,
    change: change === undefined ? null : signed(change.toFixed()),
    percent,
    sources: { before: sourceBefore, after: sourceAfter },
  };
}

function signed(digits: string): string {
  return digits.startsWith('-') || digits === '0' ? digits : `+${digits}`;
}

/** A product's prices by combination; for each, the plain context first and then every other choice of one fact. */
function pricesOf(card: RateCard, id: string, at: number): ReadonlyMap<string, Priced> {
  const prices = new Map<string, Priced>();
  const found = card.products.get(id);
  if (found === undefined) return prices;
  const contexts = contextsOf(card);
  for (const options of combinations(found.intake.specs)) {
    for (const context of contexts) {
      const answer = quote(card, { product: id, options, context, at });
      const waterfall = answer.ok ? answer.quote.waterfall : undefined;
      prices.set(JSON.stringify([sorted(options), context]), {
        title: found.product.title,
        options,
        context,
        currency: found.currency.id,
        listPrice: waterfall?.listPrice ?? null,
        total: waterfall?.total ?? null,
        source: waterfall?.lines[0]?.source ?? (answer.ok ? null : (answer.refusal.source ?? null)),
      });
    }
  }
  return prices;
}

function contextsOf(card: RateCard): readonly Readonly<Record<string, FactValue>>[] {
  const others = card.context.specs.flatMap((spec) =>
    spec.kind === 'choices'
      ? spec.choices.filter((choice) => choice !== spec.default).map((choice) => ({ [spec.name]: choice }))
      : [],
  );
  return [{}, ...others];
}

function sorted(options: Readonly<Record<string, FactValue>>): readonly (readonly [string, FactValue])[] {
  return Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
}
