import { BigNumber } from 'bignumber.js';
import type { Currency, Rounding } from '../book/price-book.js';

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
export interface Exact {
  readonly over: BigNumber;
  readonly under: BigNumber;
}

const ONE = new Decimal(1);

/** The exact amount that digits stand for. */
export function exact(digits: string | number): Exact {
  return { over: new Decimal(digits), under: ONE };
}

export function add(a: Exact, b: Exact): Exact {
  if (a.under.eq(b.under)) return { over: a.over.plus(b.over), under: a.under };
  return { over: a.over.times(b.under).plus(b.over.times(a.under)), under: a.under.times(b.under) };
}

export function multiply(a: Exact, factor: string | BigNumber): Exact {
  return { over: a.over.times(factor), under: a.under };
}

/** @param divisor positive */
export function divide(a: Exact, divisor: string | BigNumber): Exact {
  return { over: a.over, under: a.under.times(divisor) };
}

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compare(a: Exact, b: Exact): number {
  return a.over.times(b.under).comparedTo(b.over.times(a.under)) ?? 0;
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
export function roundTo(amount: Exact, currency: Currency): string {
  const { decimals, rounding } = currency;
  const mode = MODES[rounding];
  if (amount.under.eq(ONE)) return amount.over.toFixed(decimals, mode);
  // Whole units and the remainder are exact; a remainder stands for a digit between .0 and 1 that decides the rounding.
  const scaled = amount.over.shiftedBy(decimals);
  const whole = scaled.idiv(amount.under);
  const twice = scaled.minus(whole.times(amount.under)).times(2);
  const beyond = twice.isZero() ? '0' : twice.eq(amount.under) ? '0.5' : twice.lt(amount.under) ? '0.25' : '0.75';
  return whole.plus(beyond).dp(0, mode).shiftedBy(-decimals).toFixed(decimals);
}

/** The digits of an amount before rounding; a quotient that never ends is shown to 20 decimals. */
export function show(amount: Exact): string {
  return amount.under.eq(ONE) ? amount.over.toFixed() : amount.over.div(amount.under).toFixed();
}
