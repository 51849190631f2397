import type { FactValue } from '../../book/model/condition.js';
import { choicesOf } from '../../book/model/fact-spec.js';
import type { RateCard } from '../../pricing/rate-card.js';
import type { RuleRef } from '../space/rule-ref.js';
import { type ChangedCase, type ChangedPrice, changeOf } from './changed-price.js';
import { groupTitle } from './group-title.js';

/** What becomes of a price. */
export type PriceChangeKind = 'dearer' | 'cheaper' | 'offered' | 'no_longer_offered' | 'total' | 'currency';

/** Prices that change for one reason, so that a person can read it at a glance. */
export interface PriceChangeGroup {
  /** In words, such as `Kling 3 Pro with audio: 6 prices, +10% each`. */
  readonly title: string;
  readonly products: readonly string[];
  /** Options that all of these prices have alike, and others of the product do not. */
  readonly options: Readonly<Record<string, FactValue>>;
  readonly prices: number;
  /** The least and the most in per cent; null where there is nothing to compare with. */
  readonly percent: { readonly from: string; readonly to: string } | null;
  /** The changed rules behind them; where each price has a cell of its own, the first. */
  readonly because: readonly RuleRef[];
  /** The first of them. */
  readonly example: ChangedPrice;
}

/** What a comparison comes to. */
export interface PriceChangeSummary {
  /** How many combinations of options have a price that changes. */
  readonly prices: number;
  readonly products: number;
  readonly dearer: number;
  readonly cheaper: number;
  readonly offered: number;
  readonly noLongerOffered: number;
  /** The largest change of any list price or total, in per cent without a sign; null where none can be given. */
  readonly largestPercent: string | null;
  readonly groups: readonly PriceChangeGroup[];
}

interface OpenGroup {
  readonly move: 'list_price' | PriceChangeKind;
  readonly products: Map<string, string>;
  readonly values: Map<string, Set<FactValue>>;
  prices: number;
  least: number | undefined;
  most: number | undefined;
  readonly because: readonly RuleRef[];
  readonly cause: string;
  readonly example: ChangedPrice;
}

/** The largest change of any price of a product. */
export interface LargestChange {
  readonly product: string;
  readonly title: string;
  /** In per cent without a sign; null where some change has no measure: no longer offered, another currency, no longer free. */
  readonly percent: string | null;
}

/** With more groups than these for one cause, the products that it moves alike are put together. */
const MOST_FOR_ONE_CAUSE = 12;

/** Sums up prices that change, one by one, however many there are. */
export class PriceChangeGrouping {
  readonly #cards: readonly RateCard[];
  readonly #groups = new Map<string, OpenGroup>();
  readonly #products = new Map<string, { readonly title: string; percent: number; measured: boolean }>();
  readonly #counts = { dearer: 0, cheaper: 0, offered: 0, no_longer_offered: 0, total: 0, currency: 0 };
  #prices = 0;
  #largest: number | undefined;

  /** @param cards of both books, the one that counts most first: they say what the options are called */
  constructor(cards: readonly RateCard[]) {
    this.#cards = cards;
  }

