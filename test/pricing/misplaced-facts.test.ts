import { describe, expect, test } from 'vitest';
import { offerGap } from '../../server/src/analysis/explain/offer-gap.js';
import { nearestName } from '../../server/src/book/model/suggest.js';
import { questionFromTexts } from '../../server/src/pricing/question-from-texts.js';
import { ask, BASE_BOOK, cardOf, filesOf } from '../books.js';

/* The messages about a misspelled name and about a fact in the wrong place. */

const card = cardOf(
  filesOf({
    'book.yaml': BASE_BOOK.replace('context:', 'context:\n  customer: {type: string, private: true}'),
    'x.yaml': `kind: prices
title: X
currency: credits
products: {calls: {title: Calls, options: {n: {minimum: 0}, size: {choices: [s, m], default: s}}}}
rates: [{id: calls, when: {product: calls}, amount: 2, of: n}]
`,
    'y.yaml': `kind: overrides
rules: [{id: not-for-acme, when: {product: calls, customer: acme}, price: null, reason: unpaid, until: 2099-01-01T00:00:00Z}]
`,
  }),
);

function refusal(options: Record<string, string | number>, context: Record<string, string> = {}): string {
  const answer = ask(card, { product: 'calls', options, context });
  return answer.ok ? 'a price' : answer.rejection.detail;
}

describe('a question with an unknown or misplaced fact', () => {
  test.each([
    [
      { n: 1, customer: 'x' },
      {},
      '`customer` is not an option of calls; it is a fact of the context: state it in `context`, not in `options`',
    ],
    [
      { n: 1, customr: 'x' },
      {},
      '`customr` is not an option of calls; did you mean `customer`, a fact of the context?',
    ],
    [{ N: 4 }, {}, '`N` is not an option of calls; did you mean `n`?'],
    [
      { n: 1 },
      { size: 'm' },
      '`size` is not a fact of the context; it is an option of calls: state it in `options`, not in `context`',
    ],
    [{ n: 1, colour: 'red' }, {}, '`colour` is not an option of calls; there are: n, size'],
    [{}, {}, '`n` has no default: state it. It is a number of at least 0, of at most 15 digits.'],
  ])('is rejected with advice when its options are %j and its context is %j', (options, context, words) => {
    expect(refusal(options, context)).toBe(words);
  });

  test('is rejected with advice by the command too, which does not separate options from context', () => {
    const question = questionFromTexts(card, 'calls', [
      ['n', '4'],
      ['customr', 'x'],
    ]);
    if (typeof question === 'string') throw new Error(question);
    const answer = ask(card, { ...question, at: 0 });
    expect(!answer.ok && answer.rejection.detail).toContain('did you mean `customer`');
  });
});

describe('the suggestion for an unknown name', () => {
  test.each([
    ['gpt-4o', ['azure--gpt-4o-mini', 'openai--gpt-4o', 'openai--o3'], 'openai--gpt-4o'],
    ['4o', ['openai--gpt-4o'], undefined],
    ['gpt-4', ['openai--gpt-4o'], undefined],
    ['seedrem', ['veo', 'seedream'], 'seedream'],
  ])('is the most similar known name for %s, or none', (wrong, known, near) => {
    expect(nearestName(wrong, known)).toBe(near);
  });
});

test('a missing price that others would get is explained by the fact to leave out', () => {
  const question = { product: 'calls', options: { n: 4 }, context: { customer: 'acme' }, at: 0 };
  expect(offerGap(card, question)?.map(({ fact, wanted }) => [fact, wanted])).toContainEqual(['customer', null]);
});
