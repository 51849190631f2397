import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { Problem } from '../book/model/problem.js';
import { decodeSource, MAX_FILE_BYTES, type SourceFile, tooLarge } from '../book/yaml/source-file.js';

const MAX_FILES = 5_000;

export type FolderResult =
  | { readonly ok: true; readonly files: readonly SourceFile[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly files: readonly SourceFile[] };

/** The folder cannot be read at all. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
}

/**
 * Reads every `.yaml` and `.yml` file below a folder.
 *
 * @param prefix what the paths start with in problems and in the lines of quotes; the folder's own name when absent
 * @throws FolderError when there is no such folder, it cannot be read, or it holds no rule sets
 */
export function readRulesFolder(folder: string, prefix = basename(resolve(folder))): FolderResult {
  const names = listRuleSets(folder);
  if (names.length === 0) throw new FolderError(`no rule sets in ${folder}: it holds no .yaml files`);
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  for (const name of names) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const full = join(folder, name);
    const { size } = statSync(full);
    const decoded = size > MAX_FILE_BYTES ? tooLarge(path, size) : decodeSource(path, readFileSync(full));
    if ('text' in decoded) files.push(decoded);
    else problems.push(decoded);
  }
  return problems.length > 0 ? { ok: false, problems, files } : { ok: true, files };
}

/**
 * The paths of every `.yaml` and `.yml` file below a folder.
 *
 * @throws FolderError when there is no such folder, or it cannot be read
 */
export function listRuleSets(folder: string): readonly string[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort();
  } catch (error) {
    throw new FolderError(`cannot read the price book's folder ${folder}: ${reason(error)}`);
  }
  if (names.length > MAX_FILES)
    throw new FolderError(`${folder} holds ${names.length} .yaml files; at most ${MAX_FILES} are read`);
  return names;
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such folder';
  if (code === 'ENOTDIR') return 'it is not a folder';
  if (code === 'EACCES') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}
