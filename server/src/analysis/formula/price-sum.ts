import { BigNumber } from 'bignumber.js';
import type { Currency, DiscountRule, QuantityPart, TieredPart } from '../../book/model/price-book.js';
import { add, type Fraction, fraction } from '../../pricing/fraction.js';
import { partAmount } from '../../pricing/rate.js';
import type { FoundList } from '../space/priced-book.js';

/** Charged quantities by the names of their facts. */
export type Quantities = ReadonlyMap<string, number>;

/** A part of a rate that charges a quantity. */
export type MeteredPart = QuantityPart | TieredPart;

/**
 * A price as a function of the quantities that vary: a sum of terms, each of one quantity, that is kept between a
 * minimum and a maximum, multiplied, rounded, lessened by discounts, and rounded again. All but the terms never falls
 * when the sum grows, so what is known of the terms is known of the price.
 */
export interface PriceSum {
  /** What does not vary. */
  readonly constant: Fraction;
  /** What is charged for each quantity that varies. */
  readonly terms: ReadonlyMap<string, Term>;
  readonly minimum: Fraction | undefined;
  readonly maximum: Fraction | undefined;
  /** All multipliers together; not negative. */
  readonly factor: BigNumber;
  /** The share that discounts leave, from 0 to 1; undefined where there are none, and so no second rounding. */
  readonly share: BigNumber | undefined;
  readonly currency: Currency;
  /** The price at some quantities, as a quote answers it. */
  readonly amountAt: (quantities: Quantities) => BigNumber;
}

/** What is charged for one quantity. */
export class Term {
  readonly parts: readonly MeteredPart[];
  readonly #known = new Map<number, Fraction>();

  constructor(parts: readonly MeteredPart[]) {
    this.parts = parts;
  }

  at(quantity: number): Fraction {
    const known = this.#known.get(quantity);
    if (known !== undefined) return known;
    const made = this.parts.map((part) => partAmount(part, () => quantity)).reduce(add, ZERO);
    this.#known.set(quantity, made);
    return made;
  }
}

export const ZERO = fraction(0);
const ONE = new BigNumber(1);

/** What the sum of a price is made from. */
export interface SummedPrice extends Pick<PriceSum, 'currency' | 'amountAt'> {
  readonly list: FoundList;
  /** The numeric facts that vary. */
  readonly varying: ReadonlySet<string>;
  /** The value of each numeric fact that does not vary. */
  readonly fixed: (fact: string) => number;
  /** Those that apply, after stacking; none for a list price. */
  readonly discounts: readonly DiscountRule[];
}

/** A price as a function of the quantities that vary. */
export function priceSum({ list, varying, fixed, discounts, currency, amountAt }: SummedPrice): PriceSum {
  const { multipliers } = list;
  const { rule } = list.found;
  const parts = new Map<string, MeteredPart[]>();
  let constant = ZERO;
  let [minimum, maximum]: readonly (Fraction | undefined)[] = [];
  if (rule.step === 'rate') {
    for (const part of rule.parts) {
      if (part.kind === 'flat' || !varying.has(part.of)) constant = add(constant, partAmount(part, fixed));
      else parts.set(part.of, [...(parts.get(part.of) ?? []), part]);
    }
    if (rule.minimum !== undefined) minimum = fraction(rule.minimum);
    if (rule.maximum !== undefined) maximum = fraction(rule.maximum);
  } else constant = fraction(rule.price ?? 0);
  return {
    constant,
    terms: new Map([...parts].map(([fact, own]) => [fact, new Term(own)])),
    minimum,
    maximum,
    factor: multipliers.reduce((product, one) => product.times(one.rule.multiply), ONE),
    share:
      discounts.length === 0
        ? undefined
        : discounts.reduce(
            (share, { percentOff }) => share.times(new BigNumber(100).minus(percentOff)).shiftedBy(-2),
            ONE,
          ),
    currency,
    amountAt,
  };
}

/** What one unit of the sum becomes before rounding. */
export function weightOf({ factor, share }: PriceSum): BigNumber {
  return share === undefined ? factor : factor.times(share);
}
