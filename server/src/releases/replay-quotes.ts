import { mergeImpact } from '../analysis/replay/impact.js';
import { type ImpactReport, impactReport } from '../analysis/replay/impact-report.js';
import { formatInstant } from '../book/instant.js';
import { chunksSince, contentsOf, recordingKey } from '../store/recorded-quotes.js';
import type { Desk } from './desk.js';
import { type Book, bookOf, type Release } from './release.js';

/** How many quotes are replayed between two words of progress. */
const STEP = 50_000;
const MS_PER_DAY = 86_400_000;

export interface ReplayOptions {
  /** How many days back; all that is kept when absent. */
  readonly days?: number;
}

export interface ReplayProgress {
  readonly done: number;
  readonly of: number;
}

/**
 * Asks two sound books about every recorded quote again. It yields after every step; whoever stops listening cancels it.
 *
 * @returns what they come to
 */
export async function* replayQuotes(
  desk: Desk,
  before: Release,
  after: Book,
  { days }: ReplayOptions = {},
): AsyncGenerator<ReplayProgress, ImpactReport> {
  const since = formatInstant(days === undefined ? 0 : desk.clock() - days * MS_PER_DAY);
  const chunks = await desk.store.read((db) => chunksSince(db, since));
  const total = quotesIn(chunks);
  const key = chunks.length === 0 ? '' : await desk.store.read((db) => recordingKey(db, ''));
  const books = { before: bookOf(before), after };
  // What was counted for the preview before need not be read again.
  const known = await desk.releases.work.run('replay', { ...books, chunks: chunks.map(({ id }) => ({ id })), key });
  const { sums } = known;
  const missing = new Set(known.missing);
  const left = chunks.filter(({ id }) => missing.has(id));
  let done = total - quotesIn(left);
  if (done > 0) yield { done, of: total };
  for (const step of steps(left)) {
    const contents = await desk.store.read((db) =>
      contentsOf(
        db,
        step.map(({ id }) => id),
      ),
    );
    const part = await desk.releases.work.run('replay', { ...books, chunks: contents, key });
    mergeImpact(sums, part.sums);
    done += quotesIn(step);
    yield { done, of: total };
  }
  return impactReport(sums, before.card);
}

function quotesIn(chunks: readonly { readonly quotes: number }[]): number {
  return chunks.reduce((sum, { quotes }) => sum + quotes, 0);
}

function* steps<T extends { readonly quotes: number }>(chunks: readonly T[]): Generator<readonly T[]> {
  let step: T[] = [];
  let size = 0;
  for (const chunk of chunks) {
    step.push(chunk);
    size += chunk.quotes;
    if (size < STEP && step.length < MOST_CHUNKS) continue;
    yield step;
    step = [];
    size = 0;
  }
  if (step.length > 0) yield step;
}

/** Both databases bound the parameters of one query. */
const MOST_CHUNKS = 500;
