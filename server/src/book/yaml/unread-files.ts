import type { SourceFile } from './source-file.js';

/**
 * The files that could not be read because of their own problems. A product, option or currency that other files name
 * may be defined there, so nothing is said of such a name until they can be read; every other unknown name is.
 */
export class UnreadFiles {
  readonly #paths: ReadonlySet<string>;
  readonly #texts: readonly string[];
  readonly #words: ReadonlySet<string>;

  constructor(files: readonly SourceFile[]) {
    this.#paths = new Set(files.map(({ path }) => path));
    this.#texts = files.map(({ text }) => text);
    this.#words = new Set(this.#texts.flatMap((text) => text.match(/[\w.-]+/g) ?? []));
  }

  /** Whether a name stands anywhere in these files. */
  mayDefine(name: string): boolean {
    // Most names are single words, and looking one up is much cheaper than reading all of a large file again.
    return this.#words.has(name) || this.#texts.some((text) => text.includes(name));
  }

  /** Whether every file could be read. */
  get none(): boolean {
    return this.#paths.size === 0;
  }

  has(path: string): boolean {
    return this.#paths.has(path);
  }
}
