import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decimal } from '../../server/src/book/model/decimal.js';
import { readYaml } from '../../server/src/book/yaml/read-yaml.js';
import { patchYaml } from '../../server/src/editing/patch-yaml.js';
import { type CellEdit, setPrices } from '../../server/src/editing/set-prices.js';
import { shippedFiles } from '../books.js';

const textOf = (name: string): string => shippedFiles().find(({ path }) => path === `rules/${name}`)?.text ?? '';
const price = (digits: string): Decimal => digits as Decimal; // The schema of the request checks the digits.

function withCells(text: string, ...cells: CellEdit[]): string {
  const { root } = readYaml({ path: 'a', text });
  if (root === undefined) throw new Error('no YAML');
  const patch = setPrices(root, cells);
  if (!patch.ok) throw new Error(patch.fault.message);
  const result = patchYaml({ path: 'a', text }, patch.value);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

const lines = (before: string, now: string): readonly string[] => {
  const old = new Set(before.split('\n'));
  return now.split('\n').filter((line) => !old.has(line));
};

describe('an edit of cells', () => {
  const kling = textOf('kling-3.yaml');
  const images = textOf('image-generation.yaml');

  it('sets a price with exactly the given digits, and changes nothing else', () => {
    const now = withCells(images, { table: 0, row: 4, column: 1, price: price('53.50') });
    expect(lines(images, now)).toEqual([
      '      - {title: Seedream, when: {product: seedream}, prices: [14, 53.50, null, null]} # null: not offered',
    ]);
  });

  it('pins a derived cell, changes the pinned price, and derives it again', () => {
    const cell = { table: 1, row: 0, column: 1 };
    const pinned = withCells(kling, { ...cell, price: price('260') });
    expect(lines(kling, pinned)).toEqual([
      '      - {title: 5s, when: {duration: 5}, prices: [derived, {pinned: 260}, derived, derived]}',
    ]);
    const again = withCells(pinned, { ...cell, price: null }, { ...cell, column: 3, price: price('900') });
    expect(lines(kling, again)).toEqual([
      '      - {title: 5s, when: {duration: 5}, prices: [derived, {pinned: null}, derived, {pinned: 900}]}',
    ]);
    expect(withCells(again, { ...cell, price: 'derived' }, { ...cell, column: 3, price: 'derived' })).toBe(kling);
  });

  it('names the table, row or column that does not exist', () => {
    const { root } = readYaml({ path: 'a', text: kling });
    if (root === undefined) throw new Error('no YAML');
    const fault = (cell: Omit<CellEdit, 'price'>) => {
      const result = setPrices(root, [
        { table: 0, row: 0, column: 0, price: null },
        { ...cell, price: null },
      ]);
      return result.ok ? undefined : result.fault;
    };
    expect(fault({ table: 2, row: 0, column: 0 })).toEqual({
      index: 1,
      message: 'there is no table 2: the file has 2',
    });
    expect(fault({ table: 0, row: 3, column: 0 })?.message).toBe('there is no row 3: the table has 3');
    expect(fault({ table: 0, row: 0, column: 4 })?.message).toBe('there is no column 4: the table has 4');
  });

  it('can always be reverted to the same bytes', () => {
    const place = fc.record({ row: fc.nat(2), column: fc.nat(3), digits: fc.integer({ min: 0, max: 9_999 }) });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 12 }), (places) => {
        const set = withCells(
          kling,
          ...places.map(({ row, column, digits }) => ({ table: 1, row, column, price: price(String(digits)) })),
        );
        const back = withCells(
          set,
          ...places.map(({ row, column }) => ({ table: 1, row, column, price: 'derived' as const })),
        );
        expect(back).toBe(kling);
      }),
      { numRuns: 40 },
    );
  });
});
