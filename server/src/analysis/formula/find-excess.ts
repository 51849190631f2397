import { BigNumber } from 'bignumber.js';
import { add, compare, type Fraction, fraction, multiply } from '../../pricing/fraction.js';
import type { ExcessQuestion, Scaled } from './excess-question.js';
import { onePeriod } from './one-period.js';
import { type PriceSum, type Quantities, weightOf, ZERO } from './price-sum.js';
import { halves, type QuantityRange, splitAfter } from './quantity-range.js';
import { roundingError } from './rounding-error.js';
import { larger, smaller, type TermBounds, TermPair } from './term-bounds.js';

export type ExcessAnswer =
  | { readonly kind: 'never' }
  /** Quantities at which it is so. */
  | { readonly kind: 'found'; readonly quantities: Quantities }
  /** Not known: there were too many quantities at which only rounding decides. */
  | { readonly kind: 'undecided' };

/** How many parts of the space of quantities may still be looked at, over all questions that share it. */
export interface Effort {
  left: number;
}

/** The parts that one question may look at: first as it is asked, then of one period of what repeats itself. */
const FIRST_PARTS = 500;
/** Those of an ordinary question, which cost no effort. */
const FREE_PARTS = 50;
const MOST_PARTS = 20_000;

type Box = readonly QuantityRange[];

/**
 * Decides the question exactly, by parting the space of quantities until each part is known: within a part, the largest
 * that one side can be is compared with the least that the other can; and before rounding, as both are sums of terms of one
 * quantity each, the largest difference is the sum of the terms' own. What remains is where only rounding decides.
 */
export function findExcess(question: ExcessQuestion, effort: Effort): ExcessAnswer {
  const first = search(question, effort, FIRST_PARTS);
  if (first.kind !== 'undecided') return first;
  return search(
    { ...question, ranges: question.ranges.map((range) => onePeriod(question, range)) },
    effort,
    MOST_PARTS,
  );
}

function search(question: ExcessQuestion, effort: Effort, most: number): ExcessAnswer {
  const space = new ExcessSearch(question);
  const stack: Box[] = [question.ranges];
  let parts = 0;
  for (let box = stack.pop(); box !== undefined; box = stack.pop()) {
    if (parts++ >= most || (parts > FREE_PARTS && effort.left-- <= 0)) return { kind: 'undecided' };
    const outcome = space.lookAt(box);
    if (outcome.kind === 'found') return outcome;
    // Small quantities first: the lower half lies on top.
    if (outcome.kind === 'split') stack.push(outcome.upper, outcome.lower);
  }
  return { kind: 'never' };
}

/** Whether the question's answer is yes at these quantities. */
export function exceedsAt({ over, under, plus }: ExcessQuestion, quantities: Quantities): boolean {
  return amountAt(over, quantities).plus(plus).gt(amountAt(under, quantities));
}

function amountAt(side: Scaled | undefined, quantities: Quantities): BigNumber {
  return side === undefined ? NONE : side.price.amountAt(quantities).times(side.times);
}

type Outcome =
  | { readonly kind: 'never' }
  | { readonly kind: 'found'; readonly quantities: Quantities }
  | { readonly kind: 'split'; readonly lower: Box; readonly upper: Box };

const NEVER: Outcome = { kind: 'never' };

class ExcessSearch {
  readonly #question: ExcessQuestion;
  readonly #pairs: readonly TermPair[];
  readonly #over: BoundedSide;
  readonly #under: BoundedSide;
  #listPairs: readonly TermPair[] | undefined;
  #slack: Fraction | undefined;

  constructor(question: ExcessQuestion) {
    const { over, under, ranges } = question;
    this.#question = question;
    this.#over = new BoundedSide(over);
    this.#under = new BoundedSide(under);
    this.#pairs = pairsOf(over?.price, under?.price, ranges, [this.#over.weight, this.#under.weight]);
  }

