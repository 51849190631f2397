import type { Decimal } from '../../book/model/decimal.js';

/** A fact with the name that people know it by. */
export interface NamedFact {
  readonly fact: string;
  readonly title: string;
  /** Such as `s`. */
  readonly unit?: string;
}

/** What a cell of the printed price list says: exactly one of these. */
export type Outcome =
  /** One list price, whatever else a buyer states that the cell leaves open. */
  | { readonly kind: 'price'; readonly listPrice: string; readonly currency: string }
  /** Charged by quantities that the cell leaves open, always by the same formula. */
  | { readonly kind: 'rate'; readonly formula: RateFormula; readonly currency: string }
  /** Offered, but what it costs, or whether it is offered, needs these facts. */
  | { readonly kind: 'depends_on'; readonly facts: readonly NamedFact[] }
  /** Nothing is priced there, whatever a buyer states. */
  | { readonly kind: 'not_offered' };

/** What a rate charges, multiplied, before it is rounded: the sum of its terms, within its minimum and maximum. */
export interface RateFormula {
  readonly terms: readonly RateTerm[];
  readonly minimum?: string;
  readonly maximum?: string;
}

export type RateTerm =
  | { readonly kind: 'flat'; readonly amount: string }
  | {
      readonly kind: 'quantity';
      readonly amount: string;
      readonly of: NamedFact;
      /** How many units of the fact the amount buys. */
      readonly per: Decimal;
      /** A block is charged whole once it is started. */
      readonly block?: Decimal;
    };
