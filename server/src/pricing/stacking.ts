import type { DiscountRule, Stacking } from '../book/model/price-book.js';
import { compare, fraction } from './fraction.js';

interface StackingMode {
  /** Those of the discounts that hold which are taken off, in the order in which they are. */
  readonly applied: (discounts: readonly DiscountRule[]) => readonly DiscountRule[];
  /** Whether one discount can keep another from ever being taken off. */
  readonly oneBeatsAnother: boolean;
}

const MODES: Readonly<Record<Stacking, StackingMode>> = {
  best: { applied: largest, oneBeatsAnother: true },
  sequence: { applied: (discounts) => discounts, oneBeatsAnother: false },
};

/** The discounts that are taken off, of those that hold, which come in the order of the book. */
export function appliedDiscounts(discounts: readonly DiscountRule[], stacking: Stacking): readonly DiscountRule[] {
  return MODES[stacking].applied(discounts);
}

/** Whether one discount can keep another from ever being taken off. */
export function oneBeatsAnother(stacking: Stacking): boolean {
  return MODES[stacking].oneBeatsAnother;
}

/** The largest discount, the first of equal ones. */
function largest(discounts: readonly DiscountRule[]): readonly DiscountRule[] {
  const [first, ...rest] = discounts;
  if (first === undefined) return discounts;
  const isLarger = (a: DiscountRule, b: DiscountRule) => compare(fraction(a.percentOff), fraction(b.percentOff)) > 0;
  return [rest.reduce((best, next) => (isLarger(next, best) ? next : best), first)];
}
