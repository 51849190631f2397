import type { PriceTable } from '../../../../schemas/types/api.js';
import { type CellEdit, type CellPrice, DERIVED } from '../../editing/edit.js';
import { heldBy } from '../../editing/find-cells.js';
import { parsePrice } from './parse-price.js';
import type { Invalid, ShownRow } from './shown-table.js';

interface TypedCells {
  /** Cells whose price is to be another one. */
  readonly cells: readonly CellEdit[];
  /** What was typed that is no price: from before, unless it was corrected, and new. */
  readonly invalid: Invalid;
}

/**
 * What was typed or pasted into a grid.
 *
 * @param rows as they were shown
 * @param next as the grid has them now
 */
export function typedCells(
  table: PriceTable,
  rows: readonly ShownRow[],
  next: readonly ShownRow[],
  invalid: Invalid,
): TypedCells {
  const cells: CellEdit[] = [];
  const refused = new Map(invalid);
  for (const [row, shown] of next.entries()) {
    for (const [column, { text }] of shown.cells.entries()) {
      const key = `${row}:${column}`;
      const now = rows[row]?.cells[column];
      const cell = table.rows?.[row]?.cells[column];
      if (now === undefined || cell === undefined || text === now.text) continue;
      const parsed = parsePrice(text, table.decimals);
      if (!parsed.ok) {
        refused.set(key, { text, reason: parsed.reason });
        continue;
      }
      refused.delete(key);
      const price = emptied(parsed.price, cell.kind);
      const was = heldBy(cell);
      if (price === was) continue;
      const titles = [table.title, shown.title, table.columns[column] ?? ''] as const;
      cells.push({ table: table.place, row, column, titles, was, price });
    }
  }
  return { cells, invalid: refused };
}

/** Emptying a pinned cell lets it be derived again; any other cell is then not offered. */
function emptied(price: CellPrice, kind: 'set' | 'pinned' | 'derived'): CellPrice {
  return price === null && kind !== 'set' ? DERIVED : price;
}
