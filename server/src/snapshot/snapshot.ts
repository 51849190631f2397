import type { KeyRows } from '../access/keys/actor-of-key.js';
import type { SourceFile } from '../book/yaml/source-file.js';
import type { ReleaseHeader } from '../releases/release-header.js';

/**
 * What a server has to know to answer quotes: enough to start while its database is away. Of keys and people it holds what
 * decides who may ask: hashes of keys, and no passwords.
 */
export interface Snapshot {
  readonly headers: readonly ReleaseHeader[];
  /** The files of the releases that were in force or to come, by number. */
  readonly books: ReadonlyMap<number, readonly SourceFile[]>;
  readonly keys: KeyRows;
  /** When it was written. Milliseconds since 1970. */
  readonly at: number;
}

/** The part of a snapshot that is written anew with every change; books never change. */
export interface SnapshotState {
  /** The database that it is of, without its password: prices of another are never served. */
  readonly database: string;
  readonly at: number;
  readonly headers: readonly ReleaseHeader[];
  /** The digest of each book, by the number of its release. */
  readonly books: readonly (readonly [number: number, digest: string])[];
  readonly keys: KeyRows;
}

/** The folder of a snapshot in the data folder, and its files. */
export const SNAPSHOT_FOLDER = 'snapshot';
export const STATE_FILE = 'state.json';

export function bookFile(digest: string): string {
  return `book-${digest}.json`;
}
