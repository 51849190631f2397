import pc from 'picocolors';
import { expect, test } from 'vitest';
import { runChecks } from '../../server/src/analysis/check/run-checks.js';
import { printChecks } from '../../server/src/command/printing/print-checks.js';
import { BASE_BOOK, cardOf, filesOf } from '../books.js';

const PRICES =
  'kind: prices\ntitle: X\ncurrency: credits\nproducts: {x: {title: X}}\nrates: [{id: x, when: {product: x}, amount: 5}]\n';

function printed(...prices: readonly number[]): string {
  const checks = prices.map((price) => `  - {product: x, list_price: ${price}}`).join('\n');
  const files = { 'book.yaml': BASE_BOOK, 'x.yaml': PRICES, 'y.yaml': `kind: checks\nexpectations:\n${checks}\n` };
  const lines: string[] = [];
  const stream = { colours: pc.createColors(false), write: (text: string) => void lines.push(text) };
  printChecks(runChecks({ card: cardOf(filesOf(files)), at: 0 }), stream);
  return lines.at(-1) ?? '';
}

test.each([
  [[5], 'The only check passes, tried on 1 combination.\n'],
  [[5, 5], 'All 2 checks pass, tried on 2 combinations.\n'],
  [[5, 4], '1 of 2 checks passes, tried on 2 combinations.\n'],
])('the number of passing checks is printed in correct English for the expected prices %j', (prices, words) => {
  expect(printed(...prices)).toBe(words);
});
