import type { OverrideRule, PriceRule } from '../book/model/price-book.js';
import type { CompiledRule } from './matching/compiled-rule.js';
import type { Waterfall } from './waterfall.js';

/** About 1 kB each. */
const MAX_REMEMBERED = 50_000;

interface Remembered {
  readonly key: number | string;
  readonly waterfall: Waterfall;
  readonly next: Remembered | undefined;
}

/** A price is asked for under few plans and offers: a short list is quicker to look through than a map. */
const MAX_FOR_ONE_PRICE = 32;

/**
 * Remembers the waterfalls that a rate card has calculated. A waterfall depends on nothing but the rules that match and
 * the quantities charged for, so the key is exactly these, and an answer never depends on what was asked before.
 */
export class WaterfallMemo {
  #byPrice: (Remembered | undefined)[] = [];
  #size = 0;
  hits = 0;
  misses = 0;

  /**
   * @param price the rule that gave the price
   * @param key the other rules that match, and the quantities
   */
  get(price: CompiledRule<PriceRule | OverrideRule>, key: number | string): Waterfall | undefined {
    let entry = this.#byPrice[price.position];
    while (entry !== undefined && entry.key !== key) entry = entry.next;
    if (entry === undefined) {
      this.misses++;
      return undefined;
    }
    this.hits++;
    return entry.waterfall;
  }

  remember(price: CompiledRule<PriceRule | OverrideRule>, key: number | string, waterfall: Waterfall): void {
    if (this.#size >= MAX_REMEMBERED) {
      this.#byPrice = [];
      this.#size = 0;
    }
    const first = this.#byPrice[price.position];
    let length = 0;
    for (let entry = first; entry !== undefined; entry = entry.next) length++;
    this.#byPrice[price.position] = { key, waterfall, next: length < MAX_FOR_ONE_PRICE ? first : undefined };
    this.#size += length < MAX_FOR_ONE_PRICE ? 1 : -length + 1;
  }
}
