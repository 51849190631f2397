import type { Product } from '../../book/model/price-book.js';
import { defined } from '../../book/read/fields.js';
import type { RateCard } from '../../pricing/rate-card.js';
import type { NamedFact } from './outcome.js';

const TITLES: Readonly<Record<string, string>> = { at: 'moment', time: 'time of day' };

/** A fact by its title, where it has one. */
export function namedFact(card: RateCard, product: Product | undefined, fact: string): NamedFact {
  const spec = product?.options.get(fact) ?? card.book.context.get(fact);
  return defined<NamedFact>({ fact, title: spec?.title ?? TITLES[fact] ?? fact, unit: spec?.unit });
}
