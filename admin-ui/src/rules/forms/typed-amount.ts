import { Digits } from '../../api/exact-json.js';

/** The text that a field starts with for an amount; empty for none. */
export function amountText(amount: number | null | undefined): string {
  return amount === undefined || amount === null ? '' : String(amount);
}

/** The amount that was typed into a field, by its digits; undefined where it was left empty. */
export function typedAmount(text: string): Digits | undefined {
  return text === '' ? undefined : new Digits(text);
}
