import { parseInstant } from '../book/model/instant.js';
import type { Question } from './check-question.js';
import { readFactText } from './fact-parser.js';
import type { RateCard } from './rate-card.js';

/** A question whose moment may be left open. */
export interface OpenQuestion extends Omit<Question, 'at'> {
  readonly at: number | undefined;
}

/**
 * Reads a question from texts, as a command line or a query has it. Options and context facts are written alike; the
 * book knows which is which, and what type each has. `at` sets the moment.
 *
 * @returns the question, its facts not checked yet; or in a sentence why the moment cannot be read
 */
export function questionFromTexts(
  card: RateCard,
  product: string,
  facts: Iterable<readonly [name: string, text: string]>,
): OpenQuestion | string {
  const options: Record<string, unknown> = {};
  const context: Record<string, unknown> = {};
  const specs = new Map(card.products.get(product)?.facts.specs.map((spec) => [spec.name, spec]));
  let at: number | undefined;
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
