import type { Decimal } from '../book/model/decimal.js';
import type { YamlMap, YamlNode } from '../book/yaml/yaml-node.js';
import type { PatchOperation, PatchResult } from './json-patch.js';
import { decimalNode, nodeOf } from './node-values.js';

/** What a cell of a printed table is to hold: a price, null where it is not offered, or what rates give. */
export type CellPrice = Decimal | null | 'derived';

/** A cell by its place in a rule set, each counted from 0, and its new price. */
export interface CellEdit {
  readonly table: number;
  readonly row: number;
  readonly column: number;
  readonly price: CellPrice;
}

const DERIVED = nodeOf('derived');

/**
 * The JSON Patch that sets cells of printed tables. A cell that is derived is pinned by it; the price of one that is
 * pinned already changes; and a row in which nothing is set any more needs no prices.
 *
 * @param root of a rule set of kind prices
 * @returns operations, or the first cell that is not there
 * @example
 * setPrices(root, [{ table: 0, row: 1, column: 0, price: 'derived' }])
 * // replace /tables/0/rows/1/prices/0 with derived
 */
export function setPrices(root: YamlNode, cells: readonly CellEdit[]): PatchResult<readonly PatchOperation[]> {
  const rows = new Map<string, { readonly found: FoundRow; readonly wanted: (YamlNode | undefined)[] }>();
  for (const [index, cell] of cells.entries()) {
    const found = findRow(root, cell);
    if (typeof found === 'string') return { ok: false, fault: { index, message: found } };
    const key = found.path.join('/');
    const row = rows.get(key) ?? { found, wanted: [] };
    rows.set(key, row);
    row.wanted[cell.column] = cellNode(found.prices?.[cell.column], cell.price);
  }
  const operations = [...rows.values()].flatMap(({ found, wanted }) => operationsOf(found, wanted));
  return { ok: true, value: operations };
}

interface FoundRow {
  readonly path: readonly string[];
  readonly columns: number;
  /** Undefined where all of them are derived. */
  readonly prices: readonly YamlNode[] | undefined;
}

function findRow(root: YamlNode, { table, row, column }: CellEdit): FoundRow | string {
  const tables = itemsOf(entryOf(root, 'tables'));
  const found = tables[table];
  if (found?.kind !== 'map') return `there is no table ${table}: the file has ${tables.length}`;
  const rows = itemsOf(entryOf(found, 'rows'));
  const foundRow = rows[row];
  if (foundRow?.kind !== 'map') return `there is no row ${row}: the table has ${rows.length}`;
  const columns = entryOf(found, 'columns');
  const count = columns?.kind === 'map' ? columns.entries.size : 0;
  if (column >= count) return `there is no column ${column}: the table has ${count}`;
  const path = ['tables', String(table), 'rows', String(row)];
  const prices = entryOf(foundRow, 'prices');
  return { path, columns: count, prices: prices === undefined ? undefined : itemsOf(prices) };
}

function cellNode(now: YamlNode | undefined, price: CellPrice): YamlNode {
  if (price === 'derived') return DERIVED;
  const node = price === null ? nodeOf(null) : decimalNode(price);
  const setAlready = now?.kind === 'scalar' && !isDerived(now);
  return setAlready ? node : pinned(node);
}

function pinned(node: YamlNode): YamlMap {
  return { ...mapOf(nodeOf({ pinned: 0 })), entries: new Map([['pinned', { keySource: node.source, node }]]) };
}

function mapOf(node: YamlNode): YamlMap {
  if (node.kind !== 'map') throw new Error('an object is a mapping');
  return node;
}

function operationsOf(
  { path, columns, prices }: FoundRow,
  wanted: readonly (YamlNode | undefined)[],
): readonly PatchOperation[] {
  const place = [...path, 'prices'];
  const all = Array.from({ length: columns }, (_, column) => wanted[column] ?? prices?.[column] ?? DERIVED);
  if (all.every(isDerived)) return prices === undefined ? [] : [{ op: 'remove', path: place }];
  if (prices === undefined) {
    return [{ op: 'add', path: place, value: { kind: 'list', source: DERIVED.source, items: all } }];
  }
  return all.flatMap((value, column) => {
    const now = prices[column];
    if (wanted[column] === undefined) return [];
    const step = [...place, String(column)];
    // The amount of a cell that is pinned already is all that changes of it.
    const amount = value.kind === 'map' && now?.kind === 'map' ? value.entries.get('pinned')?.node : undefined;
    return [
      amount === undefined
        ? { op: 'replace', path: step, value }
        : { op: 'replace', path: [...step, 'pinned'], value: amount },
    ];
  });
}

function isDerived(node: YamlNode): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string';
}

function entryOf(node: YamlNode, key: string): YamlNode | undefined {
  return node.kind === 'map' ? node.entries.get(key)?.node : undefined;
}

function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}
