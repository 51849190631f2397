import { type Coverage, coverage } from '../analysis/replay/coverage.js';
import { mergeImpact, noImpact } from '../analysis/replay/impact.js';
import type { ImpactReport } from '../analysis/replay/impact-report.js';
import type { RateCard } from '../pricing/rate-card.js';
import { hourOf } from '../recording/hour-of.js';
import type { ReplayedHours } from '../recording/replay.js';
import type { ValidBook } from '../releases/release.js';
import { hoursSince, recordingKey } from '../store/queries/recorded-quotes.js';
import type { RecordedHourRow } from '../store/tables.js';
import type { ReleaseContext } from './release-context.js';

/** About how many questions are read between two words of progress. */
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
 * Asks two valid books about every recorded quote again. It yields after every step; a caller that stops listening cancels it.
 *
 * @returns what they come to
 */
export async function* replayQuotes(
  context: ReleaseContext,
  before: ValidBook,
  after: ValidBook,
  { days }: ReplayOptions = {},
): AsyncGenerator<ReplayProgress, ImpactReport> {
  const since = hourOf(days === undefined ? 0 : context.clock() - days * MS_PER_DAY);
  const hours = await context.store.read((db) => hoursSince(db, since));
  const total = quotesIn(hours);
  const key = total === 0 ? '' : await context.store.read((db) => recordingKey(db, ''));
  const asked = { before, after, location: context.store.location, key };
  const sums = noImpact();
  let done = 0;
  for (const step of steps(partsOf(hours, context.releases.current.card))) {
    mergeImpact(sums, await context.releases.work.run('replay', { ...asked, parts: step.map(({ part }) => part) }));
    done += quotesIn(step);
    yield { done, of: total };
  }
  return context.releases.work.run('impact', { before, sums, coverage: coverageOf(hours) });
}

function quotesIn(parts: readonly { readonly quotes: number }[]): number {
  return parts.reduce((sum, { quotes }) => sum + quotes, 0);
}

/** Hours that are replayed together. */
interface Part {
  readonly part: ReplayedHours;
  readonly quotes: number;
  readonly questions: number;
}

/** The hours of each day together; those of the last day alone, to which quotes still come. */
function partsOf(hours: readonly RecordedHourRow[], card: RateCard): readonly Part[] {
  const days = new Map<number, RecordedHourRow[]>();
  for (const hour of hours) {
    if (hour.quotes === 0) continue;
    const { date } = card.clock(Date.parse(hour.hour));
    const day = days.get(date);
    if (day === undefined) days.set(date, [hour]);
    else day.push(hour);
  }
  const last = [...days.keys()].at(-1);
  return [...days].flatMap(([date, day]) => (date === last ? day.map((hour) => partOf([hour])) : [partOf(day)]));
}

function partOf(hours: readonly RecordedHourRow[]): Part {
  const [first, last] = [hours[0], hours.at(-1)];
  const [quotes, questions] = [quotesIn(hours), hours.reduce((sum, hour) => sum + hour.questions, 0)];
  const part = { from: first?.hour ?? '', until: last?.hour ?? '', version: `${quotes} ${questions}` };
  return { part, quotes, questions };
}

function* steps(parts: readonly Part[]): Generator<readonly Part[]> {
  let step: Part[] = [];
  let size = 0;
  for (const part of parts) {
    step.push(part);
    size += part.questions;
    if (size < STEP) continue;
    yield step;
    step = [];
    size = 0;
  }
  if (step.length > 0) yield step;
}

function coverageOf(hours: readonly RecordedHourRow[]): Coverage {
  const sum = (of: (hour: RecordedHourRow) => number): number => hours.reduce((all, hour) => all + of(hour), 0);
  return coverage(
    sum(({ quotes }) => quotes),
    sum(({ dropped }) => dropped),
    sum(({ simplified }) => simplified),
  );
}
