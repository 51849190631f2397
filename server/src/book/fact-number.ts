import { BigNumber } from 'bignumber.js';
import type { Decimal } from './price-book.js';

/** Facts are compared as doubles; up to 15 digits, two different decimals are always two different doubles. */
export const MAX_FACT_DIGITS = 15;

/** Whether a double stands for exactly one decimal of at most 15 significant digits. */
export function isExactFactNumber(value: number): boolean {
  if (Number.isSafeInteger(value) && Math.abs(value) < 1e15) return true;
  return Number.isFinite(value) && Math.abs(value) < 1e15 && new BigNumber(value).precision() <= MAX_FACT_DIGITS;
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
