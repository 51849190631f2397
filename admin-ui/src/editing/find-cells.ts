import type { PriceTables, TableCell } from '../../../schemas/types/api.js';
import { type CellConflict, type CellEdit, type CellPrice, DERIVED } from './edit.js';

/** What a cell holds, as an edit would say it. */
export function heldBy(cell: TableCell): CellPrice {
  return cell.kind === 'derived' ? DERIVED : cell.price;
}

export interface FoundCells {
  /** Cells that can be set as they were meant to be, by the places that they have now. */
  readonly clear: readonly CellEdit[];
  /** Cells that somebody else has set since, or that no longer exist. */
  readonly conflicts: readonly CellConflict[];
}

/**
 * Finds the cells of an edit again in tables that have changed since: by their titles, wherever they are now. A cell that
 * holds what was wanted already needs nothing; one that holds what it held is set; any other is a conflict.
 */
export function findCells({ tables }: PriceTables, file: string, cells: readonly CellEdit[]): FoundCells {
  const clear: CellEdit[] = [];
  const conflicts: CellConflict[] = [];
  for (const cell of cells) {
    const [tableTitle, rowTitle, columnTitle] = cell.titles;
    const table = tables.find((one) => one.file === file && one.title === tableTitle);
    const row = table?.rows?.findIndex(({ title }) => title === rowTitle) ?? -1;
    const column = table?.columns.indexOf(columnTitle) ?? -1;
    const found = table?.rows?.[row]?.cells[column];
    if (table === undefined || found === undefined) {
      conflicts.push({ cell, theirs: undefined });
      continue;
    }
    const theirs = heldBy(found);
    if (theirs === cell.price) continue;
    const moved = { ...cell, table: table.place, row, column };
    if (theirs === cell.was) clear.push(moved);
    else conflicts.push({ cell: moved, theirs });
  }
  return { clear, conflicts };
}
