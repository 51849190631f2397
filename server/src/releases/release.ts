import { createHash } from 'node:crypto';
import { type Problem, sortProblems } from '../book/model/problem.js';
import { readPriceBook } from '../book/read/read-price-book.js';
import type { RuleSetMemo } from '../book/read/rule-set-memo.js';
import type { RuleSetSchemas } from '../book/yaml/rule-set-schemas.js';
import type { SourceFile } from '../book/yaml/source-file.js';
import { compile } from '../pricing/compile.js';
import type { RateCard } from '../pricing/rate-card.js';

/** A numbered, immutable, content-addressed price book, compiled. */
export interface Release {
  readonly number: number;
  /** Over the paths and texts of all its files, see `digestOf`. */
  readonly digest: string;
  readonly files: readonly SourceFile[];
  readonly card: RateCard;
}

/** A price book by its digest, with its texts: they need not be in the database, nor the database be there. */
export interface GivenBook {
  readonly digest: string;
  readonly files: readonly SourceFile[];
  /** Whether a release has this very digest: then it may keep what new books may not have. */
  readonly released?: boolean;
}

/** A price book by its digest, of which the database has every text: those of releases and change requests. */
export interface StoredBook {
  readonly digest: string;
  /** The SHA-256 of each file's text, by its path. */
  readonly sums: ReadonlyMap<string, string>;
  /** As of a given book. */
  readonly released?: boolean;
}

export type Book = GivenBook | StoredBook;

/** A mark for the compiler alone: no book has it when the program runs. */
declare const VALID: unique symbol;

/** A book that compiles: it was looked at, or it was released. What is asked of it always has an answer. */
export type ValidBook = Book & { readonly [VALID]: true };

/** A book that was valid when it was released. */
export function releasedBook(book: Book): ValidBook {
  return book as ValidBook; // Nothing else is released.
}

export type CompiledBook =
  | {
      readonly ok: true;
      readonly card: RateCard;
      /** What keeps a new book from being released, and a book of the past from nothing. */
      readonly tolerated: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type ReleaseResult =
  | { readonly ok: true; readonly release: Release }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads and compiles rule sets, or finds all of their problems.
 *
 * @param memo remembers files that it has read before
 */
export function compileBook(files: readonly SourceFile[], schemas: RuleSetSchemas, memo?: RuleSetMemo): CompiledBook {
  const read = readPriceBook(files, schemas, memo?.parse);
  if (!read.ok) return read;
  const compiled = compile(read.book);
  if (compiled.ok) return { ...compiled, tolerated: read.tolerated };
  return { ok: false, problems: sortProblems([...compiled.problems, ...read.tolerated]) };
}

/** What keeps a compiled book from being released. */
export function problemsOf(compiled: CompiledBook, released = false): readonly Problem[] {
  if (!compiled.ok) return compiled.problems;
  return released ? [] : compiled.tolerated;
}

/** Reads and compiles rule sets into a new release, or into all of their problems. */
export function makeRelease(number: number, files: readonly SourceFile[], schemas: RuleSetSchemas): ReleaseResult {
  const compiled = compileBook(files, schemas);
  const problems = problemsOf(compiled);
  if (!compiled.ok || problems.length > 0) return { ok: false, problems };
  return { ok: true, release: { number, digest: digestOf(files), files, card: compiled.card } };
}

/** A release without what a thread cannot be sent. */
export function bookOf({ digest, files }: Release): GivenBook {
  return { digest, files };
}

/** SHA-256 of a rule set's text in UTF-8, in hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The digest of a price book: SHA-256, in hex, of what `sha256sum` prints of its files in the order of their paths. So
 * anybody can check it: `ratecard pull book && sha256sum rules/* | sha256sum`, where the folder is called `rules`.
 */
export function digestOf(files: readonly SourceFile[]): string {
  return digestOfSums(new Map(files.map(({ path, text }) => [path, sha256Of(text)])));
}

/** @param sums the SHA-256 of each file's text, by its path */
export function digestOfSums(sums: ReadonlyMap<string, string>): string {
  const lines = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, sum]) => `${sum}  ${path}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}
