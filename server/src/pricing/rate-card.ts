import type { FactValue } from '../book/model/condition.js';
import type {
  Currency,
  DiscountRule,
  MultiplierRule,
  OverrideRule,
  PriceBook,
  PriceRule,
  Product,
  Rule,
} from '../book/model/price-book.js';
import type { FactParser } from './fact-parser.js';
import type { CompiledRule, FactSlots, SlotOf } from './matching/compiled-rule.js';
import { matchesIn, type RuleIndex } from './matching/rule-index.js';
import type { WaterfallMemo } from './waterfall-memo.js';
import type { ZoneClock } from './zone-clock.js';

/** The rules that could match for a question, of each kind. */
export interface RuleIndexes {
  readonly prices: RuleIndex<PriceRule>;
  readonly overrides: RuleIndex<OverrideRule>;
  readonly multipliers: RuleIndex<MultiplierRule>;
  readonly discounts: RuleIndex<DiscountRule>;
}

/** A product as quotes need it. */
export interface ProductCard extends RuleIndexes {
  readonly product: Product;
  readonly currency: Currency;
  readonly facts: FactParser;
}

/** The compiled price book, what quotes are answered from. Immutable but for what it remembers of its own answers. */
export interface RateCard {
  readonly book: PriceBook;
  readonly products: ReadonlyMap<string, ProductCard>;
  readonly context: FactParser;
  /** The name of every fact, in the order of the slots. */
  readonly factNames: readonly string[];
  readonly slotOf: SlotOf;
  readonly indexes: RuleIndexes;
  readonly prices: readonly CompiledRule<PriceRule>[];
  readonly overrides: readonly CompiledRule<OverrideRule>[];
  readonly multipliers: readonly CompiledRule<MultiplierRule>[];
  readonly discounts: readonly CompiledRule<DiscountRule>[];
  /** How many multipliers and discounts there are; their positions are under it. */
  readonly adjustments: number;
  /** Tells date, weekday and time where the book is at home. */
  readonly clock: ZoneClock;
  /** Whether any rule asks for them. */
  readonly asksLocalTime: boolean;
  /** Whether list prices can change as time passes, without a release. */
  readonly timed: boolean;
  readonly memo: WaterfallMemo;
}

/** The rules of each kind that hold for one question. */
export interface MatchingRules {
  readonly prices: readonly CompiledRule<PriceRule>[];
  readonly overrides: readonly CompiledRule<OverrideRule>[];
  readonly multipliers: readonly CompiledRule<MultiplierRule>[];
  readonly discounts: readonly CompiledRule<DiscountRule>[];
}

/** Every rule of the card. */
export function* allRules({ prices, overrides, multipliers, discounts }: RateCard): Generator<CompiledRule<Rule>> {
  yield* prices;
  yield* overrides;
  yield* multipliers;
  yield* discounts;
}

/** The compiled answer to "which rules match?". */
export function matchingRules(routes: RuleIndexes, facts: FactSlots): MatchingRules {
  return {
    prices: matchesIn(routes.prices, facts),
    overrides: matchesIn(routes.overrides, facts),
    multipliers: matchesIn(routes.multipliers, facts),
    discounts: matchesIn(routes.discounts, facts),
  };
}

/** The facts of a moment, put into their slots. */
export function fillMoment(card: RateCard, at: number, slots: (FactValue | null)[]): void {
  slots[card.slotOf('at')] = at;
  if (!card.asksLocalTime) return;
  const { date, weekday, time } = card.clock(at);
  slots[card.slotOf('date')] = date;
  slots[card.slotOf('weekday')] = weekday;
  slots[card.slotOf('time')] = time;
}
