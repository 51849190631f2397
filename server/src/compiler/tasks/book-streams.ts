import { createHash } from 'node:crypto';
import { allMoved, compare } from '../../analysis/compare/compare.js';
import { priceChangesCsv } from '../../analysis/compare/price-changes-csv.js';
import { priceList } from '../../analysis/list/price-list.js';
import { priceListCsv } from '../../analysis/list/price-list-csv.js';
import { priceListJson } from '../../analysis/list/price-list-json.js';
import { priceTables, type TablesWanted } from '../../analysis/list/price-tables.js';
import { priceTablesJson } from '../../analysis/list/price-tables-json.js';
import { printedPriceList } from '../../analysis/list/printed-price-list.js';
import { productsJson } from '../../analysis/list/products-json.js';
import { exportLog, type LogFormat } from '../../audit/export-log.js';
import type { AuditFilter } from '../../audit/read-log.js';
import { RecentlyUsed } from '../../book/model/recently-used.js';
import { DomainError } from '../../domain-error.js';
import { unknownProduct } from '../../pricing/check-question.js';
import type { RateCard } from '../../pricing/rate-card.js';
import type { Book } from '../../releases/release.js';
import type { CompiledBooks } from '../compiled-books.js';
import type { Lane, TwoBooks } from './book-tasks.js';
import { pieces } from './pieces.js';

/** The price list of a release. */
export interface PricesQuery {
  readonly book: Book;
  readonly release: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** One product's id; all products when absent. */
  readonly only: string | undefined;
  readonly format: 'application/json' | 'text/csv' | 'text/markdown';
}

export interface TablesQuery {
  readonly book: Book;
  readonly wanted: TablesWanted;
  /** What the answer says of the book beside its tables. */
  readonly of: object;
}

/** Long answers, which are given a piece at a time, as fast as their reader reads. */
export interface BookStreams {
  readonly prices: PricesQuery;
  /** The products of a release, and what else can be asked of it. */
  readonly products: { readonly book: Book; readonly release: number };
  readonly tables: TablesQuery;
  readonly release_tables: TablesQuery;
  /** Every price that changes, as CSV. */
  readonly csv: TwoBooks;
  /** Every event of the log that a filter lets through, in its order. */
  readonly log: { readonly filter: AuditFilter; readonly format: LogFormat };
}

export type StreamName = keyof BookStreams;

/** See `LANES` of tasks. */
export const STREAM_LANES: Readonly<Record<StreamName, Lane>> = {
  prices: 'asking',
  products: 'asking',
  tables: 'editing',
  release_tables: 'asking',
  csv: 'long',
  log: 'long',
};

/** A long answer that has begun. */
export interface BookStream {
  /** Names what the pieces come to, where that is not the book's digest alone: they depend on the moment. */
  readonly version: string | undefined;
  readonly pieces: Pieces;
}

/** UTF-8. A caller that does not want the rest calls `return`. */
export type Pieces = AsyncGenerator<Uint8Array, void, undefined> | Generator<Uint8Array, void, undefined>;

type Streams = { readonly [S in StreamName]: (asked: BookStreams[S]) => Promise<BookStream> };

/** How many bytes of whole price lists are kept: those of releases that many ask for. */
const MOST_KEPT = 32_000_000;

/**
 * The long answers. Each begins once its book is compiled and what was asked for is found; what it throws then is the
 * asker's to fix.
 */
export function bookStreams(books: CompiledBooks): Streams {
  const kept = new RecentlyUsed<readonly Uint8Array[]>(MOST_KEPT);
  const cardOf = async (book: Book): Promise<RateCard> => {
    const compiled = await books.compiled(book);
    if (compiled.ok) return compiled.card;
    throw new DomainError('book_broken', 'the price book is broken, so it has no prices to show or compare');
  };
  const tables = async ({ book, wanted, of }: TablesQuery): Promise<BookStream> => {
    const found = priceTables(await cardOf(book), wanted);
    const { only } = wanted;
    if (only !== undefined && found.length === 0) {
      throw new DomainError('not_found', `${only.file} has no table ${only.place}`);
    }
    return untimed(pieces(priceTablesJson(found, of)));
  };
  return {
    prices: async (asked) => {
      const card = await cardOf(asked.book);
      const { only, format, release, book } = asked;
      if (only !== undefined && !card.products.has(only)) throw refusalOf(card, only);
      if (card.timed) {
        // Prices that change as time passes have a version of their own: what they are.
        const all = [...pieces(written(card, asked))];
        const hash = createHash('sha256');
        for (const piece of all) hash.update(piece);
        return { version: hash.digest('hex'), pieces: again(all) };
      }
      if (only !== undefined) return untimed(pieces(written(card, asked)));
      const key = `${book.digest} ${release} ${format}`;
      const known = kept.peek(key);
      if (known !== undefined) return untimed(again(kept.get(key, 0, () => known)));
      return untimed(
        keep(pieces(written(card, asked)), (all, bytes) => {
          if (bytes < MOST_KEPT) kept.get(key, bytes, () => all);
        }),
      );
    },
    products: async ({ book, release }) => untimed(pieces(productsJson(release, await cardOf(book)))),
    tables,
    release_tables: tables,
    csv: async ({ before, after, at }) => {
      const [one, two] = [await cardOf(before), await cardOf(after)];
      return untimed(pieces(lazily(() => priceChangesCsv(allMoved(compare(one, two, at))))));
    },
    log: async ({ filter, format }) => untimed(exportLog(books.store, filter, format)),
  };
}

function untimed(all: Pieces): BookStream {
  return { version: undefined, pieces: all };
}

function refusalOf(card: RateCard, product: string): DomainError {
  return new DomainError('unknown_product', unknownProduct(card, product).detail);
}

function written(card: RateCard, { release, at, only, format }: PricesQuery): Iterable<string> {
  switch (format) {
    case 'application/json':
      return priceListJson(release, priceList(card, at, only));
    case 'text/csv':
      return lazily(() => priceListCsv(priceList(card, at, only)));
    case 'text/markdown':
      return lazily(() => printedPriceList(card, at, only));
  }
}

function* lazily(write: () => string): Generator<string> {
  yield write();
}

function* again(all: readonly Uint8Array[]): Generator<Uint8Array, void, undefined> {
  yield* all;
}

/** Passes pieces on, and keeps them once all were asked for. */
function* keep(
  some: Iterable<Uint8Array>,
  done: (all: readonly Uint8Array[], bytes: number) => void,
): Generator<Uint8Array, void, undefined> {
  const all: Uint8Array[] = [];
  let bytes = 0;
  for (const piece of some) {
    all.push(piece);
    bytes += piece.length;
    yield piece;
  }
  done(all, bytes);
}
