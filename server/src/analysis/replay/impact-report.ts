import { BigNumber } from 'bignumber.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { signed } from '../space/signed.js';
import type { Coverage } from './coverage.js';
import { type ImpactSum, type ImpactSums, UNITS } from './impact.js';

/** Quotes under two books. Amounts with the currency's decimals. */
export interface ImpactLine {
  readonly quotes: number;
  readonly refused: number;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  /** Null where there is nothing to compare with. */
  readonly percent: string | null;
}

export interface ProductImpact extends ImpactLine {
  readonly product: string;
  readonly title: string;
  /** The quotes that were asked with an API key, which alone count towards approvals. */
  readonly identified: ImpactLine;
}

export interface CurrencyImpact extends ImpactLine {
  readonly currency: string;
  readonly products: readonly ProductImpact[];
  readonly plans: readonly (ImpactLine & { readonly plan: string })[];
  readonly days: readonly (ImpactLine & { readonly day: string })[];
  /** The combinations of options of which the sum moves most, the largest first. */
  readonly movers: readonly (ImpactLine & {
    readonly product: string;
    readonly title: string;
    readonly options: Readonly<Record<string, unknown>>;
  })[];
}

/** What recorded quotes would have come to under another book. */
export interface ImpactReport {
  readonly quotes: number;
  /** Quotes that the later book would refuse. */
  readonly refused: number;
  /** Quotes that the earlier book refuses by now, of which nothing can be said. */
  readonly unknown: number;
  readonly currencies: readonly CurrencyImpact[];
  readonly coverage: Coverage;
}

const MOST_MOVERS = 10;
const NONE: ImpactSum = { quotes: 0, refused: 0, before: 0n, after: 0n };

/** Writes sums up: products and plans by what they move, days in their order. */
export function impactReport(sums: ImpactSums, card: RateCard, coverage: Coverage): ImpactReport {
  const titleOf = (product: string): string => card.products.get(product)?.product.title ?? product;
  /** Options as the book has them, whatever order they were kept in. */
  const inOrder = (product: string, options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    const names = [...(card.products.get(product)?.product.options.keys() ?? [])];
    const placeOf = ([name]: readonly [string, unknown]): number => names.indexOf(name);
    return Object.fromEntries(Object.entries(options).sort((a, b) => placeOf(a) - placeOf(b)));
  };
  const currencies = [...sums.totals].map(([currency, total]): CurrencyImpact => {
    const decimals = card.book.currencies.get(currency)?.decimals ?? 0;
    const line = (sum: ImpactSum): ImpactLine => lineOf(sum, decimals);
    const own = (of: ReadonlyMap<string, ImpactSum>): (readonly [string, ImpactSum])[] =>
      [...of].flatMap(([key, sum]) =>
        key.startsWith(`${currency} `) ? [[key.slice(currency.length + 1), sum] as const] : [],
      );
    return {
      currency,
      ...line(total),
      products: own(sums.products)
        .sort(byMove)
        .map(([product, sum]) => ({
          product,
          title: titleOf(product),
          ...line(sum),
          identified: line(sums.identified.get(`${currency} ${product}`) ?? NONE),
        })),
      plans: own(sums.plans)
        .sort(byMove)
        .map(([plan, sum]) => ({ plan, ...line(sum) })),
      days: own(sums.days)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([day, sum]) => ({ day, ...line(sum) })),
      movers: [...sums.combinations]
        .filter(([, mover]) => mover.currency === currency)
        .sort(byMove)
        .slice(0, MOST_MOVERS)
        .map(([, mover]) => ({
          product: mover.product,
          title: titleOf(mover.product),
          options: inOrder(mover.product, mover.options),
          ...line(mover),
        })),
    };
  });
  const sum = (of: (line: ImpactSum) => number): number =>
    [...sums.totals.values()].reduce((all, one) => all + of(one), 0);
  return {
    quotes: sum(({ quotes }) => quotes),
    refused: sum(({ refused }) => refused),
    unknown: sums.unknown,
    currencies,
    coverage,
  };
}

/** The largest change first; of those alike, by name, so that the same quotes always give the same report. */
function byMove([name, a]: readonly [string, ImpactSum], [other, b]: readonly [string, ImpactSum]): number {
  const [one, two] = [moveOf(a), moveOf(b)];
  if (one === two) return name < other ? -1 : 1;
  return one > two ? -1 : 1;
}

function moveOf({ before, after }: ImpactSum): bigint {
  return after > before ? after - before : before - after;
}

function lineOf({ quotes, refused, before, after }: ImpactSum, decimals: number): ImpactLine {
  const amount = (units: bigint): string => new BigNumber(units.toString()).shiftedBy(-UNITS).toFixed(decimals);
  const change = after - before;
  const percent =
    before === 0n ? null : signed(new BigNumber(change.toString()).times(100).div(before.toString()).toFixed(2));
  return {
    quotes,
    refused,
    before: amount(before),
    after: amount(after),
    change: signed(amount(change)),
    percent,
  };
}
