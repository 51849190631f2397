import type { Column } from 'react-datasheet-grid';
import type { PriceTable } from '../../../../schemas/types/api.js';
import { PriceCell } from './price-cell.js';
import { type ShownRow, withText } from './shown-table.js';

/** The columns of a table as the grid takes them, with what copying, pasting and emptying a cell do. */
export function columnsOf(table: PriceTable, editable: boolean): Column<ShownRow>[] {
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
