import type { FactValue } from '../book/model/condition.js';
import type { DiscountRule, MultiplierRule, OverrideRule, PriceRule } from '../book/model/price-book.js';
import { type CheckedQuestion, checkQuestion, type Question } from './check-question.js';
import { applicableMultipliers, foundPrice, offeredPrice } from './found-price.js';
import type { CompiledRule, FactSlots } from './matching/compiled-rule.js';
import { nearestOffered } from './nearest-offered.js';
import type { QuoteRejection } from './quote-rejection.js';
import { type MatchingRules, matchingRules, type RateCard } from './rate-card.js';
import { calculate, type Waterfall } from './waterfall.js';

/** The answer: the question with its defaults filled in, and the way to its price. */
export interface Quote {
  readonly product: string;
  readonly options: Readonly<Record<string, FactValue>>;
  readonly context: Readonly<Record<string, FactValue>>;
  readonly at: number;
  readonly waterfall: Waterfall;
}

export type Answer =
  | { readonly ok: true; readonly quote: Quote }
  | { readonly ok: false; readonly rejection: QuoteRejection };

/**
 * Answers a question from a rate card. Pure: the same card and question give the same answer for ever.
 *
 * @returns a quote in the product's currency, or a rejection with a stable code; it throws only on a bug of the program
 * @example
 * quote(card, { product: 'kling-3-pro', options: { duration: 15, audio: true, batch: 4 }, context: {}, at: 0 })
 * // { ok: true, quote: { ..., waterfall: { listPrice: '2846', total: '2846', lines: [...] } } }
 */
export function quote(card: RateCard, question: Question): Answer {
  const asked = checkQuestion(card, question);
  if ('code' in asked) return { ok: false, rejection: asked };
  return answerFrom(card, asked, matchingRules(asked.product, asked.slots), question);
}

/**
 * The way to a question's price alone, for those who ask many questions: as `quote`, but without saying why there is
 * none, for which it would have to search.
 */
export function waterfallOf(card: RateCard, question: Question): Waterfall | undefined {
  const asked = checkQuestion(card, question);
  if ('code' in asked) return undefined;
  const matching = matchingRules(asked.product, asked.slots);
  if (offeredPrice(matching) === undefined) return undefined;
  const outcome = price(card, asked, matching);
  return 'code' in outcome ? undefined : outcome;
}

/** The answer to a checked question, once it is known which rules match. */
export function answerFrom(
  card: RateCard,
  asked: CheckedQuestion,
  matching: MatchingRules,
  question: Question,
): Answer {
  const outcome = price(card, asked, matching);
  if ('code' in outcome) return { ok: false, rejection: outcome };
  return {
    ok: true,
    quote: {
      product: question.product,
      options: asked.product.facts.toRecord(asked.slots),
      context: card.context.toRecord(asked.slots),
      at: question.at,
      waterfall: outcome,
    },
  };
}

/**
 * Decides which of the rules that match give the price, and calculates it: an override before a cell or rate; then
 * each multiplier whose option the price found does not test already.
 */
function price(card: RateCard, asked: CheckedQuestion, matching: MatchingRules): Waterfall | QuoteRejection {
  const found = foundPrice(matching);
  if (found === undefined) return notOffered(card, asked, undefined);
  const quantities = quantityValues(card, asked.slots, found);
  if ('code' in quantities) return quantities;
  const multipliers = applicableMultipliers(found, matching.multipliers);
  const key = memoKey(card.adjustments + 1, multipliers, matching.discounts, quantities);
  const known = card.memo.get(found, key);
  if (known !== undefined) return known;
  const decision = {
    price: found.rule,
    multipliers: multipliers.map(({ rule }) => rule),
    discounts: matching.discounts.map(({ rule }) => rule),
  };
  const quantity = (fact: string): number => Number(asked.slots[card.slotOf(fact)]);
  const waterfall = calculate(decision, asked.product.currency, card.book.stacking, quantity);
  if (waterfall === undefined) return notOffered(card, asked, found);
  card.memo.remember(found, key, waterfall);
  return waterfall;
}

const NO_QUANTITIES: readonly number[] = [];

function quantityValues(
  card: RateCard,
  slots: FactSlots,
  { quantities }: CompiledRule<PriceRule | OverrideRule>,
): readonly number[] | QuoteRejection {
  if (quantities.length === 0) return NO_QUANTITIES;
  const values: number[] = [];
  for (const fact of quantities) {
    const value = slots[card.slotOf(fact)];
    if (typeof value !== 'number') {
      return {
        code: 'missing_fact',
        detail: `the price depends on \`${fact}\`: state it`,
        pointer: `/context/${fact}`,
      };
    }
    values.push(value);
  }
  return values;
}

/**
 * A key for what a waterfall depends on beside its price rule. Positions are unique over both kinds of rules, so they
 * are the digits of a number; a text is needed only where that number would not be exact.
 */
function memoKey(
  base: number,
  multipliers: readonly CompiledRule<MultiplierRule>[],
  discounts: readonly CompiledRule<DiscountRule>[],
  quantities: readonly number[],
): number | string {
  let key = 0;
  for (const { position } of multipliers) key = key * base + position + 1;
  for (const { position } of discounts) key = key * base + position + 1;
  for (const quantity of quantities)
    key = Number.isInteger(quantity) && quantity < MAX_DIGIT ? key * MAX_DIGIT + quantity : Number.NaN;
  if (Number.isSafeInteger(key)) return key;
  const positions = [...multipliers, ...discounts].map(({ position }) => position);
  return `${positions.join()}|${quantities.join()}`;
}

const MAX_DIGIT = 100_000;

function notOffered(
  card: RateCard,
  asked: CheckedQuestion,
  by: CompiledRule<PriceRule | OverrideRule> | undefined,
): QuoteRejection {
  const { product, facts: options } = asked.product;
  const stated = options.toRecord(asked.slots);
  const nearest = nearestOffered(card, asked);
  const shown = Object.entries(stated).map(([name, value]) => `${name} ${String(value)}`);
  const what = shown.length === 0 ? product.title : `${product.title} with ${shown.join(', ')}`;
  const detail = `${what} is not offered${nearest.length === 0 ? '' : '; the nearest that are offered are listed'}`;
  const { file, line } = by?.rule.source ?? {};
  const source = file === undefined ? {} : { source: `${file}:${line}` };
  return { code: 'not_offered', detail, pointer: '/options', nearest, ...source };
}
