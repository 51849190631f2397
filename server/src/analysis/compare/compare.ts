import type { RateCard } from '../../pricing/rate-card.js';
import type { Effort } from '../formula/find-excess.js';
import { priceSpace } from '../space/price-space.js';
import { AmountMemo, PricedBook } from '../space/priced-book.js';
import { MOST_COMBINATIONS, type TooLarge, tooLarge } from '../space/too-large.js';
import type { ChangedPrice } from './changed-price.js';
import { changesBetween } from './changed-rules.js';
import { compareProduct } from './compare-product.js';

/** How many parts of the space of quantities are looked at for one comparison: a few seconds. */
const MOST_EFFORT = 100_000;

/** A product of which the prices can have changed: those that have, or why they are not looked at. */
export type ProductComparison =
  | { readonly kind: 'compared'; readonly product: string; readonly changes: Iterable<ChangedPrice> }
  | { readonly kind: 'too_large'; readonly product: string; readonly size: TooLarge };

/**
 * Compares two books over every combination of options and circumstances, exactly and lazily, product by product.
 * Products that no changed rule can reach are left out, and within a product the prices that the same unchanged rules
 * give: so a small change costs little in a large book.
 *
 * @param at milliseconds since 1970: the moment from which the later book would answer
 * @param most how many combinations a product may have
 */
export function* compare(
  before: RateCard,
  after: RateCard,
  at: number,
  most = MOST_COMBINATIONS,
): Generator<ProductComparison> {
  const changes = changesBetween(before, after);
  const [was, is] = [new AmountMemo(), new AmountMemo()];
  const effort: Effort = { left: MOST_EFFORT };
  for (const id of changes.products) {
    const [one, two] = [before.products.get(id), after.products.get(id)];
    const earlier = one === undefined ? undefined : { card: before, product: one };
    const later = two === undefined ? undefined : { card: after, product: two };
    const space = priceSpace([earlier, later], at);
    const size = tooLarge(id, space, most);
    if (size !== undefined) {
      yield { kind: 'too_large', product: id, size };
      continue;
    }
    const priceChanges = compareProduct(
      {
        id,
        title: (two ?? one)?.product.title ?? id,
        space,
        before: earlier && new PricedBook(earlier, space, [later], was),
        after: later && new PricedBook(later, space, [earlier], is),
        effort,
      },
      changes,
    );
    yield { kind: 'compared', product: id, changes: priceChanges };
  }
}

/** All prices that change, of the products that are not too large. */
export function* allMoved(products: Iterable<ProductComparison>): Generator<ChangedPrice> {
  for (const product of products) if (product.kind === 'compared') yield* product.changes;
}
