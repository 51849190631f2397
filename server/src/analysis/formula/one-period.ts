import { BigNumber } from 'bignumber.js';
import { add, compare, divide, type Fraction, multiply } from '../../pricing/fraction.js';
import { partAmount } from '../../pricing/rate.js';
import type { ExcessQuestion, Scaled } from './excess-question.js';
import { endsOfPieces, piecesOf } from './pieces.js';
import { type MeteredPart, type PriceSum, weightOf, ZERO } from './price-sum.js';
import { largestUpTo, type QuantityRange } from './quantity-range.js';
import { denominator, leastCommonMultiple } from './rounding-error.js';
import { minus } from './term-bounds.js';

/** Longer periods are not worth looking for. */
const LONGEST = 1_000_000_000n;

/**
 * The first values of a range that stand for all of it. Beyond its last step, a quantity adds the same to both sides of a
 * question for every period, in whole units of the currency, which rounding does not touch: so what is so for no value of one
 * period is so for none.
 *
 * @returns the range itself where nothing repeats
 * @example 1 for each 7 against 2 for each 14, in whole credits, from 0 on: 0 to 28
 */
export function onePeriod({ over, under }: ExcessQuestion, range: QuantityRange): QuantityRange {
  const sides = [over, under].filter((side) => side !== undefined);
  const parts = sides.flatMap(({ price }) => price.terms.get(range.fact)?.parts ?? []);
  const tail = piecesOf(range, endsOfPieces(range, parts)).at(-1);
  if (tail === undefined) return range;
  const slopes = sides.map((side) => slopeOf(side.price, tail));
  const [first, second] = slopes;
  if (first === undefined || slopes.includes(undefined)) return range;
  const rises = slopes.map((slope, index) => multiply(slope ?? ZERO, total(sides[index])));
  if (rises.some((rise) => compare(rise, rises[0] ?? ZERO) !== 0)) return range;
  if (slopes.every((slope) => slope?.numerator.isZero())) return { ...range, last: tail.first };
  if (second === undefined || sides.some(({ price }) => price.maximum !== undefined)) return range;
  const starts = sides.map(({ price }, index) => overMinimum(price, tail, slopes[index] ?? ZERO));
  const period = periodOf(
    range,
    parts,
    sides.map(({ price }, index) => [price, slopes[index] ?? ZERO]),
  );
  if (period === undefined) return range;
  const end = BigNumber.max(tail.first, ...starts).plus(period);
  return { ...range, last: largestUpTo(range, end) ?? range.last };
}

function total(side: Scaled | undefined): BigNumber {
  return side === undefined ? new BigNumber(0) : weightOf(side.price).times(side.times);
}

/** What a unit of the quantity adds in the last piece, in the long run; undefined where the piece is too short to tell. */
function slopeOf(price: PriceSum, tail: QuantityRange): Fraction | undefined {
  let slope = ZERO;
  for (const part of price.terms.get(tail.fact)?.parts ?? []) {
    const start = firstWhole(part, tail);
    const end = start.plus(part.block ?? tail.step ?? 1);
    if (end.gt(tail.last)) return undefined;
    const rise = minus(
      partAmount(part, () => end.toNumber()),
      partAmount(part, () => start.toNumber()),
    );
    slope = add(slope, divide(rise, end.minus(start)));
  }
  return slope;
}

/** The first quantity of the piece at the end of a block. */
function firstWhole({ block }: MeteredPart, { first }: QuantityRange): BigNumber {
  const quantity = new BigNumber(first);
  return block === undefined ? quantity : quantity.div(block).integerValue(BigNumber.ROUND_CEIL).times(block);
}

/** From which quantity on the minimum has no part in the price, whatever the other quantities are. */
function overMinimum({ minimum, constant, terms }: PriceSum, tail: QuantityRange, slope: Fraction): BigNumber {
  const term = terms.get(tail.fact);
  if (minimum === undefined || term === undefined) return new BigNumber(tail.first);
  const missing = minus(minimum, add(constant, term.at(tail.first)));
  if (compare(missing, ZERO) <= 0) return new BigNumber(tail.first);
  const units = missing.numerator
    .times(slope.denominator)
    .div(missing.denominator.times(slope.numerator))
    .integerValue(BigNumber.ROUND_CEIL);
  return units.plus(tail.first).plus(1);
}

function periodOf(
  { step }: QuantityRange,
  parts: readonly MeteredPart[],
  sides: readonly (readonly [PriceSum, Fraction])[],
): BigNumber | undefined {
  const counted = [...parts.flatMap(({ block }) => block ?? []), step ?? '1'].map((one) => new BigNumber(one));
  const places = Math.max(...counted.map((one) => one.dp() ?? 0));
  let common = 1n;
  for (const one of counted) common = leastCommonMultiple(common, BigInt(one.shiftedBy(places).toFixed(0)));
  const base = new BigNumber(common.toString()).shiftedBy(-places);
  let times = 1n;
  for (const [{ factor, share, currency }, slope] of sides) {
    const listed = multiply(multiply(slope, base), factor.shiftedBy(currency.decimals));
    for (const amount of [listed, multiply(listed, share ?? '1')]) {
      times = leastCommonMultiple(times, denominator(amount));
      if (times > LONGEST) return undefined;
    }
  }
  // Half to even, too, does the same again after an even number of units.
  return base.times((times * 2n).toString());
}
