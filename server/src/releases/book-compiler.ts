import { readYaml, type YamlResult } from '../book/read-yaml.js';
import { RuleSetMemo } from '../book/rule-set-memo.js';
import type { RuleSetSchemas } from '../book/rule-set-schemas.js';
import type { SourceFile } from '../book/source-file.js';
import { type CompiledBook, compileBook } from './release.js';

/** How many books are kept: those that people look at while they work on a few change requests. */
const MOST_KEPT = 12;
/** And of how many characters in all, of which each takes some hundred bytes compiled; two are kept in any case. */
const MOST_CHARACTERS = 5_000_000;

/** Compiles price books, each once: what a preview has compiled, publishing need not compile again. */
export class BookCompiler {
  readonly #schemas: RuleSetSchemas;
  readonly #memo = new RuleSetMemo();
  /** By digest, the one asked for last at the end. */
  readonly #compiled = new Map<string, { readonly book: CompiledBook; readonly characters: number }>();

  constructor(schemas: RuleSetSchemas) {
    this.#schemas = schemas;
  }

  /** @param digest of these files */
  compile(digest: string, files: readonly SourceFile[]): CompiledBook {
    const compiled = this.#compiled.get(digest) ?? {
      book: compileBook(files, this.#schemas, this.#memo),
      characters: files.reduce((sum, { text }) => sum + text.length, 0),
    };
    this.#compiled.delete(digest);
    this.#compiled.set(digest, compiled);
    let characters = 0;
    for (const one of this.#compiled.values()) characters += one.characters;
    for (const [oldest, one] of this.#compiled) {
      const { size } = this.#compiled;
      if (size <= 2 || (size <= MOST_KEPT && characters <= MOST_CHARACTERS)) break;
      this.#compiled.delete(oldest);
      characters -= one.characters;
    }
    return compiled.book;
  }

  /** Reads a file's YAML, which is not read again to compile a book with it. */
  readonly readYaml = (file: SourceFile): YamlResult => {
    const { root, problems } = this.#memo.parse(file, this.#schemas);
    // A file that breaks its schema has a tree all the same.
    return root === undefined ? readYaml(file) : { root, problems };
  };

  /** Compiles a book that is not going to be asked for again, such as one of a thousand releases of the past. */
  compileOnce(files: readonly SourceFile[]): CompiledBook {
    return compileBook(files, this.#schemas, this.#memo);
  }
}
