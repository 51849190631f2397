import { RecentlyUsed } from '../book/model/recently-used.js';
import { RuleSetMemo } from '../book/read/rule-set-memo.js';
import { readYaml, type YamlResult } from '../book/yaml/read-yaml.js';
import type { RuleSetSchemas } from '../book/yaml/rule-set-schemas.js';
import type { SourceFile } from '../book/yaml/source-file.js';
import { type CompiledBook, compileBook } from '../releases/release.js';

/**
 * How many characters of books are kept compiled, each of which takes some hundred bytes: those that people look at
 * while they work on a few change requests. A small book counts as much as a twelfth, so that there are not too many.
 */
const MOST_CHARACTERS = 5_000_000;
const LEAST_WEIGHT = MOST_CHARACTERS / 12;

/** Compiles price books, each once: what a preview has compiled, publishing need not compile again. */
export class BookCompiler {
  readonly #schemas: RuleSetSchemas;
  readonly #memo = new RuleSetMemo();
  /** By digest. A comparison needs two, however large. */
  readonly #compiled = new RecentlyUsed<CompiledBook>(MOST_CHARACTERS, 2);
  /** How many books it has compiled: on a server's own thread, only those that come into force. */
  count = 0;

  constructor(schemas: RuleSetSchemas) {
    this.#schemas = schemas;
  }

  /** A book that has been compiled, if it has not been forgotten. */
  known(digest: string): CompiledBook | undefined {
    const known = this.#compiled.peek(digest);
    return known && this.#compiled.get(digest, 0, () => known);
  }

  /** @param digest of these files */
  compile(digest: string, files: readonly SourceFile[]): CompiledBook {
    const characters = files.reduce((sum, { text }) => sum + text.length, 0);
    return this.#compiled.get(digest, Math.max(characters, LEAST_WEIGHT), () => this.compileOnce(files));
  }

  /** Reads a file's YAML, which is not read again to compile a book with it. */
  readonly readYaml = (file: SourceFile): YamlResult => {
    const { root, problems } = this.#memo.parse(file, this.#schemas);
    // A file that breaks its schema has a tree all the same.
    return root === undefined ? readYaml(file) : { root, problems };
  };

  /** Compiles a book that is not going to be asked for again, such as one of a thousand releases of the past. */
  compileOnce(files: readonly SourceFile[]): CompiledBook {
    this.count++;
    return compileBook(files, this.#schemas, this.#memo);
  }
}
