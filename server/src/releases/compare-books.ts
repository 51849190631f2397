import { createTwoFilesPatch } from 'diff';
import { comparePriceLists, type MovedPrice } from '../analysis/compare-price-lists.js';
import type { Problem } from '../book/problem.js';
import type { SourceFile } from '../book/source-file.js';
import type { RateCard } from '../pricing/rate-card.js';
import type { ChangeRequest } from './change-request.js';
import type { Desk } from './desk.js';
import { proposedFiles } from './read-change-request.js';

/** A file that differs between two books. */
export interface FileDifference {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Unified. */
  readonly diff: string;
}

/** What differs between two price books: prices first, then lines. */
export interface BookComparison {
  /** Undefined where one side is broken and so has no prices. */
  readonly prices: readonly MovedPrice[] | undefined;
  readonly problems: readonly Problem[];
  readonly files: readonly FileDifference[];
}

interface Side {
  readonly files: readonly SourceFile[];
  readonly card: RateCard;
}

/** @param at the moment that prices are compared at, in milliseconds since 1970 */
export function compareBooks(before: Side, after: Side, at: number): BookComparison {
  return {
    prices: [...comparePriceLists(before.card, after.card, at)],
    problems: [],
    files: compareFiles(before.files, after.files),
  };
}

/** Compares two releases. */
export async function compareReleases({ releases, clock }: Desk, a: number, b: number): Promise<BookComparison> {
  return compareBooks(await releases.load(a), await releases.load(b), clock());
}

/** Compares a change request with its base. A book that is broken has problems instead of prices. */
export async function compareChangeRequest(desk: Desk, request: ChangeRequest): Promise<BookComparison> {
  const base = await desk.releases.load(request.base);
  const files = await proposedFiles(desk, request);
  const proposed = desk.releases.compiler.compile(request.digest, files);
  if (proposed.ok) return compareBooks(base, { files, card: proposed.card }, desk.clock());
  return { prices: undefined, problems: proposed.problems, files: compareFiles(base.files, files) };
}

/** The files that differ, in the order of their paths. */
export function compareFiles(before: readonly SourceFile[], after: readonly SourceFile[]): readonly FileDifference[] {
  const [was, is] = [before, after].map((files) => new Map(files.map(({ path, text }) => [path, text])));
  const differences: FileDifference[] = [];
  for (const path of [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort()) {
    const [one, two] = [was?.get(path), is?.get(path)];
    if (one === two) continue;
    const change = one === undefined ? 'added' : two === undefined ? 'removed' : 'changed';
    differences.push({ path, change, diff: createTwoFilesPatch(path, path, one ?? '', two ?? '') });
  }
  return differences;
}
