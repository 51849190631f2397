import { expect, test } from 'vitest';
import { pathAt } from '../../admin-ui/src/yaml/yaml-path.js';

// The bar marks the cursor.
test.each<[string, (string | number)[], string | undefined]>([
  ['ki|', [], undefined],
  ['kind: |', [], 'kind'],
  ['kind: prices\n|', [], undefined],
  ['products:\n  |', ['products'], undefined],
  ['products:\n  a:\n    ti|', ['products', 'a'], undefined],
  ['products:\n  a: {ti|', ['products', 'a'], undefined],
  ['products:\n  a: {title: A}\ntab|', [], undefined],
  ['tables:\n  - title: A\n    co|', ['tables', 0], undefined],
  ['tables:\n  - title: |', ['tables', 0], 'title'],
  ['tables:\n  - title: A\n    rows:\n      - {title: x, when: {pro|', ['tables', 0, 'rows', 0, 'when'], undefined],
  [
    'tables:\n  - title: A\n    rows:\n      - {title: x, when: {product: |',
    ['tables', 0, 'rows', 0, 'when'],
    'product',
  ],
  ['rules:\n  - {id: a, when: {plan: pro}, per|', ['rules', 0], undefined],
  ['stacking: be|', [], 'stacking'],
  ['# a: comment\nstacking: |', [], 'stacking'],
  ['policy:\n  thresholds:\n    - {approvals: 2, pr|', ['policy', 'thresholds', 0], undefined],
])('the cursor in %j is at the path %j and the key %s', (text, path, key) => {
  const offset = text.indexOf('|');
  expect(pathAt(text.replace('|', ''), offset)).toEqual({ path, key });
});
