import { isNumber, LosslessNumber } from 'lossless-json';

/** The text that a field starts with for an amount; empty for none. */
export function amountText(amount: number | null | undefined): string {
  return amount === undefined || amount === null ? '' : String(amount);
}

/** The amount that was typed into a field, by its digits; undefined where it is empty or, still being typed, no number. */
export function typedAmount(text: string): LosslessNumber | undefined {
  return isNumber(text) ? new LosslessNumber(text) : undefined;
}
