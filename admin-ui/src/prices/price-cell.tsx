import { useEffect, useLayoutEffect, useRef } from 'react';
import type { CellProps } from 'react-datasheet-grid';
import { DERIVED } from '../editing/edit.js';
import { groupDigits } from '../layout/words.js';
import type { ShownRow } from './shown-table.js';

/** A cell of the grid: its price, and a field to type into while it is edited. */
export function PriceCell({
  rowData,
  columnData,
  active,
  focus,
  setRowData,
}: CellProps<ShownRow, { readonly column: number }>) {
  const field = useRef<HTMLInputElement>(null);
  const escaped = useRef(false);
  const wasFocused = useRef(false);
  const cell = rowData.cells[columnData.column];
  const text = cell?.text ?? '';
  const shown = text === '' ? (cell?.words ?? '') : groupDigits(text);
  // What there is to go by on going in and out of the field, which alone is what the effect is about.
  const latest = useRef({ text, shown, write: (_typed: string): void => undefined });
  latest.current = { text, shown, write: (typed) => setRowData(withText(rowData, columnData.column, typed)) };
  useLayoutEffect(() => {
    const input = field.current;
    if (input === null) return;
    if (focus) {
      escaped.current = false;
      wasFocused.current = true;
      input.value = latest.current.text;
      input.focus();
      input.select();
    } else {
      const typed = input.value;
      if (wasFocused.current && !escaped.current && typed !== latest.current.text) latest.current.write(typed);
      wasFocused.current = false;
      input.value = latest.current.shown;
      input.blur();
    }
  }, [focus]);
  useLayoutEffect(() => {
    if (!focus && field.current !== null) field.current.value = shown;
  }, [focus, shown]);
  // Who leaves the page in the middle of a cell has typed it all the same.
  useEffect(() => {
    if (!focus) return undefined;
    const leave = (): void => {
      const typed = field.current?.value;
      if (typed !== undefined && !escaped.current && typed !== latest.current.text) latest.current.write(typed);
    };
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [focus]);
  // The page follows whoever walks through cells by the keyboard.
  useEffect(() => {
    if (active) field.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);
  if (cell === undefined) return <span />;
  const described = [cell.kind === 'set' ? '' : cell.kind, cell.invalid ?? '', wasWords(cell.before)]
    .filter(Boolean)
    .join('; ');
  return (
    <input
      ref={field}
      className="price-cell"
      defaultValue={shown}
      tabIndex={-1}
      inputMode="decimal"
      aria-label={described === '' ? cell.label : `${cell.label} (${described})`}
      aria-invalid={cell.invalid !== undefined}
      title={cell.invalid ?? (wasWords(cell.before) || (text === '' ? cell.words : ''))}
      style={{ pointerEvents: focus ? 'auto' : 'none' }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') escaped.current = true;
      }}
    />
  );
}

export function withText(row: ShownRow, column: number, text: string): ShownRow {
  return { ...row, cells: row.cells.map((cell, place) => (place === column ? { ...cell, text } : cell)) };
}

function wasWords(before: string | null | undefined): string {
  if (before === undefined) return '';
  if (before === null) return 'not offered before';
  return before === DERIVED ? 'derived before' : `was ${groupDigits(before)}`;
}
