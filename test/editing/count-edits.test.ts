import { expect, it, test } from 'vitest';
import { readYaml } from '../../server/src/book/yaml/read-yaml.js';
import { countEdits } from '../../server/src/editing/count-edits.js';
import { shippedFiles } from '../books.js';

const images = shippedFiles().find(({ path }) => path === 'rules/image-generation.yaml')?.text ?? '';
const root = (text: string) => readYaml({ path: 'a', text }).root;
const edits = (change: (text: string) => string): number => countEdits(root(images), root(change(images)));

test.each<[string, number, (text: string) => string]>([
  ['nothing', 0, (text) => text],
  ['comments and layout', 0, (text) => text.replace(' # null: not offered', '').replace('[7, 27', '[7,  27')],
  ['one price', 1, (text) => text.replace('[14, 53', '[15, 53')],
  ['two prices of a row', 2, (text) => text.replace('[14, 53', '[15, 54')],
  ['a row that is gone', 1, (text) => text.replace(/ +- \{title: Flux 2 Pro.*\n/, '')],
  [
    'rows that changed places',
    0,
    (text) => text.replace(/( +- \{title: Flux 2 Pro.*\n)( +- \{title: Flux 2 Max.*\n)/, '$2$1'),
  ],
  [
    'a column with all its prices',
    6,
    (text) => text.replace(/ +HD 4x: .*\n/, '').replace(/, (\d+|null)\](?=\})/g, ']'),
  ],
  [
    'a product',
    1,
    (text) => text.replace('  seedream: {title: Seedream}', '  seedream: {title: Seedream}\n  other: {title: Other}'),
  ],
  ['the choices of an option, which are one value', 1, (text) => text.replace('[1, 4]', '[1, 2, 4]')],
])('the number of edits for %s is %i', (_what, count, change) => {
  expect(edits(change)).toBe(count);
});

it('the number of edits for a file that was added or removed is 1', () => {
  expect(countEdits(undefined, root(images))).toBe(1);
  expect(countEdits(root(images), undefined)).toBe(1);
});
