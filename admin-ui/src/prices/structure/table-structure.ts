import type { When } from '../../book/rule-sets.js';
import type { PatchOperation } from '../../editing/edit.js';

/** The structure of a table: its headings, and which rows have prices of their own. */
export interface TableShape {
  /** Its place in the file. */
  readonly place: number;
  readonly columns: readonly { readonly title: string; readonly when: When }[];
  readonly rows: readonly { readonly title: string; readonly when: When; readonly prices?: readonly unknown[] }[];
}

/** The rows or the columns. */
export function headingsOf({ rows, columns }: TableShape, of: 'row' | 'column'): TableShape['columns'] {
  return of === 'row' ? rows : columns;
}

const step = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
const rowPath = (place: number, row: number | '-'): string => `/tables/${place}/rows/${row}`;
const columnPath = (place: number, title: string): string => `/tables/${place}/columns/${step(title)}`;

/**
 * A row at the end.
 *
 * @param derived whether its prices come from rates; else nothing is offered in it yet
 */
export function addRow({ place, columns }: TableShape, title: string, when: When, derived: boolean): PatchOperation[] {
  const prices = derived ? {} : { prices: columns.map(() => null) };
  return [{ op: 'add', path: rowPath(place, '-'), value: { title, when, ...prices } }];
}

/** Another title and other conditions of a row. */
export function changeRow({ place }: TableShape, row: number, title: string, when: When): PatchOperation[] {
  return [
    { op: 'replace', path: `${rowPath(place, row)}/title`, value: title },
    { op: 'replace', path: `${rowPath(place, row)}/when`, value: when },
  ];
}

/** A row with its prices. */
export function removeRow({ place }: TableShape, row: number): PatchOperation[] {
  return [{ op: 'remove', path: rowPath(place, row) }];
}

/** A row at another place. */
export function moveRow({ place }: TableShape, row: number, to: number): PatchOperation[] {
  return [{ op: 'move', from: rowPath(place, row), path: rowPath(place, to) }];
}

/** A column, and an empty cell of it in every row that has prices of its own. */
export function addColumn({ place, rows }: TableShape, title: string, when: When): PatchOperation[] {
  return [
    { op: 'add', path: columnPath(place, title), value: when },
    ...pricedRows(rows).map(
      (row): PatchOperation => ({ op: 'add', path: `${rowPath(place, row)}/prices/-`, value: null }),
    ),
  ];
}

/**
 * Another title and other conditions of a column. Under a new title, the columns after it are taken out and put in again:
 * a mapping has no other way to keep its order.
 */
export function changeColumn(
  { place, columns }: TableShape,
  column: number,
  title: string,
  when: When,
): PatchOperation[] {
  const old = columns[column];
  if (old === undefined) return [];
  if (old.title === title) return [{ op: 'replace', path: columnPath(place, title), value: when }];
  const after = columns.slice(column + 1);
  return [
    ...[old, ...after].map((one): PatchOperation => ({ op: 'remove', path: columnPath(place, one.title) })),
    ...[{ title, when }, ...after].map(
      (one): PatchOperation => ({ op: 'add', path: columnPath(place, one.title), value: one.when }),
    ),
  ];
}

/** A column with its cells. */
export function removeColumn({ place, columns, rows }: TableShape, column: number): PatchOperation[] {
  return [
    { op: 'remove', path: columnPath(place, columns[column]?.title ?? '') },
    ...pricedRows(rows).map(
      (row): PatchOperation => ({ op: 'remove', path: `${rowPath(place, row)}/prices/${column}` }),
    ),
  ];
}

function pricedRows(rows: TableShape['rows']): readonly number[] {
  return rows.flatMap(({ prices }, row) => (prices === undefined ? [] : [row]));
}
