import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../book/yaml/source-file.js';
import { digestOf, sha256Of } from '../releases/release.js';
import { bookFile, SNAPSHOT_FOLDER, type Snapshot, type SnapshotState, STATE_FILE } from './snapshot.js';

export type SnapshotResult =
  | { readonly kind: 'found'; readonly snapshot: Snapshot }
  | { readonly kind: 'none' }
  /** It is there, but is not to be used. */
  | { readonly kind: 'unusable'; readonly reason: string };

/**
 * Reads the snapshot that a server left in its data folder. One that was damaged or cut, or is of another database, is not
 * used: a wrong price is worse than none.
 *
 * @param database the name of the database that the server is to use, see `databaseName`
 */
export function readSnapshot(dataFolder: string, database: string): SnapshotResult {
  const folder = join(dataFolder, SNAPSHOT_FOLDER);
  const path = join(folder, STATE_FILE);
  if (!existsSync(path)) return { kind: 'none' };
  try {
    const [sum = '', text = ''] = splitOnce(readFileSync(path, 'utf8'));
    if (sha256Of(text) !== sum) return unusable(`${path} was damaged: its checksum is not that of what it says`);
    // What has its checksum is what a server wrote.
    const state = JSON.parse(text) as SnapshotState;
    if (state.database !== database) return unusable(`${path} is of another database, ${state.database}`);
    const books = new Map<number, readonly SourceFile[]>();
    for (const [number, digest] of state.books) {
      const book = join(folder, bookFile(digest));
      // The digest holds it, just below.
      const files = JSON.parse(readFileSync(book, 'utf8')) as readonly SourceFile[];
      if (digestOf(files) !== digest) return unusable(`${book} was damaged: its digest is another`);
      books.set(number, files);
    }
    return { kind: 'found', snapshot: { headers: state.headers, books, keys: state.keys, at: state.at } };
  } catch (error) {
    return unusable(`${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unusable(reason: string): SnapshotResult {
  return { kind: 'unusable', reason };
}

/** The first line, and the rest. */
function splitOnce(text: string): readonly string[] {
  const end = text.indexOf('\n');
  return end < 0 ? [] : [text.slice(0, end), text.slice(end + 1)];
}
