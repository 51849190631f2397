import { formatSource, type Problem } from '../../book/model/problem.js';
import type { SourceFile } from '../../book/yaml/source-file.js';
import { frame } from './code-frame.js';
import { count, type Output } from './output.js';

/** Prints each problem with its place, what would be right, and the lines around it. */
export function printProblems(problems: readonly Problem[], files: readonly SourceFile[], output: Output): void {
  const { colours, write } = output.err;
  const texts = new Map(files.map((file) => [file.path, file.text]));
  for (const problem of problems) {
    const hint = problem.hint === undefined ? '' : `\n  ${colours.green(problem.hint)}`;
    const place = colours.bold(formatSource(problem));
    write(`${place} ${colours.red(problem.message)} ${colours.dim(`[${problem.code}]`)}${hint}\n`);
    const text = texts.get(problem.file);
    if (text !== undefined) write(`${frame(text, problem)}\n`);
    for (const other of problem.related ?? []) write(`  see also ${formatSource(other)}\n`);
    write('\n');
  }
  const files_ = new Set(problems.map((problem) => problem.file)).size;
  write(colours.red(`${count(problems.length, 'problem')} in ${count(files_, 'file')}\n`));
}
