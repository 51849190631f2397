import { describeConditions } from '../model/condition.js';
import type { PrintedColumn, PrintedRow, PrintedTable, Product } from '../model/price-book.js';
import { type Problem, problemAt } from '../model/problem.js';
import type { YamlMap, YamlNode } from '../yaml/yaml-node.js';
import { type BookDraft, claimName } from './book-draft.js';
import {
  asMap,
  field,
  keySource,
  listItems,
  mapEntries,
  requiredField,
  requiredText,
  text,
  toPrice,
} from './fields.js';
import { readOptions } from './read-facts.js';
import { readRate } from './read-rates.js';
import { readWhen } from './read-when.js';

/** Reads a rule set of kind `prices`: products, options, tables and rates. */
export function readPrices(root: YamlMap, draft: BookDraft): void {
  const currency = requiredText(root, 'currency');
  draft.currencyUses.push({ currency, source: requiredField(root, 'currency').source });
  readProducts(root, currency, draft);
  const tables = listItems(root, 'tables').map((node, place) => readTable(asMap(node), place, currency, draft));
  for (const node of listItems(root, 'rates')) readRate(asMap(node), currency, draft);
  const title = requiredText(root, 'title');
  draft.printed.push({ file: root.source.file, section: text(root, 'section') ?? title, tables });
}

function readProducts(root: YamlMap, currency: string, draft: BookDraft): void {
  const shared = readOptions(root, draft.problems);
  for (const [id, entry] of mapEntries(root, 'products')) {
    const node = asMap(entry.node);
    const own = readOptions(node, draft.problems);
    const options = new Map([...own, ...[...shared].filter(([name]) => !own.has(name))]);
    const product: Product = { id, title: requiredText(node, 'title'), currency, options, source: entry.keySource };
    claimName(draft, draft.products, id, product, 'product');
  }
}

function readTable(table: YamlMap, place: number, currency: string, draft: BookDraft): Omit<PrintedTable, 'section'> {
  const title = requiredText(table, 'title');
  const shared = readWhen(field(table, 'when'), draft);
  const columns: PrintedColumn[] = [...mapEntries(table, 'columns')].map(([name, entry]) => ({
    title: name,
    when: readWhen(entry.node, draft),
  }));
  const rows = listItems(table, 'rows').map((node): PrintedRow => {
    const row = asMap(node);
    const when = [...shared, ...readWhen(field(row, 'when'), draft)];
    const rowTitle = requiredText(row, 'title');
    const cells = readCells(row, { title: `${title}: ${rowTitle}`, when }, columns, currency, draft.problems);
    for (const cell of cells) if (cell !== undefined) draft.prices.push(cell);
    return { title: rowTitle, when, cells };
  });
  return { title, header: text(table, 'header') ?? '', source: table.source, place, columns, rows };
}

const ALL_DERIVED: PrintedRow['cells'] = [];

function readCells(
  row: YamlMap,
  heading: PrintedColumn,
  columns: readonly PrintedColumn[],
  currency: string,
  problems: Problem[],
): PrintedRow['cells'] {
  if (field(row, 'prices') === undefined) return ALL_DERIVED;
  const prices: readonly YamlNode[] = listItems(row, 'prices');
  if (prices.length !== columns.length) {
    const message = `the row has ${prices.length} prices for ${columns.length} columns`;
    const hint = `write one price for each of: ${columns.map((column) => column.title).join(', ')} (null: not offered)`;
    problems.push(problemAt(keySource(row, 'prices'), 'row_length', message, hint));
    return ALL_DERIVED;
  }
  return prices.map((node, index) => {
    const column = columns[index];
    if (column === undefined || isDerived(node)) return undefined;
    const when = column.when.length === 0 ? heading.when : [...heading.when, ...column.when];
    const pinned = node.kind === 'map';
    return {
      step: 'table',
      id: describeConditions(when),
      title: columns.length === 1 ? heading.title : `${heading.title}, ${column.title}`,
      source: node.source,
      when,
      currency,
      price: toPrice(pinned ? requiredField(node, 'pinned') : node),
      pinned,
    };
  });
}

function isDerived(node: YamlNode): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string';
}
