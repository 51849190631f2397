import type { MultiplierRule, RatePart, RateRule } from '../../book/model/price-book.js';
import { defined } from '../../book/read/fields.js';
import { add, type Fraction, fraction, multiply, show } from '../../pricing/fraction.js';
import { partAmount } from '../../pricing/rate.js';
import type { NamedFact, RateFormula, RateTerm } from './outcome.js';

/** The numeric facts that change what a rate charges. A part whose amount is 0 charges nothing by its fact. */
export function chargedFacts({ parts }: RateRule): readonly string[] {
  const facts = parts.flatMap((part) => (part.kind === 'flat' || isFree(part) ? [] : [part.of]));
  return [...new Set(facts)];
}

function isFree(part: RatePart): boolean {
  return part.kind === 'quantity' && Number(part.amount) === 0;
}

/**
 * What a rate charges by the quantities that are left open, as terms that can be printed.
 *
 * @param isOpen whether a fact could still have more than one value
 * @param quantity the value of a fact that is not open
 * @returns undefined where tiers make it more than a sum of terms
 * @example 21 a second, times 1.5 with audio, with the duration left open: 31.5 per second
 */
export function rateFormula(
  rate: RateRule,
  multipliers: readonly MultiplierRule[],
  isOpen: (fact: string) => boolean,
  quantity: (fact: string) => number,
  named: (fact: string) => NamedFact,
): RateFormula | undefined {
  const multiplied = (amount: Fraction): Fraction =>
    multipliers.reduce((product, { multiply: factor }) => multiply(product, factor), amount);
  const terms: RateTerm[] = [];
  let flat = fraction(0);
  for (const part of rate.parts) {
    if (part.kind === 'flat' || !isOpen(part.of)) flat = add(flat, partAmount(part, quantity));
    else if (part.kind === 'tiers') return undefined;
    else if (!isFree(part)) {
      const { per, block, of } = part;
      const amount = show(multiplied(fraction(part.amount)));
      terms.push(defined<RateTerm>({ kind: 'quantity', amount, of: named(of), per, block }));
    }
  }
  if (!flat.numerator.isZero()) terms.unshift({ kind: 'flat', amount: show(multiplied(flat)) });
  const bound = (digits: string | undefined) => digits && show(multiplied(fraction(digits)));
  return defined<RateFormula>({ terms, minimum: bound(rate.minimum), maximum: bound(rate.maximum) });
}
