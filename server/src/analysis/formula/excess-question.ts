import type { BigNumber } from 'bignumber.js';
import type { PriceSum } from './price-sum.js';
import type { QuantityRange } from './quantity-range.js';

/** So many times a price. */
export interface Scaled {
  readonly price: PriceSum;
  /** Not negative. */
  readonly times: BigNumber;
}

/**
 * Whether, at some quantities, one price with a fixed amount is over another: `over + plus > under`. Without a price, a side is
 * zero. Every statement about prices is such a question: a floor asks for `floor > price`.
 */
export interface ExcessQuestion {
  readonly over: Scaled | undefined;
  readonly under: Scaled | undefined;
  readonly plus: BigNumber;
  /** The quantities that vary. */
  readonly ranges: readonly QuantityRange[];
}
