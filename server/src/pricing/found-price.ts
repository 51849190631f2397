import type { MultiplierRule, OverrideRule, PriceRule } from '../book/model/price-book.js';
import { type CompiledRule, testsFact } from './matching/compiled-rule.js';
import type { MatchingRules } from './rate-card.js';

/** The rule that gives a question its price before it is multiplied: an override, else a cell or rate. */
export type FoundPrice = CompiledRule<PriceRule | OverrideRule>;

/** The most particular price that matches: an override, else a pinned cell, else a cell or rate; undefined when none matches. */
export function foundPrice({ overrides, prices }: Pick<MatchingRules, 'overrides' | 'prices'>): FoundPrice | undefined {
  return onlyOne(overrides) ?? (prices.length > 1 ? onlyOne(prices.filter(isPinned)) : onlyOne(prices));
}

function isPinned({ rule }: CompiledRule<PriceRule>): boolean {
  return rule.step === 'table' && rule.pinned;
}

/** Whether one of two prices comes before the other, so that both may hold: a pinned cell before a rate. */
export function isRanked(a: CompiledRule<PriceRule>, b: CompiledRule<PriceRule>): boolean {
  return (isPinned(a) && b.rule.step === 'rate') || (isPinned(b) && a.rule.step === 'rate');
}

/** Whether the price found says "not offered". */
export function saysNotOffered({ rule }: FoundPrice): boolean {
  return rule.step !== 'rate' && rule.price === null;
}

/** As `foundPrice`, where it is offered. */
export function offeredPrice(matching: Pick<MatchingRules, 'overrides' | 'prices'>): FoundPrice | undefined {
  const found = foundPrice(matching);
  return found === undefined || saysNotOffered(found) ? undefined : found;
}

/** The multipliers that price an option which the price found does not test already. */
export function applicableMultipliers(
  found: FoundPrice,
  multipliers: readonly CompiledRule<MultiplierRule>[],
): readonly CompiledRule<MultiplierRule>[] {
  return multipliers.filter(({ rule }) => !testsFact(found, rule.option));
}

/** The book has no overlaps, which its compiler has proven: two that hold are a bug of the program. */
function onlyOne<R extends PriceRule | OverrideRule>(rules: readonly CompiledRule<R>[]): CompiledRule<R> | undefined {
  const [first, second] = rules;
  if (first !== undefined && second !== undefined) {
    throw new Error(`two prices hold at once: ${first.rule.id} and ${second.rule.id}`);
  }
  return first;
}
