import { createTwoFilesPatch } from 'diff';
import type { SourceFile } from '../../book/yaml/source-file.js';

/** A file that differs between two books. */
export interface FileDifference {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Unified. */
  readonly diff: string;
}

/** The files that differ, in the order of their paths. */
export function compareFiles(before: readonly SourceFile[], after: readonly SourceFile[]): readonly FileDifference[] {
  const [was, is] = [before, after].map((files) => new Map(files.map(({ path, text }) => [path, text])));
  const differences: FileDifference[] = [];
  for (const path of [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort()) {
    const [one, two] = [was?.get(path), is?.get(path)];
    if (one === two) continue;
    const change = one === undefined ? 'added' : two === undefined ? 'removed' : 'changed';
    differences.push({ path, change, diff: createTwoFilesPatch(path, path, one ?? '', two ?? '') });
  }
  return differences;
}
