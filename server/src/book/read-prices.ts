import { type Condition, describeConditions } from './condition.js';
import { claimName, type Draft } from './draft.js';
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
import type { PrintedTable, Product } from './price-book.js';
import { problemAt } from './problem.js';
import { readOptions } from './read-facts.js';
import { readRate } from './read-rates.js';
import { readWhen } from './read-when.js';
import type { YamlMap, YamlNode } from './yaml-node.js';

/** Reads a rule set of kind `prices`: products, options, tables and rates. */
export function readPrices(root: YamlMap, draft: Draft): void {
  const currency = requiredText(root, 'currency');
  draft.currencyUses.push({ currency, source: requiredField(root, 'currency').source });
  readProducts(root, currency, draft);
  const tables = listItems(root, 'tables').map((node) => readTable(asMap(node), currency, draft));
  for (const node of listItems(root, 'rates')) readRate(asMap(node), currency, draft);
  const title = requiredText(root, 'title');
  draft.printed.push({ file: root.source.file, section: text(root, 'section') ?? title, tables });
}

function readProducts(root: YamlMap, currency: string, draft: Draft): void {
  const shared = readOptions(root, draft.problems);
  for (const [id, entry] of mapEntries(root, 'products')) {
    const node = asMap(entry.node);
    const own = readOptions(node, draft.problems);
    const options = new Map([...own, ...[...shared].filter(([name]) => !own.has(name))]);
    const product: Product = { id, title: requiredText(node, 'title'), currency, options, source: entry.keySource };
    claimName(draft, draft.products, id, product, 'product');
  }
}

interface Column {
  readonly title: string;
  readonly when: readonly Condition[];
}

function readTable(table: YamlMap, currency: string, draft: Draft): Omit<PrintedTable, 'section'> {
  const title = requiredText(table, 'title');
  const shared = readWhen(field(table, 'when'), draft.problems);
  const columns: Column[] = [...mapEntries(table, 'columns')].map(([name, entry]) => ({
    title: name,
    when: readWhen(entry.node, draft.problems),
  }));
  const rows: Column[] = [];
  for (const node of listItems(table, 'rows')) {
    const row = asMap(node);
    const when = [...shared, ...readWhen(field(row, 'when'), draft.problems)];
    const rowTitle = requiredText(row, 'title');
    rows.push({ title: rowTitle, when });
    readCells(row, { title: `${title}: ${rowTitle}`, when }, columns, currency, draft);
  }
  return { title, header: text(table, 'header') ?? '', columns, rows };
}

function readCells(row: YamlMap, heading: Column, columns: readonly Column[], currency: string, draft: Draft): void {
  if (field(row, 'prices') === undefined) return;
  const prices: readonly YamlNode[] = listItems(row, 'prices');
  if (prices.length !== columns.length) {
    const message = `the row has ${prices.length} prices for ${columns.length} columns`;
    const hint = `write one price for each of: ${columns.map((column) => column.title).join(', ')} (null: not offered)`;
    draft.problems.push(problemAt(keySource(row, 'prices'), 'row_length', message, hint));
    return;
  }
  for (const [index, column] of columns.entries()) {
    const node = prices[index];
    if (node === undefined) continue;
    const when = column.when.length === 0 ? heading.when : [...heading.when, ...column.when];
    draft.prices.push({
      step: 'table',
      id: describeConditions(when),
      title: columns.length === 1 ? heading.title : `${heading.title}, ${column.title}`,
      source: node.source,
      when,
      currency,
      price: toPrice(node),
    });
  }
}
