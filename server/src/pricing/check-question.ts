import type { FactValue } from '../book/model/condition.js';
import { abridged, hintForName } from '../book/model/suggest.js';
import type { GivenFacts } from './fact-parser.js';
import type { FactSlots } from './matching/compiled-rule.js';
import type { QuoteRejection } from './quote-rejection.js';
import { fillMoment, type ProductCard, type RateCard } from './rate-card.js';

/** What a quote is asked for. */
export interface Question {
  readonly product: string;
  readonly options: GivenFacts;
  readonly context: GivenFacts;
  /** The moment that is asked about, in milliseconds since 1970. */
  readonly at: number;
}

/** A question whose facts have been checked. */
export interface CheckedQuestion {
  readonly product: ProductCard;
  readonly slots: FactSlots;
}

/** How many products a rejection lists. */
const MAX_LISTED = 100;

/** The rejection of a product that the card does not have. */
export function unknownProduct(card: RateCard, id: string): QuoteRejection {
  return {
    code: 'unknown_product',
    detail: `\`${abridged(id)}\` is not a product; ${hintForName(id, card.products.keys(), 'products')}`,
    pointer: '/product',
    valid: [...card.products.keys()].slice(0, MAX_LISTED),
  };
}

/** Checks a question's facts and fills in defaults. */
export function checkQuestion(card: RateCard, question: Question): CheckedQuestion | QuoteRejection {
  const product = card.products.get(question.product);
  if (product === undefined) return unknownProduct(card, question.product);
  const slots: (FactValue | null)[] = new Array(card.factNames.length).fill(null);
  slots[0] = question.product;
  const rejection =
    product.facts.fill(question.product, question.options, slots, card.context) ??
    card.context.fill(question.product, question.context, slots, product.facts);
  if (rejection !== undefined) return rejection;
  fillMoment(card, question.at, slots);
  return { product, slots };
}
