import { BigNumber } from 'bignumber.js';
import type { Currency, Rounding } from '../book/model/price-book.js';

/** How many digits after the point a quotient is shown with where it never ends; it is never calculated with. */
const SHOWN_DECIMALS = 20;

const Decimal = BigNumber.clone({
  DECIMAL_PLACES: SHOWN_DECIMALS,
  ROUNDING_MODE: BigNumber.ROUND_HALF_EVEN,
  EXPONENTIAL_AT: 1e9,
});

/**
 * An exact amount: a fraction of two decimals, so that 5 a minute for 7 seconds stays 35/60 until it is rounded once.
 * The denominator is positive.
 */
export interface Fraction {
  readonly numerator: BigNumber;
  readonly denominator: BigNumber;
}

const ONE = new Decimal(1);

/** The exact amount that digits stand for. */
export function fraction(digits: string | number): Fraction {
  return { numerator: new Decimal(digits), denominator: ONE };
}

export function add(a: Fraction, b: Fraction): Fraction {
  if (a.denominator.eq(b.denominator)) return { numerator: a.numerator.plus(b.numerator), denominator: a.denominator };
  return {
    numerator: a.numerator.times(b.denominator).plus(b.numerator.times(a.denominator)),
    denominator: a.denominator.times(b.denominator),
  };
}

export function multiply(a: Fraction, factor: string | BigNumber): Fraction {
  return { numerator: a.numerator.times(factor), denominator: a.denominator };
}

/** @param divisor positive */
export function divide(a: Fraction, divisor: string | BigNumber): Fraction {
  return { numerator: a.numerator, denominator: a.denominator.times(divisor) };
}

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compare(a: Fraction, b: Fraction): number {
  return a.numerator.times(b.denominator).comparedTo(b.numerator.times(a.denominator)) ?? 0;
}

/** The quantity rounded up to whole blocks: 16 in blocks of 15 is 30. */
export function upToBlock(quantity: BigNumber, block: string): BigNumber {
  const part = quantity.modulo(block);
  return part.isZero() ? quantity : quantity.minus(part).plus(block);
}

export function quantityOf(value: number): BigNumber {
  return new Decimal(value);
}

const MODES: Readonly<Record<Rounding, BigNumber.RoundingMode>> = {
  'half-up': BigNumber.ROUND_HALF_UP,
  'half-even': BigNumber.ROUND_HALF_EVEN,
  up: BigNumber.ROUND_UP,
  down: BigNumber.ROUND_DOWN,
};

/**
 * Rounds an amount once, as its currency says.
 *
 * @example roundTo({over: 2846.1132, under: 1}, credits) // '2846'
 * @returns digits with exactly the currency's decimals
 */
export function roundTo(amount: Fraction, currency: Currency): string {
  const { decimals, rounding } = currency;
  const mode = MODES[rounding];
  if (amount.denominator.eq(ONE)) return amount.numerator.toFixed(decimals, mode);
  // Whole units and the remainder are exact; a remainder stands for a digit between .0 and 1 that decides the rounding.
  const scaled = amount.numerator.shiftedBy(decimals);
  const whole = scaled.idiv(amount.denominator);
  const twice = scaled.minus(whole.times(amount.denominator)).times(2);
  const beyond = twice.isZero()
    ? '0'
    : twice.eq(amount.denominator)
      ? '0.5'
      : twice.lt(amount.denominator)
        ? '0.25'
        : '0.75';
  return whole.plus(beyond).dp(0, mode).shiftedBy(-decimals).toFixed(decimals);
}

/** The digits of an amount before rounding; a quotient that never ends is shown to 20 decimals. */
export function show(amount: Fraction): string {
  return amount.denominator.eq(ONE) ? amount.numerator.toFixed() : amount.numerator.div(amount.denominator).toFixed();
}
