import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../domain-error.js';

/** The file beside a folder's rule sets that says which release they were made from. Keep it with them, in git too. */
export const BASE_FILE = '.ratecard-base.json';

/** The release that a folder's rule sets were made from. */
export interface FolderBase {
  readonly release: number;
  /** Of that release: the same number in another database is another book. */
  readonly digest: string;
}

/**
 * Which release a folder was made from; undefined when nothing says so.
 *
 * @throws DomainError invalid when the file says something else
 */
export function readFolderBase(folder: string): FolderBase | undefined {
  const path = join(folder, BASE_FILE);
  if (!existsSync(path)) return undefined;
  const base = parse(readFileSync(path, 'utf8'));
  if (base !== undefined) return base;
  throw new DomainError(
    'invalid',
    `${path} does not say which release the folder was made from: it has to read {"release": 3, "digest": "64 hex digits"}; pull into an empty folder to see one`,
  );
}

export function writeFolderBase(folder: string, { release, digest }: FolderBase): void {
  writeFileSync(join(folder, BASE_FILE), `${JSON.stringify({ release, digest })}\n`);
}

function parse(text: string): FolderBase | undefined {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof said !== 'object' || said === null || !('release' in said && 'digest' in said)) return undefined;
  const { release, digest } = said;
  if (typeof release !== 'number' || !Number.isInteger(release) || release < 1) return undefined;
  if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) return undefined;
  return { release, digest };
}
