import { parseInstant } from '../book/instant.js';
import { readFactText } from './fact-intake.js';
import type { Question } from './quote.js';
import type { RateCard } from './rate-card.js';

/**
 * Reads a question from texts, as a command line or a query has it. Options and context facts are written alike; the
 * book knows which is which, and what type each has. `at` sets the moment.
 *
 * @param now the moment that is asked about when none is stated
 * @returns the question, its facts not checked yet; or in a sentence why the moment cannot be read
 */
export function questionFromTexts(
  card: RateCard,
  product: string,
  facts: Iterable<readonly [name: string, text: string]>,
  now: number,
): Question | string {
  const options: Record<string, unknown> = {};
  const context: Record<string, unknown> = {};
  const specs = new Map(card.products.get(product)?.intake.specs.map((spec) => [spec.name, spec]));
  let at = now;
  for (const [name, text] of facts) {
    const known = card.book.context.get(name);
    const spec = specs.get(name);
    if (name === 'at') {
      const instant = parseInstant(text);
      if (instant === undefined)
        return `"${text}" is not an instant: write it with its zone, such as 2026-12-01T00:00:00Z`;
      at = instant;
    } else if (known !== undefined) context[name] = readFactText(known, text);
    else options[name] = spec === undefined ? text : readFactText(spec, text);
  }
  return { product, options, context, at };
}
