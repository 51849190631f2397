import { expect, it, test } from 'vitest';
import { beyondAmounts } from '../../server/src/editing/amounts.js';
import { shippedFiles } from '../books.js';

const text = (path: string): string => shippedFiles().find((file) => file.path === path)?.text ?? '';
const beyond = (path: string, from: string | RegExp, to: string): string | undefined => {
  const before = text(path);
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return beyondAmounts({ path, text: before }, { path, text: after });
};

test.each([
  ['rules/kling-o1.yaml', '[68, 258]', '[70, 260]'],
  ['rules/kling-3.yaml', 'amount: 33.6', 'amount: 34'],
  ['rules/multipliers.yaml', 'multiply: 1.5', 'multiply: 1.6'],
  ['rules/plans.yaml', 'credit_discount: 2.5', 'credit_discount: 3'],
  ['rules/kling-o1.yaml', 'kind: prices', 'kind: prices # said aloud'],
])('an edit of %s from %s to %s changes only amounts', (path, from, to) => {
  expect(beyond(path, from, to)).toBeUndefined();
});

test.each([
  ['rules/kling-o1.yaml', '[68, 258]', '[68, null]', '/tables/0/rows/0/prices/1'],
  ['rules/kling-o1.yaml', '[68, 258]', '[68]', '/tables/0/rows/0/prices'],
  ['rules/kling-o1.yaml', '[5, 10]', '[5, 15]', '/options/duration/choices/1'],
  ['rules/kling-o1.yaml', 'duration: 5}', 'duration: 10}', '/tables/0/rows/0/when/duration'],
  ['rules/kling-3.yaml', 'of: duration', 'of: batch', '/rates/0/of'],
  ['rules/book.yaml', 'approvals: 0', 'approvals: 1', '/policy/approvals'],
  ['rules/multipliers.yaml', 'batch: 4', 'batch: 1', '/rules/1/when/batch'],
  ['rules/multipliers.yaml', 'kind: multipliers', 'kind: [', ''],
])('an edit of %s from %s to %s changes more than amounts', (path, from, to, where) => {
  expect(beyond(path, from, to)).toBe(where);
});

it('equal files have no change beyond amounts', () => {
  for (const file of shippedFiles()) expect(beyondAmounts(file, file)).toBeUndefined();
});
