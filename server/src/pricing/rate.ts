import type { BigNumber } from 'bignumber.js';
import type { QuantityPart, RatePart, RateRule, TieredPart } from '../book/model/price-book.js';
import { add, compare, divide, type Fraction, fraction, multiply, quantityOf, upToBlock } from './fraction.js';

/**
 * What a rate charges, unrounded, in its currency. Pure.
 *
 * @param quantity gives a numeric fact's value; the book has made sure that it has one that is not negative
 * @example a rate of 5 per 60 in blocks of 15 with a minimum of 12, for 130 s: nine blocks are 135 s, 135 * 5 / 60 = 11.25, so 12
 */
export function rateAmount(rate: RateRule, quantity: (fact: string) => number): Fraction {
  let amount = rate.parts.map((part) => partAmount(part, quantity)).reduce(add);
  if (rate.minimum !== undefined) amount = larger(amount, fraction(rate.minimum));
  if (rate.maximum !== undefined) amount = smaller(amount, fraction(rate.maximum));
  return amount;
}

/** The numeric facts that a rate charges for. */
export function quantitiesOf(rate: RateRule): readonly string[] {
  return [...new Set(rate.parts.flatMap((part) => (part.kind === 'flat' ? [] : [part.of])))];
}

/** What one part of a rate charges, unrounded, before the rate's minimum and maximum. */
export function partAmount(part: RatePart, quantity: (fact: string) => number): Fraction {
  if (part.kind === 'flat') return fraction(part.amount);
  const asked = quantityOf(quantity(part.of));
  const charged = part.block === undefined ? asked : upToBlock(asked, part.block);
  return part.kind === 'quantity' ? priced(charged, part.amount, part) : tieredAmount(part, charged);
}

function priced(quantity: BigNumber, amount: string, { per }: QuantityPart | TieredPart): Fraction {
  const product = multiply(fraction(amount), quantity);
  return per === '1' ? product : divide(product, per);
}

/**
 * Steps as billing systems have them: a quantity of exactly `up_to` is still in the step; a step's `flat` is charged
 * once the quantity enters it, and the first step's for a quantity of zero too.
 */
function tieredAmount(part: TieredPart, quantity: BigNumber): Fraction {
  let total = fraction(0);
  let start = quantityOf(0);
  for (const [index, step] of part.steps.entries()) {
    const end = step.upTo === undefined ? undefined : quantityOf(0).plus(step.upTo);
    const isLast = end === undefined || quantity.lte(end);
    if (part.tiers === 'volume') {
      if (isLast) return add(priced(quantity, step.amount, part), fraction(step.flat ?? 0));
    } else {
      if (index > 0 && quantity.lte(start)) return total;
      const slice = (isLast ? quantity : end).minus(start);
      total = add(total, add(priced(slice, step.amount, part), fraction(step.flat ?? 0)));
      if (isLast) return total;
    }
    start = end ?? start;
  }
  return total;
}

function larger(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) < 0 ? b : a;
}

function smaller(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) > 0 ? b : a;
}
