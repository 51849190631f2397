import { isAbsolute, relative } from 'node:path';
import type { Problem } from '../book/model/problem.js';
import type { SourceFile } from '../book/yaml/source-file.js';
import { loadSchemas } from '../compiler/schema-files.js';
import { makeRelease, type Release } from '../releases/release.js';
import { FolderError, readRulesFolder } from '../releases/rules-folder.js';
import type { Output } from './printing/output.js';
import { printProblems } from './printing/print-problems.js';

export type OpenedBook =
  | { readonly kind: 'release'; readonly release: Release }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[]; readonly files: readonly SourceFile[] }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Opens the price book in a folder for a command. Paths in problems are as an editor started here finds them. */
export function openBook(folder: string): OpenedBook {
  try {
    const read = readRulesFolder(folder, shownPath(folder));
    if (!read.ok) return { kind: 'problems', ...read };
    const made = makeRelease(1, read.files, loadSchemas());
    return made.ok
      ? { kind: 'release', release: made.release }
      : { kind: 'problems', problems: made.problems, files: read.files };
  } catch (error) {
    if (error instanceof FolderError) return { kind: 'unreadable', message: error.message };
    throw error;
  }
}

/** The release, or undefined once the reason has been printed. */
export function openedRelease(opened: OpenedBook, output: Output): Release | undefined {
  if (opened.kind === 'release') return opened.release;
  if (opened.kind === 'unreadable') output.err.write(`ratecard: ${opened.message}\n`);
  else printProblems(opened.problems, opened.files, output);
  return undefined;
}

function shownPath(folder: string): string {
  const path = relative(process.cwd(), folder);
  return (isAbsolute(path) || path.startsWith('..') ? folder : path).split('\\').join('/');
}
