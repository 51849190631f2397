import { BigNumber } from 'bignumber.js';
import type { Decimal } from './decimal.js';

/** Facts are compared as doubles; up to 15 digits, two different decimals are always two different doubles. */
export const MAX_FACT_DIGITS = 15;

/** No quote states a number as large as this. */
export const LARGEST_FACT = 1e15;

/** Takes the binary noise of a sum away: 0.1 + 0.2 is 0.3. */
export function tidy(value: number): number {
  return Number(value.toPrecision(MAX_FACT_DIGITS));
}

/** Whether a double stands for exactly one decimal of at most 15 significant digits. */
export function isExactFactNumber(value: number): boolean {
  if (Number.isSafeInteger(value) && Math.abs(value) < LARGEST_FACT) return true;
  return (
    Number.isFinite(value) && Math.abs(value) < LARGEST_FACT && new BigNumber(value).precision() <= MAX_FACT_DIGITS
  );
}

/** Whether a value is a whole number of steps from the minimum, exactly: 0.3 is three steps of 0.1. */
export function isOnStep(value: number, minimum: Decimal | undefined, step: Decimal): boolean {
  const from = Number(minimum ?? '0');
  const by = Number(step);
  if (Number.isSafeInteger(value) && Number.isSafeInteger(from) && Number.isSafeInteger(by)) {
    return (value - from) % by === 0;
  }
  return new BigNumber(value)
    .minus(minimum ?? '0')
    .modulo(step)
    .isZero();
}
