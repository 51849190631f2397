import type { FactValue } from '../../book/model/condition.js';
import type { Currency, PrintedTable } from '../../book/model/price-book.js';
import { waterfallOf } from '../../pricing/quote.js';
import type { RateCard } from '../../pricing/rate-card.js';
import type { Line } from '../../pricing/waterfall.js';
import { type CellAnswer, CellAsker } from '../cells/cell-asker.js';
import type { Outcome } from '../cells/outcome.js';
import { productsNamed } from './table-products.js';

/** A cell of a printed table, with the price that it prints. */
export interface TableCell {
  /** Set in the table; pinned there before what rates give; or derived from rates. */
  readonly kind: 'set' | 'pinned' | 'derived';
  /** As written where it is set; the list price where it is derived and is one price. Null: there is none. */
  readonly price: string | null;
  /** What the cell prints: what is quoted under its conditions. */
  readonly outcome: Outcome;
  /** What is quoted now, where that differs: an override is in force. */
  readonly override: { readonly rule: string; readonly title: string; readonly listPrice: string | null } | null;
  /** A question that the cell stands for. */
  readonly product: string;
  readonly options: Readonly<Record<string, FactValue>>;
  readonly context: Readonly<Record<string, FactValue>>;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `file:line` of the cell where it is set, of the rate where it is derived. */
  readonly source: string | null;
  /** How a derived price comes about. */
  readonly lines: readonly Line[];
}

export interface TableRow {
  readonly title: string;
  readonly cells: readonly TableCell[];
}

/** A printed table of a book. */
export interface PriceTable {
  readonly file: string;
  /** Its place among the tables of its file, from 0. */
  readonly place: number;
  readonly section: string;
  readonly title: string;
  readonly header: string;
  readonly currency: string;
  /** How many decimals a price in it can have. */
  readonly decimals: number;
  readonly columns: readonly string[];
  /** How many cells it has. */
  readonly size: number;
  /** Undefined where all tables together are too large to be given at once. */
  readonly rows: readonly TableRow[] | undefined;
}

/** Which tables are wanted. */
export interface TablesWanted {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How many cells are given; the tables after that are named only. The first table is given, however large. */
  readonly most: number;
  /** One table of one file. */
  readonly only?: { readonly file: string; readonly place: number };
}

/** The printed tables of a book, in the order of its contents. Every cell is asked of the rate card. */
export function priceTables(card: RateCard, { at, most, only }: TablesWanted): readonly PriceTable[] {
  const tables: PriceTable[] = [];
  const asker = new CellAsker(card, at);
  let given = 0;
  for (const table of card.book.tables) {
    const { source, place, section, title, header, columns, rows } = table;
    if (only !== undefined && (only.file !== source.file || only.place !== place)) continue;
    const size = rows.length * columns.length;
    const fits = given === 0 || given + size <= most;
    if (fits) given += size;
    const currency = currencyOf(card, table);
    tables.push({
      file: source.file,
      place,
      section,
      title,
      header,
      currency: currency?.id ?? '',
      decimals: currency?.decimals ?? 0,
      columns: columns.map((column) => column.title),
      size,
      rows: fits ? rows.map((row) => ({ title: row.title, cells: cellsOf(asker, card, table, row) })) : undefined,
    });
  }
  return tables;
}

function cellsOf(
  asker: CellAsker,
  card: RateCard,
  { columns }: PrintedTable,
  { when, cells }: PrintedTable['rows'][number],
): readonly TableCell[] {
  return columns.map((column, index): TableCell => {
    const set = cells[index];
    const { first, ...answer } = asker.ask([...when, ...column.when]);
    const common = { ...answer, override: overrideOf({ ...answer, first }) };
    if (set !== undefined) {
      const { file, line } = set.source;
      const kind = set.pinned ? 'pinned' : 'set';
      return { kind, price: set.price, ...common, source: `${file}:${line}`, lines: [] };
    }
    const { outcome } = answer;
    const isPrice = outcome.kind === 'price';
    const { file, line } = (outcome.kind === 'depends_on' ? undefined : first?.found?.rule.source) ?? {};
    return {
      kind: 'derived',
      price: isPrice ? outcome.listPrice : null,
      ...common,
      source: file === undefined ? null : `${file}:${line}`,
      lines: isPrice ? untilListPrice(waterfallOf(card, answer)?.lines ?? []) : [],
    };
  });
}

/** The override that gives the price, or takes it away. */
function overrideOf({ outcome, first }: CellAnswer): TableCell['override'] {
  const rule = first?.found?.rule;
  if (rule?.step !== 'override') return null;
  switch (outcome.kind) {
    case 'price':
      return { rule: rule.id, title: rule.title, listPrice: outcome.listPrice };
    case 'not_offered':
      return { rule: rule.id, title: rule.title, listPrice: null };
    case 'rate':
    case 'depends_on':
      return null;
  }
}

function untilListPrice(lines: readonly Line[]): readonly Line[] {
  const discounted = lines.findIndex(({ step }) => step === 'discount');
  return discounted === -1 ? lines : lines.slice(0, discounted);
}

function currencyOf(card: RateCard, { rows, columns }: PrintedTable): Currency | undefined {
  const [product] = productsNamed([...(rows[0]?.when ?? []), ...(columns[0]?.when ?? [])]);
  return card.products.get(product ?? '')?.currency;
}
