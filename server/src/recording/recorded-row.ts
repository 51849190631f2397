import type { FactValue } from '../book/model/condition.js';
import { type FactSpec, isText } from '../book/model/fact-spec.js';
import { formatInstant } from '../book/model/instant.js';
import type { Quote } from '../pricing/quote.js';
import type { Release } from '../releases/release.js';
import { type QuestionAndAnswer, recordedQuotesId } from '../store/queries/recorded-quotes-id.js';
import type { RecordedQuotesRow } from '../store/tables.js';
import { HIDDEN, hashedFact, isHashed, isLeftOut, textsNamed } from './hashed-facts.js';

/** The first quote of its kind, and how it is kept. */
export interface NotedQuote {
  readonly quote: Quote;
  readonly release: Release;
  /** Whether it was asked with an API key. */
  readonly identified: boolean;
  /** Whether private facts and free texts are left out. */
  readonly simplified: boolean;
}

/**
 * A question and its answer as a row, but for how often it was asked.
 *
 * @param key that private facts are hashed with
 */
export function recordedRow(hour: string, noted: NotedQuote, key: string): Omit<RecordedQuotesRow, 'quotes'> {
  const { quote, release, identified, simplified } = noted;
  const { listPrice, total, currency } = quote.waterfall;
  const { book, products } = release.card;
  const hashed: Record<string, FactValue> = {};
  const specs = products.get(quote.product)?.product.options;
  const kept = (facts: Facts, specOf: (fact: string) => FactSpec | undefined): string => {
    const text: Record<string, FactValue> = {};
    for (const fact of Object.keys(facts).sort()) {
      const [spec, value] = [specOf(fact), facts[fact]];
      if (value === undefined || isLeftOut(spec)) continue;
      const nobodyNames = simplified && isSimplified(spec, fact, value, release);
      const isHidden = isHashed(spec, value);
      if (isHidden && !nobodyNames) hashed[fact] = hashedFact(key, fact, value);
      text[fact] = isHidden || nobodyNames ? HIDDEN : value;
    }
    return JSON.stringify(text);
  };
  const row: QuestionAndAnswer = {
    product: quote.product,
    release: release.number,
    options: kept(quote.options, (fact) => specs?.get(fact)),
    context: kept(quote.context, (fact) => book.context.get(fact)),
    hashed_facts: Object.keys(hashed).length === 0 ? '' : JSON.stringify(hashed),
    list_price: listPrice,
    total,
    currency,
    identified: identified ? 1 : 0,
    simplified: simplified ? 1 : 0,
  };
  return { ...row, hour, id: recordedQuotesId(row), first_at: formatInstant(quote.at) };
}

type Facts = Readonly<Record<string, FactValue>>;

/** Whether a fact is left out of a simplified row: a free text that no rule of the release names. */
export function isSimplified(spec: FactSpec | undefined, fact: string, value: FactValue, { card }: Release): boolean {
  return spec !== undefined && isText(spec) && textsNamed(card).get(fact)?.has(value) !== true;
}
