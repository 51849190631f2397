import { pointerSteps } from '../../book/yaml/json-pointer.js';
import type { Conflict } from '../../editing/merge-rule-sets.js';
import type { Release } from '../../releases/release.js';
import type { FolderBase } from '../folder-base.js';
import { count, type Stream } from './output.js';

/** Prints each place that both a folder and a release have changed: the value before, here, and in the release. */
export function printConflicts(
  conflicts: readonly Conflict[],
  base: FolderBase,
  onto: Release,
  { write, colours }: Stream,
): void {
  write(
    `${count(conflicts.length, 'place')} changed both here and in the releases after release ${base.release}, which this folder was made from:\n`,
  );
  for (const { file, path, base: was, ours, theirs } of conflicts) {
    write(`  ${colours.bold(placeOf(path))}  ${colours.dim(file)}\n`);
    if (path === '') continue;
    write(
      `    release ${base.release}: ${shown(was)}   here: ${shown(ours)}   release ${onto.number}: ${shown(theirs)}\n`,
    );
  }
}

/** @example '/tables/[Kling O1]/rows/[duration=5]/prices/[batch=1]' is 'Kling O1, duration=5, batch=1' */
function placeOf(path: string): string {
  const named = pointerSteps(path).filter((step) => step.startsWith('['));
  if (path === '') return 'the whole file';
  return named.length === 0 ? path : named.map((step) => step.slice(1, -1)).join(', ');
}

function shown(value: unknown): string {
  return value === null ? 'nothing' : JSON.stringify(value);
}
