import type { CellProps } from 'react-datasheet-grid';
import { DERIVED } from '../../editing/edit.js';
import { groupDigits } from '../../layout/words.js';
import { type ShownRow, withText } from './shown-table.js';
import { useCellInput } from './use-cell-input.js';

/** A cell of the grid: its price, and a field to type into while it is edited. */
export function PriceCell({
  rowData,
  columnData,
  active,
  focus,
  setRowData,
}: CellProps<ShownRow, { readonly column: number }>) {
  const cell = rowData.cells[columnData.column];
  const text = cell?.text ?? '';
  const shown = text === '' ? (cell?.words ?? '') : groupDigits(text);
  const input = useCellInput({
    text,
    shown,
    focus,
    active,
    onTyped: (typed) => setRowData(withText(rowData, columnData.column, typed)),
  });
  if (cell === undefined) return <span />;
  const described = [cell.kind === 'set' ? '' : cell.kind, cell.invalid ?? '', wasWords(cell.before)]
    .filter(Boolean)
    .join('; ');
  return (
    <input
      ref={input.ref}
      className="price-cell"
      defaultValue={shown}
      tabIndex={-1}
      inputMode="decimal"
      aria-label={described === '' ? cell.label : `${cell.label} (${described})`}
      aria-invalid={cell.invalid !== undefined}
      title={cell.invalid ?? (wasWords(cell.before) || (text === '' ? cell.words : ''))}
      style={{ pointerEvents: focus ? 'auto' : 'none' }}
      onKeyDown={input.onKeyDown}
    />
  );
}

function wasWords(before: string | null | undefined): string {
  if (before === undefined) return '';
  if (before === null) return 'not offered before';
  return before === DERIVED ? 'derived before' : `was ${groupDigits(before)}`;
}
