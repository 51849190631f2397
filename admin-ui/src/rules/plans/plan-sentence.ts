import type { PlanSpec } from '../../book/rule-sets.js';
import { groupDigits } from '../../layout/words.js';

/** A plan in plain words: `1,000 USD a month, 20,000 credits, 5% off`. */
export function planSentence({ monthly_price, monthly_credits, credit_discount }: PlanSpec, currency: string): string {
  const off = credit_discount === 0 ? 'no discount' : `${credit_discount}% off`;
  return `${groupDigits(String(monthly_price))} ${currency} a month, ${groupDigits(String(monthly_credits))} credits, ${off}`;
}
