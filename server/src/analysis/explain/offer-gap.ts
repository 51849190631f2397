import { comparisonsIn, type FactValue } from '../../book/model/condition.js';
import { isMomentFact } from '../../book/model/fact-spec.js';
import { formatInstant } from '../../book/model/instant.js';
import { checkQuestion, type Question } from '../../pricing/check-question.js';
import { offeredPrice } from '../../pricing/found-price.js';
import { matchesIn } from '../../pricing/matching/rule-index.js';
import { fillMoment, type ProductCard, type RateCard } from '../../pricing/rate-card.js';
import { ANY_OTHER, possibleValues } from '../../pricing/validation/possible-values.js';
import { momentClasses } from '../space/moment-classes.js';
import { MOMENT, rulesOf } from '../space/price-space.js';
import { type RuleRef, refOf } from '../space/rule-ref.js';

/** A price that there would be if one fact were different. */
export interface WouldCover {
  readonly fact: string;
  /** What it is, and what it would have to be; null: not stated. An instant as a text. */
  readonly value: FactValue | null;
  readonly wanted: FactValue | null;
  readonly rule: RuleRef;
}

const MOST = 20;

/**
 * For a combination that is not offered: every price that would cover it if just one fact were different, an option, a
 * fact of the buyer, or the moment. Values that rules do not tell apart are named once.
 *
 * @returns undefined when the question has a price, or is refused for something else
 */
export function offerGap(card: RateCard, question: Question): readonly WouldCover[] | undefined {
  const asked = checkQuestion(card, question);
  if ('code' in asked) return undefined;
  const { product } = asked;
  const slots = [...asked.slots];
  if (priceAt(product, slots) !== undefined) return undefined;
  const covers: WouldCover[] = [];
  const facts = [...product.facts.specs, ...card.context.specs].map(({ name }) => name);
  const rules = rulesOf({ card, product }).filter(({ rule }) => rule.step !== 'discount' && rule.step !== 'multiplier');
  const comparisons = rules.flatMap(({ rule }) => [...comparisonsIn(rule.when)]);
  for (const fact of facts) {
    const slot = card.slotOf(fact);
    const before = slots[slot] ?? null;
    const tests = comparisons.filter((one) => one.fact === fact);
    if (tests.length === 0) continue;
    const values = possibleValues(card, product, fact, tests).map(({ value }) => value);
    for (const value of values) {
      // A text that no rule names is nobody's own: leaving the fact out says the same.
      if (value === before || (value === ANY_OTHER && values.includes(null))) continue;
      slots[slot] = value;
      const found = priceAt(product, slots);
      if (found === undefined) continue;
      covers.push({ fact, value: before, wanted: value, rule: found });
      if (covers.length === MOST) return covers;
    }
    slots[slot] = before;
  }
  const moments = comparisons.filter(({ fact }) => isMomentFact(fact));
  if (moments.length > 0) {
    for (const at of momentClasses([{ card, comparisons: moments }], question.at)) {
      fillMoment(card, at, slots);
      const found = priceAt(product, slots);
      if (found === undefined) continue;
      covers.push({ fact: MOMENT, value: formatInstant(question.at), wanted: formatInstant(at), rule: found });
      break;
    }
  }
  return covers;
}

/** The rule that gives a price, when one does. */
function priceAt(product: ProductCard, slots: readonly (FactValue | null)[]): RuleRef | undefined {
  const found = offeredPrice({
    overrides: matchesIn(product.overrides, slots),
    prices: matchesIn(product.prices, slots),
  });
  return found && refOf(found.rule);
}
