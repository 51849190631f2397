import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';

interface CellInput {
  /** What is typed over: the digits. */
  readonly text: string;
  /** What is shown while it is not edited. */
  readonly shown: string;
  /** Whether the cell is edited. */
  readonly focus: boolean;
  /** Whether the cursor of the grid is on it. */
  readonly active: boolean;
  readonly onTyped: (text: string) => void;
}

/** The input of a cell, as in a spreadsheet: leaving it takes what was typed, Escape does not. */
export function useCellInput({ text, shown, focus, active, onTyped }: CellInput) {
  const field = useRef<HTMLInputElement>(null);
  const escaped = useRef(false);
  const wasFocused = useRef(false);
  // The effects run when the field is entered and left, and then need what is current.
  const latest = useRef({ text, shown, write: (_typed: string): void => undefined });
  latest.current = { text, shown, write: onTyped };
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
  // What was typed counts, too, when the page is left in the middle of a cell.
  useEffect(() => {
    if (!focus) return undefined;
    const leave = (): void => {
      const typed = field.current?.value;
      if (typed !== undefined && !escaped.current && typed !== latest.current.text) latest.current.write(typed);
    };
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [focus]);
  // The page scrolls with the cursor when it is moved by keys.
  useEffect(() => {
    if (active) field.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);
  return {
    ref: field,
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.key === 'Escape') escaped.current = true;
    },
  };
}
