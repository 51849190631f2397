import type { PriceTable, PriceTables } from '../../../schemas/types/api.js';

/** The cell that the cursor is in. */
export interface ActiveCell {
  readonly table: PriceTable;
  readonly row: number;
  readonly column: number;
}

/** Whether both are at the same place, in whichever version of the table. */
export function isSameCell(a: ActiveCell | undefined, b: ActiveCell): boolean {
  if (a === undefined || a.row !== b.row || a.column !== b.column) return false;
  return a.table.file === b.table.file && a.table.place === b.table.place;
}

/** The same cell in tables that were read since. */
export function cellNow(active: ActiveCell, latest: PriceTables | undefined): ActiveCell {
  const { file, place } = active.table;
  const table = latest?.tables.find((one) => one.file === file && one.place === place);
  return table === undefined || table.rows === null ? active : { ...active, table };
}
