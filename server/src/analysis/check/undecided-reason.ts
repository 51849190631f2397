import type { PriceGrid } from './price-grid.js';

/** Why an invariant was neither proven nor refuted for a product, in a sentence for the person who sets its prices. */
export function undecidedReason({ side }: PriceGrid, facts: readonly string[]): string {
  const names = facts.map((fact) => `\`${fact}\``).join(' and ');
  const smallest =
    side.product.currency.decimals === 0 ? '1' : `0.${'1'.padStart(side.product.currency.decimals, '0')}`;
  return (
    `for ${side.product.product.title}, the prices that it compares are so close that only rounding decides between them, ` +
    `and ${names} can have too many values to try each: allow a difference of ${smallest}, or give ${names} a minimum, a maximum and a larger step`
  );
}
