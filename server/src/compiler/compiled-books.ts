import type { SourceFile } from '../book/yaml/source-file.js';
import type { RateCard } from '../pricing/rate-card.js';
import type { Book, CompiledBook, ValidBook } from '../releases/release.js';
import { filesOfSums } from '../releases/release-files.js';
import type { Store } from '../store/store.js';
import type { BookCompiler } from './book-compiler.js';

/** Books as tasks need them: their texts read, and compiled once. */
export class CompiledBooks {
  readonly compiler: BookCompiler;
  readonly #openStore: () => Store;

  /** @param openStore the database that has the texts of stored books */
  constructor(compiler: BookCompiler, openStore: () => Store) {
    this.compiler = compiler;
    this.#openStore = openStore;
  }

  get store(): Store {
    return this.#openStore();
  }

  async files(book: Book): Promise<readonly SourceFile[]> {
    return 'files' in book ? book.files : this.store.read((db) => filesOfSums(db, book.sums));
  }

  async compiled(book: Book): Promise<CompiledBook> {
    return this.compiler.known(book.digest) ?? this.compiler.compile(book.digest, await this.files(book));
  }

  async card(book: ValidBook): Promise<RateCard> {
    const compiled = await this.compiled(book);
    if (!compiled.ok) throw new Error(`the book ${book.digest} was valid, and does not compile`);
    return compiled.card;
  }
}
