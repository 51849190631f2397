import { createHash } from 'node:crypto';
import type { Problem } from '../book/problem.js';
import { readPriceBook } from '../book/read-price-book.js';
import type { RuleSetSchemas } from '../book/rule-set-schemas.js';
import type { SourceFile } from '../book/source-file.js';
import { compile } from '../pricing/compile.js';
import type { RateCard } from '../pricing/rate-card.js';

/** A numbered, immutable, content-addressed price book, compiled. */
export interface Release {
  readonly number: number;
  /** SHA-256 over the paths and texts of all its files, in hex. */
  readonly digest: string;
  readonly files: readonly SourceFile[];
  readonly card: RateCard;
}

export type ReleaseResult =
  | { readonly ok: true; readonly release: Release }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads and compiles rule sets into a release, or into all of their problems. */
export function makeRelease(number: number, files: readonly SourceFile[], schemas: RuleSetSchemas): ReleaseResult {
  const read = readPriceBook(files, schemas);
  if (!read.ok) return read;
  const compiled = compile(read.book);
  if (!compiled.ok) return compiled;
  return { ok: true, release: { number, digest: digestOf(files), files, card: compiled.card } };
}

/** The same for the same files, whatever order they come in. */
export function digestOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  // Lengths go in too, so that no text can pass for the end of one file and the start of another.
  for (const { path, text } of ordered) {
    hash.update(`${Buffer.byteLength(path)} ${Buffer.byteLength(text)}\n${path}\n${text}\n`);
  }
  return hash.digest('hex');
}
