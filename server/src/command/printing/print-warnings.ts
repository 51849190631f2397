import type { ComparedWarning } from '../../analysis/warnings/new-warnings.js';
import type { Warning } from '../../analysis/warnings/warning.js';
import { formatSource } from '../../book/model/problem.js';
import type { SourceFile } from '../../book/yaml/source-file.js';
import { frame } from './code-frame.js';
import { count, type Stream } from './output.js';

/** How many warnings are printed: after so many, another tells nobody anything. */
const MOST_PRINTED = 20;

/**
 * Prints what is valid but suspicious, each with its place, what to do about it, and the lines around it.
 *
 * @param files the rule sets; without them, no lines are shown
 */
export function printWarnings(
  warnings: readonly (Warning | ComparedWarning)[],
  files: readonly SourceFile[] | undefined,
  { write, colours }: Stream,
): void {
  const texts = new Map(files?.map((file) => [file.path, file.text]));
  for (const warning of warnings.slice(0, MOST_PRINTED)) {
    const mark = 'isNew' in warning && warning.isNew ? `${colours.bold('new')} ` : '';
    write(
      `${mark}${colours.bold(formatSource(warning))} ${colours.yellow(warning.message)} ${colours.dim(`[${warning.code}]`)}\n`,
    );
    write(`  ${colours.green(warning.hint)}\n`);
    const text = texts.get(warning.file);
    if (text !== undefined) write(`${frame(text, warning)}\n\n`);
  }
  if (warnings.length > MOST_PRINTED) write(`and ${count(warnings.length - MOST_PRINTED, 'more warning')}\n`);
}
