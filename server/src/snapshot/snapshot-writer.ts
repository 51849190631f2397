import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { KnownKeys } from '../access/keys/known-keys.js';
import type { CompiledReleases } from '../compiler/compiled-releases.js';
import { type Release, sha256Of } from '../releases/release.js';
import { bookFile, SNAPSHOT_FOLDER, type SnapshotState, STATE_FILE } from './snapshot.js';

/** Keeps a snapshot of what quotes need in the data folder, so that a server can start while its database is away. */
export class SnapshotWriter {
  readonly #folder: string;
  readonly #database: string;
  readonly #log: Logger;
  /** What was looked at last: most of the time nothing is new. */
  #seen: readonly unknown[] = [];
  #written: string | undefined;
  #failed = false;

  /** @param database see `databaseName` */
  constructor(dataFolder: string, database: string, log: Logger) {
    this.#folder = join(dataFolder, SNAPSHOT_FOLDER);
    this.#database = database;
    this.#log = log;
  }

  /** Writes what has changed. A snapshot that cannot be written holds up nothing: that is said once in the log. */
  async write(releases: CompiledReleases, keys: KnownKeys, at: number): Promise<void> {
    const served = releases.served;
    const seen = [releases.headers, keys.rows, ...served];
    if (seen.length === this.#seen.length && seen.every((one, index) => one === this.#seen[index])) return;
    const state: Omit<SnapshotState, 'at'> = {
      database: this.#database,
      headers: releases.headers,
      books: served.map(({ number, digest }) => [number, digest]),
      keys: keys.rows,
    };
    const said = sha256Of(JSON.stringify(state));
    try {
      if (said !== this.#written) await this.#writeAll({ ...state, at }, served);
      this.#written = said;
      this.#seen = seen;
      this.#failed = false;
    } catch (error) {
      const message = 'the snapshot cannot be written: a start without the database would serve an older one, or wait';
      if (!this.#failed) this.#log.warn({ err: error, folder: this.#folder }, message);
      this.#failed = true;
    }
  }

  async #writeAll(state: SnapshotState, served: readonly Release[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await chmod(this.#folder, 0o700);
    const there = new Set(await readdir(this.#folder));
    const books = new Set(served.map(({ digest }) => bookFile(digest)));
    for (const { digest, files } of served) {
      const name = bookFile(digest);
      if (!there.has(name)) await this.#replace(name, JSON.stringify(files));
    }
    const text = JSON.stringify(state);
    await this.#replace(STATE_FILE, `${sha256Of(text)}\n${text}`);
    // Only now nothing names the books of before.
    for (const name of there) if (name.startsWith('book-') && !books.has(name)) await rm(join(this.#folder, name));
  }

  /** Whole or not at all, for the owner alone. */
  async #replace(name: string, text: string): Promise<void> {
    const path = join(this.#folder, name);
    const draft = `${path}.${process.pid}.tmp`;
    await writeFile(draft, text, { mode: 0o600, flush: true });
    await rename(draft, path);
  }
}
