import 'react-datasheet-grid/dist/style.css';
import './price-grid.css';
import { Box } from '@mui/material';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { DynamicDataSheetGrid } from 'react-datasheet-grid';
import type { PriceTable } from '../../../../schemas/types/api.js';
import type { CellEdit } from '../../editing/edit.js';
import { columnsOf } from './grid-columns.js';
import { InvalidCells } from './invalid-cells.js';
import { RowTitle } from './row-title.js';
import { type Invalid, type ShownRow, shownRows, type Typed } from './shown-table.js';
import { typedCells } from './typed-cells.js';
import { useGridColors } from './use-grid-colors.js';

const ROW_HEIGHT = 36;
/** A table of more rows scrolls. */
const MOST_ROWS = 18;

interface Props {
  readonly table: PriceTable;
  /** The same table of the release that the change is made to. */
  readonly before: PriceTable | undefined;
  /** What was typed and is on its way. */
  readonly waiting: Typed;
  /** The last edit that the server did not take: its cells are as they were. */
  readonly rejection: object | undefined;
  readonly editable: boolean;
  readonly onEdit: (cells: readonly CellEdit[]) => void;
  readonly onActive: (place: { readonly row: number; readonly column: number }) => void;
}

/** A printed table that is edited in place, as a spreadsheet is: arrows, Tab, Enter, Escape, copy and paste of ranges. */
export function PriceGrid({ table, before, waiting, rejection, editable, onEdit, onActive }: Props) {
  const [invalid, setInvalid] = useState<Invalid>(new Map());
  // What is typed stays on screen from the moment it was typed until the table comes back with it.
  const [typed, setTyped] = useState<Typed>(new Map());
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the table is read again, or an edit is rejected
  useEffect(() => setTyped(new Map()), [table, rejection]);
  const rows = useMemo(
    () => shownRows(table, before, new Map([...typed, ...waiting]), invalid),
    [table, before, typed, waiting, invalid],
  );
  const columns = useMemo(() => columnsOf(table, editable), [table, editable]);
  // For the grid, another object means other columns: it would report the active cell again.
  const titles = useMemo(
    () => ({ title: table.header, basis: 190, grow: 0, shrink: 1, minWidth: 110, component: RowTitle }),
    [table.header],
  );

  const change = useCallback(
    (next: ShownRow[]): void => {
      const { cells, invalid: refused } = typedCells(table, rows, next, invalid);
      setInvalid(refused);
      if (cells.length === 0) return;
      setTyped(
        (last) => new Map([...last, ...cells.map(({ row, column, price }) => [`${row}:${column}`, price] as const)]),
      );
      onEdit(cells);
    },
    [invalid, rows, table, onEdit],
  );

  const height = (Math.min(rows.length, MOST_ROWS) + 1) * ROW_HEIGHT + 2;
  return (
    <Box>
      <Box sx={useGridColors()} className="price-grid">
        <DynamicDataSheetGrid<ShownRow>
          value={[...rows]}
          columns={columns}
          onChange={change}
          height={height}
          rowHeight={ROW_HEIGHT}
          gutterColumn={titles}
          lockRows
          disableExpandSelection={!editable}
          addRowsComponent={false}
          onActiveCellChange={({ cell }) => cell !== null && onActive({ row: cell.row, column: cell.col })}
        />
      </Box>
      <InvalidCells table={table} invalid={invalid} onChange={setInvalid} />
    </Box>
  );
}
