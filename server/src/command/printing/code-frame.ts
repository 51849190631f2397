import { codeFrameColumns } from '@babel/code-frame';
import type { Source } from '../../book/model/problem.js';

/** Long lines, such as a file without line breaks, are cut around the place. */
const MAX_COLUMNS = 160;

/** The lines around a place, with the place marked. */
export function frame(text: string, { line, column }: Source): string {
  const lines = text.split(/\r?\n/);
  const cut = Math.max(0, column - MAX_COLUMNS / 2);
  const shown = lines.map((one) => (cut === 0 ? one.slice(0, MAX_COLUMNS) : one.slice(cut, cut + MAX_COLUMNS)));
  return codeFrameColumns(
    shown.join('\n'),
    { start: { line, column: column - cut } },
    { linesAbove: 2, linesBelow: 1 },
  );
}