  lookAt(box: Box): Outcome {
    const extremes = box.map((range, place) => this.#pair(place).extremes(range));
    const top = quantitiesAt(box, (place) => extremes[place]?.mostAt);
    const bottom = quantitiesAt(box, (place) => extremes[place]?.leastAt);
    const { over, under, plus } = this.#question;
    const [most, least] = [amountAt(over, top).plus(plus), amountAt(under, bottom)];
    if (most.lte(least)) return NEVER;
    if (over === undefined) return { kind: 'found', quantities: bottom };
    if (under === undefined) return { kind: 'found', quantities: top };
    const bounds = box.map((range, place) => this.#pair(place).bounds(range));
    if (this.#follows(box, bounds) || this.#staysUnder(bounds)) return NEVER;
    for (const quantities of [bottom, top, quantitiesAt(box, (place) => bounds[place]?.gapAt)]) {
      if (exceedsAt(this.#question, quantities)) return { kind: 'found', quantities };
    }
    return this.#split(box, bounds);
  }

  /** Whether the difference before rounding is so far under zero that rounding cannot make it more. */
  #staysUnder(bounds: readonly TermBounds[]): boolean {
    const [over, under] = [this.#over, this.#under];
    const most = sum(over.constant, bounds, 'most');
    const least = sum(under.constant, bounds, 'least');
    let gap = add(over.weighted(over.constant), multiply(under.weighted(under.constant), '-1'));
    for (const one of bounds) gap = add(gap, one.gap);
    // Each price is its minimum, its maximum, or its sum: the larger of the differences of these.
    const bottom = under.weighted(under.kept(least));
    const ofSum = over.weighted(over.most(most));
    let worst = add(ofSum, multiply(bottom, '-1'));
    const loose = under.maximum === undefined ? gap : larger(gap, subtract(ofSum, under.weighted(under.maximum)));
    worst = smaller(worst, loose);
    if (over.minimum !== undefined) worst = larger(worst, subtract(over.weighted(over.minimum), bottom));
    worst = add(worst, fraction(this.#question.plus.toFixed()));
    if (compare(worst, ZERO) > 0) return false;
    this.#slack ??= this.#errors();
    return compare(add(worst, this.#slack), ZERO) <= 0;
  }

  #errors(): Fraction {
    const { over, under, ranges } = this.#question;
    const up = over === undefined ? ZERO : multiply(roundingError(over.price, ranges).up, over.times);
    const down = under === undefined ? ZERO : multiply(roundingError(under.price, ranges).down, under.times);
    return add(up, down);
  }

  /**
   * Whether one price follows the other at every step, from a sum that is never larger to a total that is not: rounding
   * never turns the order of two amounts around.
   */
  #follows(box: Box, bounds: readonly TermBounds[]): boolean {
    const { over, under, plus } = this.#question;
    if (over === undefined || under === undefined || plus.gt(0) || over.times.gt(under.times)) return false;
    const [a, b] = [over.price, under.price];
    if (a.currency.decimals !== b.currency.decimals || a.currency.rounding !== b.currency.rounding) return false;
    if ((a.share ?? ONE).gt(b.share ?? ONE)) return false;
    // As list prices: without discounts and times.
    let gap = subtract(multiply(a.constant, a.factor), multiply(b.constant, b.factor));
    for (const [place, range] of box.entries()) gap = add(gap, this.#listPair(place).bounds(range).gap);
    if (compare(gap, ZERO) > 0) return false;
    const [most, least] = [sum(a.constant, bounds, 'most'), sum(b.constant, bounds, 'least')];
    if (a.minimum !== undefined) {
      const other = this.#under.kept(least);
      if (compare(multiply(a.minimum, a.factor), multiply(other, b.factor)) > 0) return false;
    }
    if (b.maximum !== undefined) {
      if (compare(multiply(this.#over.most(most), a.factor), multiply(b.maximum, b.factor)) > 0) return false;
    }
    return true;
  }

  #split(box: Box, bounds: readonly TermBounds[]): Outcome {
    let place = -1;
    for (const [index, { spread }] of bounds.entries()) {
      const range = box[index];
      if (range === undefined || range.first >= range.last) continue;
      if (place < 0 || spread > (bounds[place]?.spread ?? 0)) place = index;
    }
    const range = box[place];
    // Of a single value of each quantity, the bounds are what was tried.
    if (range === undefined) return NEVER;
    const { ends } = this.#pair(place);
    const inside = ends.filter((end) => end >= range.first && end < range.last);
    const end = inside[Math.floor(inside.length / 2)];
    const [lower, upper] = end === undefined ? halves(range) : splitAfter(range, end);
    return { kind: 'split', lower: withRange(box, place, lower), upper: withRange(box, place, upper) };
  }

  #pair(place: number): TermPair {
    return given(this.#pairs[place]);
  }

  #listPair(place: number): TermPair {
    const { over, under, ranges } = this.#question;
    this.#listPairs ??= pairsOf(over?.price, under?.price, ranges, [
      over?.price.factor ?? NONE,
      under?.price.factor ?? NONE,
    ]);
    return given(this.#listPairs[place]);
  }
}

const ONE = new BigNumber(1);
const NONE = new BigNumber(0);

function pairsOf(
  over: PriceSum | undefined,
  under: PriceSum | undefined,
  ranges: readonly QuantityRange[],
  weights: readonly [over: BigNumber, under: BigNumber],
): readonly TermPair[] {
  return ranges.map((range) => new TermPair(range, over?.terms.get(range.fact), under?.terms.get(range.fact), weights));
}

function given(pair: TermPair | undefined): TermPair {
  if (pair === undefined) throw new Error('every quantity has its terms');
  return pair;
}

/** One side of the question, before rounding. */
class BoundedSide {
  readonly constant: Fraction;
  readonly minimum: Fraction | undefined;
  readonly maximum: Fraction | undefined;
  readonly weight: BigNumber;

  constructor(side: Scaled | undefined) {
    this.constant = side?.price.constant ?? ZERO;
    this.minimum = side?.price.minimum;
    this.maximum = side?.price.maximum;
    this.weight = side === undefined ? NONE : weightOf(side.price).times(side.times);
  }

  weighted(amount: Fraction): Fraction {
    return multiply(amount, this.weight);
  }

  /** Not over the maximum. */
  most(amount: Fraction): Fraction {
    return this.maximum === undefined ? amount : smaller(amount, this.maximum);
  }

  /** Between minimum and maximum. */
  kept(amount: Fraction): Fraction {
    return this.most(this.minimum === undefined ? amount : larger(amount, this.minimum));
  }
}

function sum(constant: Fraction, bounds: readonly TermBounds[], which: 'most' | 'least'): Fraction {
  return bounds.reduce((total, one) => add(total, one[which]), constant);
}

function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, multiply(b, '-1'));
}

function quantitiesAt(box: Box, where: (place: number) => number | undefined): Quantities {
  return new Map(box.map(({ fact, first }, place) => [fact, where(place) ?? first]));
}

function withRange(box: Box, place: number, range: QuantityRange): Box {
  return box.map((one, index) => (index === place ? range : one));
}
