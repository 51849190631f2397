import { type Condition, type FactValue, isComparison } from '../../book/condition.js';
import type { Currency, PrintedTable } from '../../book/price-book.js';
import { quote } from '../../pricing/quote.js';
import type { RateCard } from '../../pricing/rate-card.js';
import type { Line } from '../../pricing/waterfall.js';

/** A cell of a printed table, with the price that it prints. */
export interface TableCell {
  /** Set in the table; pinned there before what rates give; or derived from rates. */
  readonly kind: 'set' | 'pinned' | 'derived';
  /** As written where it is set; the list price where it is derived. Null: not offered. */
  readonly price: string | null;
  /** What is quoted now, where that differs: an override is in force. */
  readonly override: { readonly rule: string; readonly title: string; readonly listPrice: string | null } | null;
  readonly product: string;
  readonly options: Readonly<Record<string, FactValue>>;
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
      rows: fits ? rows.map((row) => ({ title: row.title, cells: cellsOf(card, table, row, at) })) : undefined,
    });
  }
  return tables;
}

function cellsOf(
  card: RateCard,
  { columns }: PrintedTable,
  { when, cells }: PrintedTable['rows'][number],
  at: number,
): readonly TableCell[] {
  return columns.map((column, index): TableCell => {
    const set = cells[index];
    const { product = '', ...options } = factsOf([...when, ...column.when]);
    const answer = quote(card, { product: String(product), options, context: {}, at });
    const lines = answer.ok ? answer.quote.waterfall.lines : [];
    const quoted = answer.ok ? answer.quote.waterfall.listPrice : null;
    const [first] = lines;
    const override =
      first?.step === 'override' ? { rule: first.rule, title: first.title, listPrice: quoted } : takenOff(card, answer);
    const common = { product: String(product), options, override };
    if (set !== undefined) {
      const { file, line } = set.source;
      const source = `${file}:${line}`;
      return { kind: set.pinned ? 'pinned' : 'set', price: set.price, ...common, source, lines: [] };
    }
    return { kind: 'derived', price: quoted, ...common, source: first?.source ?? null, lines: untilListPrice(lines) };
  });
}

/** The override that takes a combination off, by where the refusal says that it stands. */
function takenOff(card: RateCard, answer: ReturnType<typeof quote>): TableCell['override'] {
  if (answer.ok || answer.refusal.source === undefined) return null;
  const by = card.overrides.find(({ rule: { source } }) => `${source.file}:${source.line}` === answer.refusal.source);
  return by === undefined ? null : { rule: by.rule.id, title: by.rule.title, listPrice: null };
}

function untilListPrice(lines: readonly Line[]): readonly Line[] {
  const discounted = lines.findIndex(({ step }) => step === 'discount');
  return discounted === -1 ? lines : lines.slice(0, discounted);
}

function currencyOf(card: RateCard, { rows, columns }: PrintedTable): Currency | undefined {
  const { product } = factsOf([...(rows[0]?.when ?? []), ...(columns[0]?.when ?? [])]);
  return card.products.get(String(product))?.currency;
}

/** The facts that a cell's conditions fix. */
export function factsOf(when: readonly Condition[]): Record<string, FactValue> {
  const facts: Record<string, FactValue> = {};
  for (const condition of when) {
    if (!isComparison(condition)) continue;
    const value: unknown =
      condition.operator === 'equal'
        ? condition.value
        : condition.operator === 'in' && Array.isArray(condition.value)
          ? condition.value[0]
          : undefined;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      facts[condition.fact] = value;
  }
  return facts;
}
