import type {
  Currency,
  DiscountRule,
  MultiplierRule,
  OverrideRule,
  PriceRule,
  Rule,
  Stacking,
} from '../book/model/price-book.js';
import { type Fraction, fraction, multiply, roundTo, show } from './fraction.js';
import { rateAmount } from './rate.js';
import { appliedDiscounts } from './stacking.js';

/** One step of the way from rate to total. */
export interface Line {
  readonly step: Rule['step'] | 'rounding';
  /** The rule's id; a currency's for a rounding. */
  readonly rule: string;
  readonly title: string;
  /** What is charged up to here, in the quote's currency, before any rounding. */
  readonly amount: string;
  /** `file:line` of the rule. */
  readonly source: string;
}

/** A price with the whole way to it. Immutable, and the same for the same rules and quantities. */
export interface Waterfall {
  readonly currency: string;
  /** Rounded, with the currency's decimals. */
  readonly listPrice: string;
  readonly total: string;
  readonly lines: readonly Line[];
}

/** The rules that were found to hold, after hit policy: one price, and what applies to it. */
export interface Decision {
  readonly price: PriceRule | OverrideRule;
  readonly multipliers: readonly MultiplierRule[];
  readonly discounts: readonly DiscountRule[];
}

/**
 * Calculates a price from the rules that match: the price or rate, times its multipliers, rounded once to the list
 * price; less its discounts, rounded once to the total. Exact decimals throughout.
 *
 * @param quantity gives the value of a numeric fact that a rate charges for
 * @returns undefined when the price found says "not offered"
 * @example 33.6 a second for 15 s, times 1.5 with audio, times 3.7647 for four, is 2846.1132: a list price of 2846
 */
export function calculate(
  decision: Decision,
  currency: Currency,
  stacking: Stacking,
  quantity: (fact: string) => number,
): Waterfall | undefined {
  const { price } = decision;
  if (price.step !== 'rate' && price.price === null) return undefined;
  const lines: Line[] = [];
  let amount = foundAmount(price, quantity);
  lines.push(lineOf(price, amount));
  for (const multiplier of decision.multipliers) {
    amount = multiply(amount, multiplier.multiply);
    lines.push(lineOf(multiplier, amount));
  }
  const listPrice = roundTo(amount, currency);
  lines.push(...roundingLine('List price', amount, listPrice, currency));

  amount = fraction(listPrice);
  for (const discount of appliedDiscounts(decision.discounts, stacking)) {
    amount = lessDiscount(amount, discount);
    lines.push(lineOf(discount, amount));
  }
  const total = roundTo(amount, currency);
  lines.push(...roundingLine('Total', amount, total, currency));
  return { currency: currency.id, listPrice, total, lines };
}

/** The list price alone, as `calculate` gives it; undefined when the price found says "not offered". */
export function listPriceOf(
  price: PriceRule | OverrideRule,
  multipliers: readonly MultiplierRule[],
  currency: Currency,
  quantity: (fact: string) => number,
): string | undefined {
  if (price.step !== 'rate' && price.price === null) return undefined;
  let amount = foundAmount(price, quantity);
  for (const { multiply: factor } of multipliers) amount = multiply(amount, factor);
  return roundTo(amount, currency);
}

/** The total alone, as `calculate` gives it. */
export function totalOf(
  listPrice: string,
  discounts: readonly DiscountRule[],
  stacking: Stacking,
  currency: Currency,
): string {
  return roundTo(appliedDiscounts(discounts, stacking).reduce(lessDiscount, fraction(listPrice)), currency);
}

function foundAmount(price: PriceRule | OverrideRule, quantity: (fact: string) => number): Fraction {
  return price.step === 'rate' ? rateAmount(price, quantity) : fraction(price.price ?? 0);
}

function lessDiscount(amount: Fraction, { percentOff }: DiscountRule): Fraction {
  return {
    numerator: multiply(amount, fraction(100).numerator.minus(percentOff)).numerator.shiftedBy(-2),
    denominator: amount.denominator,
  };
}

function lineOf(rule: Rule, amount: Fraction): Line {
  const { file, line } = rule.source;
  return { step: rule.step, rule: rule.id, title: rule.title, amount: show(amount), source: `${file}:${line}` };
}

const ROUNDING_WORDS = { 'half-up': 'half up', 'half-even': 'half to even', up: 'up', down: 'down' } as const;

/** Nothing, when rounding changes nothing. */
function roundingLine(what: string, amount: Fraction, rounded: string, currency: Currency): readonly Line[] {
  if (amount.numerator.eq(amount.denominator.times(rounded))) return [];
  const to = currency.decimals === 0 ? `whole ${currency.title.toLowerCase()}` : `${currency.decimals} decimals`;
  const title = `${what}, rounded ${ROUNDING_WORDS[currency.rounding]} to ${to}`;
  const { file, line } = currency.source;
  return [{ step: 'rounding', rule: currency.id, title, amount: rounded, source: `${file}:${line}` }];
}
