import { BigNumber } from 'bignumber.js';
import { add, compare, divide, type Fraction, multiply, upToBlock } from '../../pricing/fraction.js';
import { partAmount } from '../../pricing/rate.js';
import { endsOfPieces, piecesOf } from './pieces.js';
import { type MeteredPart, Term, ZERO } from './price-sum.js';
import type { QuantityRange } from './quantity-range.js';

/** Where the first of two prices charges most for a quantity, and the other least. */
export interface Extremes {
  readonly mostAt: number;
  readonly leastAt: number;
}

/** What two prices charge for one quantity, within a range of it. */
export interface TermBounds extends Extremes {
  /** The most that the first charges. */
  readonly most: Fraction;
  /** The least that the other charges. */
  readonly least: Fraction;
  /** Nowhere is the difference of the two, each with its weight, over this. */
  readonly gap: Fraction;
  /** Where it is largest, or likely to be. */
  readonly gapAt: number;
  /** About how much both change over the range: what is worth splitting. */
  readonly spread: number;
}

const NOTHING = new Term([]);

/** One quantity, as two prices charge it: where the first can be over the second. */
export class TermPair {
  readonly range: QuantityRange;
  readonly ends: readonly number[];
  readonly #over: Term;
  readonly #under: Term;
  readonly #weights: readonly [over: BigNumber, under: BigNumber];
  readonly #parts: readonly MeteredPart[];
  /** Whether both charge by the same blocks, or none: then a difference of the two is a straight line within a piece. */
  readonly #sameBlocks: boolean;

  constructor(
    range: QuantityRange,
    over: Term | undefined,
    under: Term | undefined,
    weights: readonly [over: BigNumber, under: BigNumber],
  ) {
    this.range = range;
    this.#over = over ?? NOTHING;
    this.#under = under ?? NOTHING;
    this.#weights = weights;
    this.#parts = [...this.#over.parts, ...this.#under.parts];
    this.ends = endsOfPieces(range, this.#parts);
    const [first] = this.#parts;
    this.#sameBlocks = this.#parts.every(({ block }) => sameNumber(block, first?.block));
  }

  /**
   * Where the first side charges most, and the other least.
   *
   * @param within a part of the whole range
   */
  extremes(within: QuantityRange): Extremes {
    const { first, last } = within;
    // Charges never fall within a piece, so with a single one the extremes are its ends.
    if (this.#isOnePiece(within)) return { mostAt: last, leastAt: first };
    return this.bounds(within);
  }

  #isOnePiece({ first, last }: QuantityRange): boolean {
    return this.ends.every((end) => end >= last || end < first);
  }

  /** @param within a part of the whole range */
  bounds(within: QuantityRange): TermBounds {
    let found: TermBounds | undefined;
    for (const piece of piecesOf(within, this.ends)) {
      const here = this.#inPiece(piece);
      found = found === undefined ? here : worse(found, here);
    }
    if (found === undefined) throw new Error(`no values of ${within.fact} from ${within.first} to ${within.last}`);
    return found;
  }

  /** Charges never fall within a piece, so the extremes are at its ends. */
  #inPiece(piece: QuantityRange): TermBounds {
    const { first, last } = piece;
    const [over, under] = this.#weights;
    const [low, high] = [this.#over.at(first), this.#over.at(last)];
    const [otherLow, otherHigh] = [this.#under.at(first), this.#under.at(last)];
    const [atFirst, atLast] = [
      minus(multiply(low, over), multiply(otherLow, under)),
      minus(multiply(high, over), multiply(otherHigh, under)),
    ];
    const larger = compare(atLast, atFirst) > 0;
    const apart = minus(multiply(high, over), multiply(otherLow, under));
    return {
      most: high,
      mostAt: last,
      least: otherLow,
      leastAt: first,
      gap: this.#sameBlocks ? (larger ? atLast : atFirst) : smaller(apart, this.#envelope(piece)),
      gapAt: larger ? last : first,
      spread:
        (approximate(high) - approximate(low)) * over.toNumber() +
        (approximate(otherHigh) - approximate(otherLow)) * under.toNumber(),
    };
  }

  /** With blocks of several sizes: each charge lies between the lines of no block and of a whole block more. */
  #envelope({ first, last }: QuantityRange): Fraction {
    const [over, under] = this.#weights;
    const at = (quantity: number): Fraction => {
      const most = this.#over.parts.map((part) => line(part, first, last, quantity, true)).reduce(add, ZERO);
      const least = this.#under.parts.map((part) => line(part, first, last, quantity, false)).reduce(add, ZERO);
      return minus(multiply(most, over), multiply(least, under));
    };
    return larger(at(first), at(last));
  }
}

function line(part: MeteredPart, first: number, last: number, quantity: number, withBlock: boolean): Fraction {
  const [from, to] = [partAmount(part, () => first), partAmount(part, () => last)];
  const [start, end] = [charged(part, first), charged(part, last)];
  if (end.lte(start)) return from;
  const where =
    withBlock && part.block !== undefined ? new BigNumber(quantity).plus(part.block) : new BigNumber(quantity);
  const rise = divide(multiply(minus(to, from), where.minus(start)), end.minus(start));
  return add(from, rise);
}

function charged({ block }: MeteredPart, quantity: number): BigNumber {
  const asked = new BigNumber(quantity);
  return block === undefined ? asked : upToBlock(asked, block);
}

function worse(a: TermBounds, b: TermBounds): TermBounds {
  const [most, least, gap] = [compare(b.most, a.most) > 0, compare(b.least, a.least) < 0, compare(b.gap, a.gap) > 0];
  return {
    most: most ? b.most : a.most,
    mostAt: most ? b.mostAt : a.mostAt,
    least: least ? b.least : a.least,
    leastAt: least ? b.leastAt : a.leastAt,
    gap: gap ? b.gap : a.gap,
    gapAt: gap ? b.gapAt : a.gapAt,
    spread: a.spread + b.spread,
  };
}

function sameNumber(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && new BigNumber(a).eq(b));
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return add(a, multiply(b, '-1'));
}

export function larger(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) < 0 ? b : a;
}

export function smaller(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) > 0 ? b : a;
}

function approximate({ numerator, denominator }: Fraction): number {
  return numerator.toNumber() / denominator.toNumber();
}
