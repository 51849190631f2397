import type { PriceSpace } from './price-space.js';

/** How many combinations of a product are looked at; more take seconds. */
export const MOST_COMBINATIONS = 1_000_000;

/** A product with more combinations than are looked at, and what makes them so many. */
export interface TooLarge {
  readonly product: string;
  readonly combinations: number;
  readonly most: number;
  /** How many values each fact has, the most first. */
  readonly facts: readonly { readonly fact: string; readonly values: number }[];
}

export function tooLarge(product: string, space: PriceSpace, most: number): TooLarge | undefined {
  const combinations = sizeOf(space);
  if (combinations <= most) return undefined;
  const facts = [...space.options, ...space.circumstances, ...space.offers]
    .map(({ fact, values }) => ({ fact, values: values.length }))
    .filter(({ values }) => values > 1)
    .sort((a, b) => b.values - a.values);
  return { product, combinations, most, facts };
}

/** Its size in words: how many combinations, and which facts make them so many. */
export function sizeWords({ combinations, most, facts }: TooLarge): string {
  const large = facts.map(({ fact, values }) => `${fact} has ${values}`).join(', ');
  return `${combinations.toLocaleString('en')} combinations, more than ${most.toLocaleString('en')} (${large})`;
}

/** How many combinations there are. */
function sizeOf({ options, circumstances, offers }: PriceSpace): number {
  return [...options, ...circumstances, ...offers].reduce((size, { values }) => size * values.length, 1);
}
