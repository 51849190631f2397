import { choicesOf } from '../../book/model/fact-spec.js';
import { formatDay } from '../../book/model/instant.js';
import type { PriceBook } from '../../book/model/price-book.js';
import type { Question } from '../../pricing/check-question.js';
import { waterfallOf } from '../../pricing/quote.js';
import type { RateCard } from '../../pricing/rate-card.js';

/** Sums of some quotes under two books. Amounts in the smallest of units: see `UNITS`. */
export interface ImpactSum {
  quotes: number;
  /** Quotes that the later book would refuse; their amounts are in `before` alone. */
  refused: number;
  before: bigint;
  after: bigint;
}

/** One combination of options that was asked for, with its sums. */
export interface CombinationSum extends ImpactSum {
  readonly product: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly currency: string;
}

/** Sums by currency, and in each by product, plan and day; plain data, so that threads can pass it on. */
export interface ImpactSums {
  readonly totals: Map<string, ImpactSum>;
  /** By currency and product, plan or day, as `credits seedream`. */
  readonly products: Map<string, ImpactSum>;
  /** By currency and product too: of quotes that were asked with an API key. */
  readonly identified: Map<string, ImpactSum>;
  readonly plans: Map<string, ImpactSum>;
  readonly days: Map<string, ImpactSum>;
  /** By product and options. */
  readonly combinations: Map<string, CombinationSum>;
  /** Quotes that the earlier book refuses too: nothing can be said of them. */
  unknown: number;
}

/** No currency has more than ten decimals. */
export const UNITS = 10;

export function noImpact(): ImpactSums {
  return {
    totals: new Map(),
    products: new Map(),
    identified: new Map(),
    plans: new Map(),
    days: new Map(),
    combinations: new Map(),
    unknown: 0,
  };
}

/** The fact that says which plan a buyer has, if any does. */
export function planFactOf({ context, plans }: PriceBook): string | undefined {
  const ids = [...plans.keys()];
  for (const [name, spec] of context) {
    const choices = choicesOf(spec);
    if (ids.length === 0 || choices?.length !== ids.length) continue;
    if (ids.every((id) => choices.includes(id))) return name;
  }
  return undefined;
}

/** Asks two books about quotes again, and sums up what they come to. */
export class Replay {
  readonly sums = noImpact();
  readonly #before: RateCard;
  readonly #after: RateCard;
  readonly #planFact: string | undefined;
  readonly #units = new Map<string, bigint>();

  constructor(before: RateCard, after: RateCard) {
    this.#before = before;
    this.#after = after;
    this.#planFact = planFactOf(before.book);
  }

  /**
   * @param count how many quotes were just like this one
   * @param identified how many of them were asked with an API key
   */
  add(quote: Question, count = 1, identified = 0): void {
    const was = waterfallOf(this.#before, quote);
    if (was === undefined) {
      this.sums.unknown += count;
      return;
    }
    const is = waterfallOf(this.#after, quote);
    // Another currency cannot be added up with this one.
    const kept = is?.currency === was.currency ? is : undefined;
    const [before, after] = [this.#unitsOf(was.total), kept === undefined ? undefined : this.#unitsOf(kept.total)];
    const { currency } = was;
    const plan = this.#planFact === undefined ? 'any' : planOf(quote, this.#before, this.#planFact);
    const day = formatDay(this.#before.clock(quote.at).date);
    const { totals, products, identified: known, plans, days, combinations } = this.sums;
    add(sumOf(totals, currency), count, before, after);
    add(sumOf(products, `${currency} ${quote.product}`), count, before, after);
    if (identified > 0) add(sumOf(known, `${currency} ${quote.product}`), identified, before, after);
    add(sumOf(plans, `${currency} ${plan}`), count, before, after);
    add(sumOf(days, `${currency} ${day}`), count, before, after);
    if (before === after) return;
    const key = `${quote.product} ${JSON.stringify(sorted(quote.options))}`;
    const combination = combinations.get(key) ?? {
      product: quote.product,
      options: quote.options,
      currency,
      ...nothing(),
    };
    combinations.set(key, combination);
    add(combination, count, before, after);
  }

  #unitsOf(digits: string): bigint {
    const known = this.#units.get(digits);
    if (known !== undefined) return known;
    const [whole = '0', fraction = ''] = digits.split('.');
    const units = BigInt(whole + fraction.padEnd(UNITS, '0'));
    if (this.#units.size < 100_000) this.#units.set(digits, units);
    return units;
  }
}

/** Adds the sums of another part of the quotes. */
export function mergeImpact(into: ImpactSums, from: ImpactSums): void {
  for (const kind of ['totals', 'products', 'identified', 'plans', 'days'] as const) {
    for (const [key, sum] of from[kind]) merge(sumOf(into[kind], key), sum);
  }
  for (const [key, sum] of from.combinations) {
    const known = into.combinations.get(key);
    if (known === undefined) into.combinations.set(key, { ...sum });
    else merge(known, sum);
  }
  into.unknown += from.unknown;
}

function merge(into: ImpactSum, from: ImpactSum): void {
  into.quotes += from.quotes;
  into.refused += from.refused;
  into.before += from.before;
  into.after += from.after;
}

function add(sum: ImpactSum, count: number, before: bigint, after: bigint | undefined): void {
  sum.quotes += count;
  sum.before += before * BigInt(count);
  if (after === undefined) sum.refused += count;
  else sum.after += after * BigInt(count);
}

function nothing(): ImpactSum {
  return { quotes: 0, refused: 0, before: 0n, after: 0n };
}

function sumOf(sums: Map<string, ImpactSum>, key: string): ImpactSum {
  const known = sums.get(key);
  if (known !== undefined) return known;
  const made = nothing();
  sums.set(key, made);
  return made;
}

function sorted(facts: Question['options']): Question['options'] {
  return Object.fromEntries(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function planOf({ context }: Question, { book }: RateCard, fact: string): string {
  return String(context[fact] ?? book.context.get(fact)?.default ?? 'none');
}
