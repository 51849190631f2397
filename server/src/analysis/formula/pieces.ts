import { BigNumber } from 'bignumber.js';
import type { MeteredPart } from './price-sum.js';
import { largestUpTo, nextAfter, type QuantityRange } from './quantity-range.js';

/**
 * The last values of the pieces that a range falls into: within a piece, what each part charges is one straight line of
 * the quantity, or of the quantity rounded up to whole blocks, and never falls. In order; the last is the range's own.
 *
 * @example 0 to 1,000 with steps up to 100 and up to 500: 100, 500 and 1,000
 */
export function endsOfPieces(range: QuantityRange, parts: readonly MeteredPart[]): readonly number[] {
  const ends = new Set<number>([range.last]);
  for (const part of parts) {
    if (part.kind !== 'tiers') continue;
    for (const { upTo } of part.steps) {
      if (upTo === undefined) continue;
      // A step ends with the last block that is wholly in it.
      const bounds = part.block === undefined ? [upTo] : [upTo, new BigNumber(upTo).idiv(part.block).times(part.block)];
      for (const bound of bounds) {
        const end = largestUpTo(range, new BigNumber(bound));
        if (end !== undefined) ends.add(end);
      }
    }
  }
  return [...ends].sort((a, b) => a - b);
}

/** The part of a range that lies in each piece. */
export function piecesOf(range: QuantityRange, ends: readonly number[]): readonly QuantityRange[] {
  const pieces: QuantityRange[] = [];
  let { first } = range;
  for (const end of ends) {
    if (end < first) continue;
    const last = Math.min(end, range.last);
    pieces.push({ ...range, first, last });
    const next = nextAfter(range, last);
    if (next === undefined) break;
    first = next;
  }
  return pieces;
}
