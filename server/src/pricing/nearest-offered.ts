import type { FactValue } from '../book/model/condition.js';
import { choicesOf, type FactSpec } from '../book/model/fact-spec.js';
import type { CheckedQuestion } from './check-question.js';
import { offeredPrice } from './found-price.js';
import { matchesIn } from './matching/rule-index.js';
import type { ProductCard, RateCard } from './rate-card.js';

/** How many combinations are tried before the search gives up: a rejection must stay cheap. */
const MAX_TRIED = 2_000;
const MAX_FOUND = 5;

/**
 * The offered combinations that differ from the one asked for in as few options as possible, in the order of the
 * book. Only options with choices are changed.
 *
 * @example for Seedream in HD, four at once: the standard quality, four at once
 */
export function nearestOffered(card: RateCard, asked: CheckedQuestion): readonly Readonly<Record<string, FactValue>>[] {
  const choices = asked.product.facts.specs.filter((spec) => choicesOf(spec) !== undefined);
  const budget = { left: MAX_TRIED };
  for (let changes = 1; changes <= choices.length && budget.left > 0; changes++) {
    const found: Record<string, FactValue>[] = [];
    for (const slots of changed(card, [...asked.slots], choices, changes)) {
      if (--budget.left < 0 || found.length === MAX_FOUND) break;
      if (isOffered(asked.product, slots)) found.push(asked.product.facts.toRecord(slots));
    }
    if (found.length > 0) return found;
  }
  return [];
}

function isOffered({ overrides, prices }: ProductCard, slots: (FactValue | null)[]): boolean {
  return offeredPrice({ overrides: matchesIn(overrides, slots), prices: matchesIn(prices, slots) }) !== undefined;
}

/** Every way to change exactly so many of the options, lazily; the slots are reused from one to the next. */
function* changed(
  card: RateCard,
  slots: (FactValue | null)[],
  specs: readonly FactSpec[],
  changes: number,
): Generator<(FactValue | null)[]> {
  if (changes === 0) {
    yield slots;
    return;
  }
  for (const [index, spec] of specs.entries()) {
    const slot = card.slotOf(spec.name);
    const before = slots[slot] ?? null;
    for (const choice of choicesOf(spec) ?? []) {
      if (choice === before) continue;
      slots[slot] = choice;
      yield* changed(card, slots, specs.slice(index + 1), changes - 1);
    }
    slots[slot] = before;
  }
}
