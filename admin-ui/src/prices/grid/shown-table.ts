import type { PriceTable, TableCell } from '../../../../schemas/types/api.js';
import { type CellPrice, DERIVED, type Edit } from '../../editing/edit.js';
import { heldBy } from '../../editing/find-cells.js';
import { NOT_OFFERED, outcomeWords } from '../outcome-words.js';

/** A cell as the grid shows it. */
export interface ShownCell {
  /** The digits; empty where it has no one price. */
  readonly text: string;
  /** What is shown where there are no digits. */
  readonly words: string;
  readonly kind: TableCell['kind'];
  /** For people who hear the screen: `Seedream, 4x`. */
  readonly label: string;
  /** What the release holds that the change is made to; undefined where it is the same. */
  readonly before: CellPrice | undefined;
  /** Why what was typed is no price. */
  readonly invalid: string | undefined;
  /** Whether something else is quoted for a while. */
  readonly overridden: boolean;
}

export interface ShownRow {
  readonly title: string;
  readonly place: number;
  readonly cells: readonly ShownCell[];
}

/** What was typed into a cell that cannot be taken, by `row:column`. */
export type Invalid = ReadonlyMap<string, { readonly text: string; readonly reason: string }>;

/** What was typed and is not in the table yet, by `row:column`. */
export type Typed = ReadonlyMap<string, CellPrice>;

/** The rows of a table with the edits that are on their way to it, and what has changed since the base release. */
export function shownRows(
  table: PriceTable,
  before: PriceTable | undefined,
  typed: Typed,
  invalid: Invalid,
): readonly ShownRow[] {
  const was = cellsByTitles(before);
  return (table.rows ?? []).map((row, place) => ({
    title: row.title,
    place,
    cells: row.cells.map((cell, column): ShownCell => {
      const key = `${place}:${column}`;
      const title = table.columns[column] ?? '';
      const refused = invalid.get(key);
      const set = typed.get(key);
      const { kind, text } = set === undefined ? { kind: cell.kind, text: cell.price ?? '' } : withPrice(cell, set);
      const old = was?.get(`${row.title}\n${title}`);
      const held = set ?? heldBy(cell);
      const words = set === undefined ? withoutDigits(cell) : NOT_OFFERED;
      const changed = before !== undefined && (old === undefined || heldBy(old) !== held || saysElse(old, cell));
      return {
        text: refused?.text ?? text,
        kind,
        label: `${row.title}, ${title}`,
        words,
        before: changed ? (old?.price ?? null) : undefined,
        invalid: refused?.reason,
        overridden: cell.override !== null,
      };
    }),
  }));
}

/** What a cell says that has no one price: how it is charged, or what it depends on. */
function withoutDigits({ kind, outcome }: TableCell): string {
  return kind === 'derived' ? outcomeWords(outcome) : NOT_OFFERED;
}

function saysElse(old: TableCell, { price, kind, outcome }: TableCell): boolean {
  return old.price !== price || (kind === 'derived' && outcomeWords(old.outcome) !== outcomeWords(outcome));
}

function withPrice(cell: TableCell, price: CellPrice): Pick<ShownCell, 'kind' | 'text'> {
  if (price === DERIVED) return { kind: 'derived', text: '…' };
  return { kind: cell.kind === 'set' ? 'set' : 'pinned', text: price ?? '' };
}

function cellsByTitles(table: PriceTable | undefined): ReadonlyMap<string, TableCell> | undefined {
  if (table === undefined) return undefined;
  const cells = new Map<string, TableCell>();
  for (const row of table.rows ?? []) {
    for (const [column, cell] of row.cells.entries()) cells.set(`${row.title}\n${table.columns[column]}`, cell);
  }
  return cells;
}

/** What waits to be saved of a table: it is shown at once. */
export function waitingFor(table: PriceTable, waiting: readonly Edit[]): Typed {
  const typed = new Map<string, CellPrice>();
  for (const edit of waiting) {
    if (edit.kind !== 'cells' || edit.file !== table.file) continue;
    for (const cell of edit.cells) if (cell.table === table.place) typed.set(`${cell.row}:${cell.column}`, cell.price);
  }
  return typed;
}

/** A row in which one cell has another text. */
export function withText(row: ShownRow, column: number, text: string): ShownRow {
  return { ...row, cells: row.cells.map((cell, place) => (place === column ? { ...cell, text } : cell)) };
}