  add(change: ChangedPrice): void {
    const [first] = change.cases;
    this.#prices++;
    const move = kindOf(first);
    this.#counts[move]++;
    this.#noteLargest(change);
    const percent = percentOf(first);
    const kind = move === 'dearer' || move === 'cheaper' ? 'list_price' : move;
    const cause = first.because.map(({ step, rule }) => (step === 'table' ? 'cells' : rule)).join(' ');
    const key = `${change.product} ${kind} ${cause}`;
    const group = this.#groups.get(key) ?? {
      move: kind,
      products: new Map([[change.product, change.title]]),
      values: new Map<string, Set<FactValue>>(),
      prices: 0,
      least: percent,
      most: percent,
      because: first.because,
      cause: `${kind} ${cause}`,
      example: change,
    };
    this.#groups.set(key, group);
    group.prices++;
    for (const [name, value] of Object.entries(change.options)) {
      const values = group.values.get(name) ?? new Set();
      group.values.set(name, values.add(value));
    }
    widen(group, percent, percent);
  }

  /** The products that any of the prices is of. */
  get products(): readonly string[] {
    return [...this.#products.keys()];
  }

  /** The largest change of each of them. */
  get largestChanges(): readonly LargestChange[] {
    return [...this.#products].map(([product, { title, percent, measured }]) => ({
      product,
      title,
      percent: measured ? percent.toFixed(2) : null,
    }));
  }

  summary(): PriceChangeSummary {
    return {
      prices: this.#prices,
      products: this.#products.size,
      dearer: this.#counts.dearer,
      cheaper: this.#counts.cheaper,
      offered: this.#counts.offered,
      noLongerOffered: this.#counts.no_longer_offered,
      largestPercent: this.#largest === undefined ? null : this.#largest.toFixed(2),
      groups: this.#merged().map((group) => this.#closed(group)),
    };
  }

  #noteLargest({ product, title, cases }: ChangedPrice): void {
    const known = this.#products.get(product) ?? { title, percent: 0, measured: true };
    this.#products.set(product, known);
    const note = (one: ChangedCase): void => {
      const percent = percentOf(one);
      if (percent !== undefined) {
        known.percent = Math.max(known.percent, Math.abs(percent));
        this.#largest = Math.max(this.#largest ?? 0, Math.abs(percent));
        // Nobody has paid a price that is newly offered.
      } else if (one.before !== null) known.measured = false;
    };
    for (const [index, one] of cases.entries()) {
      // Most cases differ from the first in their discounts alone, and their list price changes as that of the first does.
      if (index === 0 || one.changed === 'total' || !sameListPrices(one, cases[0])) note(one);
      // Where a discount moves as well, the total does not just follow.
      if (one.because.some(({ step }) => step === 'discount')) note({ ...one, changed: 'total' });
    }
  }

  #merged(): readonly OpenGroup[] {
    const byCause = new Map<string, OpenGroup[]>();
    for (const group of this.#groups.values()) {
      const groups = byCause.get(group.cause);
      if (groups === undefined) byCause.set(group.cause, [group]);
      else groups.push(group);
    }
    return [...byCause.values()].flatMap((groups) => {
      if (groups.length <= MOST_FOR_ONE_CAUSE) return groups;
      const together = new Map<string, OpenGroup>();
      for (const group of groups) {
        const key = JSON.stringify(this.#shared(group));
        const known = together.get(key);
        if (known === undefined) {
          together.set(key, group);
          continue;
        }
        for (const [id, title] of group.products) known.products.set(id, title);
        known.prices += group.prices;
        widen(known, group.least, group.most);
      }
      return [...together.values()];
    });
  }

  /** Options of which the group has one value and the product several. */
  #shared({ values, example }: OpenGroup): Readonly<Record<string, FactValue>> {
    const shared: Record<string, FactValue> = {};
    for (const [name, found] of values) {
      const [only] = found;
      const specs = this.#cards.map((card) => card.products.get(example.product)?.product.options.get(name));
      const several = specs.some((spec) => {
        const choices = spec === undefined ? undefined : choicesOf(spec);
        return choices === undefined || choices.length > 1;
      });
      if (found.size === 1 && only !== undefined && several && !(name in example.intervals)) shared[name] = only;
    }
    return shared;
  }

  #closed(group: OpenGroup): PriceChangeGroup {
    const { products, prices, least, most, because, example } = group;
    const percent = least === undefined || most === undefined ? null : { from: shown(least), to: shown(most) };
    const options = this.#shared(group);
    const specs = this.#cards.flatMap((card) => card.products.get(example.product)?.product.options ?? []);
    const title = groupTitle({
      titles: [...products.values()],
      options,
      specs: specs[0],
      prices,
      percent,
      move: group.move,
    });
    return { title, products: [...products.keys()], options, prices, percent, because, example };
  }
}

function kindOf(first: ChangedCase): PriceChangeKind {
  if (first.before === null) return 'offered';
  if (first.after === null) return 'no_longer_offered';
  if (first.changed === 'total') return 'total';
  if (first.before.currency !== first.after.currency) return 'currency';
  return changeOf(first)?.amount.startsWith('-') === true ? 'cheaper' : 'dearer';
}

function sameListPrices(a: ChangedCase, b: ChangedCase): boolean {
  return a.before?.listPrice === b.before?.listPrice && a.after?.listPrice === b.after?.listPrice;
}

function percentOf(one: ChangedCase): number | undefined {
  const percent = changeOf(one)?.percent ?? undefined;
  return percent === undefined ? undefined : Number(percent);
}

function widen(group: OpenGroup, least: number | undefined, most: number | undefined): void {
  if (least !== undefined) group.least = Math.min(group.least ?? least, least);
  if (most !== undefined) group.most = Math.max(group.most ?? most, most);
}

function shown(percent: number): string {
  return `${percent > 0 ? '+' : ''}${percent.toFixed(2)}`;
}
