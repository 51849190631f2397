import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROUNDINGS, STACKINGS } from '../../server/src/book/model/price-book.js';
import { ORDER_WORDS } from '../../server/src/book/read/read-when.js';

/** The words that a schema accepts, at a JSON path. */
function wordsOf(schema: string, ...path: readonly string[]): unknown {
  const text = readFileSync(new URL(`../../schemas/${schema}.schema.json`, import.meta.url), 'utf8');
  return path.reduce<unknown>((node, key) => Object(node)[key], JSON.parse(text));
}

describe('the words that a schema accepts', () => {
  it('are for `stacking` the modes that the code knows', () => {
    expect(wordsOf('discounts', 'properties', 'stacking', 'enum')).toEqual(STACKINGS);
  });

  it('are for `rounding` the modes that the code knows', () => {
    const path = ['properties', 'currencies', 'additionalProperties', 'properties', 'rounding', 'enum'];
    expect(wordsOf('book', ...path)).toEqual(ROUNDINGS);
  });

  it('are for conditions the operators that the code knows', () => {
    const words = Object.keys(Object(wordsOf('definitions', '$defs', 'test', 'properties')));
    expect(words.toSorted()).toEqual([...Object.values(ORDER_WORDS), 'not', 'from', 'until'].toSorted());
  });
});
