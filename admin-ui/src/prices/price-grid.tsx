import 'react-datasheet-grid/dist/style.css';
import './price-grid.css';
import { Alert, Box } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Column, DynamicDataSheetGrid } from 'react-datasheet-grid';
import type { PriceTable } from '../../../schemas/types/api.js';
import { type CellEdit, type CellPrice, DERIVED } from '../editing/edit.js';
import { heldBy } from '../editing/find-cells.js';
import { parsePrice } from './parse-price.js';
import { PriceCell, withText } from './price-cell.js';
import { type Invalid, type ShownRow, shownRows, type Typed } from './shown-table.js';

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
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the table comes anew, or an edit is refused
  useEffect(() => setTyped(new Map()), [table, rejection]);
  const rows = useMemo(
    () => shownRows(table, before, new Map([...typed, ...waiting]), invalid),
    [table, before, typed, waiting, invalid],
  );
  const columns = useMemo(() => columnsOf(table, editable), [table, editable]);
  // The grid takes another object for other columns, and says anew where the cursor is.
  const titles = useMemo(
    () => ({ title: table.header, basis: 190, grow: 0, shrink: 1, minWidth: 110, component: RowTitle }),
    [table.header],
  );

  const change = useCallback(
    (next: ShownRow[]): void => {
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
          cells.push({
            table: table.place,
            row,
            column,
            titles: [table.title, shown.title, table.columns[column] ?? ''],
            was,
            price,
          });
        }
      }
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
  const faults = [...invalid.entries()];
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
      {faults.map(([key, { reason }]) => {
        const [row = 0, column = 0] = key.split(':').map(Number);
        return (
          <Alert
            key={key}
            severity="error"
            sx={{ mt: 0.5 }}
            onClose={() => setInvalid(new Map(faults.filter(([other]) => other !== key)))}
          >
            {table.rows?.[row]?.title}, {table.columns[column]} was not changed: {reason}.
          </Alert>
        );
      })}
    </Box>
  );
}

/** Emptying a pinned cell lets it be derived again; any other cell is then not offered. */
function emptied(price: CellPrice, kind: 'set' | 'pinned' | 'derived'): CellPrice {
  return price === null && kind !== 'set' ? DERIVED : price;
}

function RowTitle({ rowData }: { readonly rowData: ShownRow }) {
  return (
    <span className="price-row-title" title={rowData.title}>
      {rowData.title}
    </span>
  );
}

function columnsOf(table: PriceTable, editable: boolean): Column<ShownRow>[] {
  return table.columns.map((title, column) => ({
    id: String(column),
    title,
    basis: 90,
    minWidth: 84,
    component: PriceCell,
    columnData: { column },
    disabled: !editable,
    disableKeys: false,
    copyValue: ({ rowData }) => rowData.cells[column]?.text ?? '',
    pasteValue: ({ rowData, value }) => withText(rowData, column, String(value ?? '').trim()),
    deleteValue: ({ rowData }) => withText(rowData, column, ''),
    isCellEmpty: ({ rowData }) => rowData.cells[column]?.text === '',
    cellClassName: ({ rowData }) => classOf(rowData.cells[column]),
  }));
}

function classOf(cell: ShownRow['cells'][number] | undefined): string {
  if (cell === undefined) return '';
  const names = [`cell-${cell.kind}`];
  if (cell.before !== undefined) names.push('cell-changed');
  if (cell.invalid !== undefined) names.push('cell-invalid');
  if (cell.overridden) names.push('cell-overridden');
  return names.join(' ');
}

/** The grid's colours are those of the theme. */
function useGridColors() {
  const { palette } = useTheme();
  return {
    '--price-accent': palette.primary.main,
    '--price-line': palette.divider,
    '--price-paper': palette.background.paper,
    '--price-text': palette.text.primary,
    '--price-quiet': palette.text.secondary,
    '--price-warning': palette.warning.main,
    '--price-error': palette.error.main,
  };
}
