import type { Problem } from '../book/problem.js';
import type { RuleSetSchemas } from '../book/rule-set-schemas.js';
import { makeRelease, type Release } from './release.js';
import { readRulesFolder } from './rules-folder.js';

/** Holds the release that quotes are answered from. A quote takes it once, so it never sees two. */
export class ReleaseInForce {
  #current: Release;
  readonly #folder: string;
  readonly #schemas: RuleSetSchemas;

  private constructor(first: Release, folder: string, schemas: RuleSetSchemas) {
    this.#current = first;
    this.#folder = folder;
    this.#schemas = schemas;
  }

  /**
   * Opens the price book in a folder as release 1.
   *
   * @returns the release in force, or the problems of the book
   * @throws FolderError when the folder cannot be read
   */
  static open(folder: string, schemas: RuleSetSchemas): ReleaseInForce | readonly Problem[] {
    const result = load(1, folder, schemas);
    return result.ok ? new ReleaseInForce(result.release, folder, schemas) : result.problems;
  }

  get current(): Release {
    return this.#current;
  }

  /**
   * Reads the folder again and puts what it holds in force at once, as the next release. A book that is broken changes
   * nothing, nor does one that is the same.
   *
   * @returns the problems of the book; none when it is in force
   * @throws FolderError when the folder cannot be read
   */
  reload(): readonly Problem[] {
    const result = load(this.#current.number + 1, this.#folder, this.#schemas);
    if (!result.ok) return result.problems;
    if (result.release.digest !== this.#current.digest) this.#current = result.release;
    return [];
  }
}

function load(number: number, folder: string, schemas: RuleSetSchemas) {
  const read = readRulesFolder(folder);
  return read.ok ? makeRelease(number, read.files, schemas) : read;
}
