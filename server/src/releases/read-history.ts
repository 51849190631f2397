import { type HistoricQuestion, type HistoryEntry, priceHistory } from '../analysis/explain/price-history.js';
import type { SourceFile } from '../book/source-file.js';
import type { OpenQuestion } from '../pricing/question-from-texts.js';
import { intake } from '../pricing/quote.js';
import type { RateCard } from '../pricing/rate-card.js';
import { Refused } from '../refused.js';
import { filesOfAllReleases, lastReleaseNaming } from '../store/releases.js';
import { textsOf } from '../store/rule-set-texts.js';
import type { BookCompiler } from './book-compiler.js';
import type { Desk } from './desk.js';
import type { ReleaseHeader } from './release-header.js';

/** The releases by the SHA-256 of their files, each text once: what a thread needs to know of them. */
export interface HistoryAsked {
  readonly releases: readonly {
    readonly release: number;
    readonly from: number;
    readonly until: number;
    readonly files: readonly { readonly path: string; readonly sha256: string }[];
  }[];
  readonly texts: ReadonlyMap<string, string>;
  readonly question: HistoricQuestion;
  /** Dates after this moment have not come yet. */
  readonly now: number;
}

/** A move of a price with the lines that it is written in, without the space around them. */
export interface HistoryFound {
  readonly entries: readonly (HistoryEntry & {
    readonly lines: readonly { readonly before: string | null; readonly after: string | null }[];
  })[];
}

/** One move of a price, with the release that it is of. */
export interface DatedMove {
  readonly entry: HistoryFound['entries'][number];
  readonly header: ReleaseHeader;
}

/**
 * Every move of one combination's price in every release, the newest first.
 *
 * @param card the newest that has the product
 * @throws Refused invalid with what is wrong with the facts
 */
export async function readHistory(
  desk: Desk,
  card: RateCard,
  { at, ...stated }: OpenQuestion,
): Promise<{ readonly question: HistoricQuestion; readonly moves: readonly DatedMove[] }> {
  const asked = intake(card, { ...stated, at: at ?? desk.clock() });
  if ('code' in asked) throw new Refused('invalid', asked.detail, { pointer: asked.pointer, valid: asked.valid });
  const question: HistoricQuestion = {
    product: stated.product,
    options: asked.product.intake.toRecord(asked.slots),
    context: card.context.toRecord(asked.slots),
    defaults: Object.fromEntries(asked.product.intake.specs.map((spec) => [spec.name, spec.default])),
    ...(at === undefined ? {} : { at }),
  };
  return { question, moves: await movesOf(desk, question) };
}

/** The book in force, or where that does not have the product any more, the last that had. */
export async function cardWith({ releases, store }: Desk, product: string): Promise<RateCard> {
  const { card } = releases.current;
  if (card.products.has(product)) return card;
  // Products are declared as `id: {...}`.
  const last = await store.read((db) => lastReleaseNaming(db, product));
  if (last === undefined) return card;
  const release = await releases.load(last);
  return release.card.products.has(product) ? release.card : card;
}

async function movesOf(desk: Desk, question: HistoricQuestion): Promise<readonly DatedMove[]> {
  const headers = desk.releases.headers.filter(({ withdrawn }) => withdrawn === undefined);
  const asked = await desk.store.read(async (db): Promise<HistoryAsked> => {
    const files = new Map<number, { path: string; sha256: string }[]>();
    for (const { release, path, sha256 } of await filesOfAllReleases(db)) {
      const own = files.get(release);
      if (own === undefined) files.set(release, [{ path, sha256 }]);
      else own.push({ path, sha256 });
    }
    const texts = await textsOf(
      db,
      [...files.values()].flat().map(({ sha256 }) => sha256),
    );
    const releases = headers.map(({ number, effectiveAt }, index) => ({
      release: number,
      from: effectiveAt,
      until: headers[index + 1]?.effectiveAt ?? Number.POSITIVE_INFINITY,
      files: files.get(number) ?? [],
    }));
    return { releases, texts, question, now: desk.clock() };
  });
  const { entries } = await desk.releases.work.run('history', asked);
  return [...entries].reverse().map((entry) => ({ entry, header: desk.releases.header(entry.release) }));
}

/** Does the work: compiles release after release, of which each has most of its files from the one before. */
export function historyOf({ releases, texts, question, now }: HistoryAsked, compiler: BookCompiler): HistoryFound {
  const filesByRelease = new Map<number, readonly SourceFile[]>();
  let last: { readonly key: string; readonly card: RateCard } | undefined;
  const dated = function* () {
    for (const { release, from, until, files } of releases) {
      const key = JSON.stringify(files);
      const read = files.map(({ path, sha256 }) => ({ path, text: texts.get(sha256) ?? '' }));
      filesByRelease.set(release, read);
      if (last?.key !== key) {
        const compiled = compiler.compileOnce(read);
        // It never came into force.
        if (!compiled.ok) continue;
        last = { key, card: compiled.card };
      }
      yield { release, from, until, card: last.card };
    }
  };
  const numbers = releases.map(({ release }) => release);
  const entries = [...priceHistory(dated(), question, now)].map((entry) => {
    const earlier = numbers[numbers.indexOf(entry.release) - (entry.cause === 'release' ? 1 : 0)];
    const [was, is] = [filesByRelease.get(earlier ?? 0) ?? [], filesByRelease.get(entry.release) ?? []];
    const lines = entry.because.map(({ before, after }) => ({
      before: before && lineOf(was, before.source),
      after: after && lineOf(is, after.source),
    }));
    return { ...entry, lines };
  });
  return { entries };
}

/** @param source `file:line` */
function lineOf(files: readonly SourceFile[], source: string): string | null {
  const colon = source.lastIndexOf(':');
  const file = files.find(({ path }) => path === source.slice(0, colon));
  return file?.text.split('\n')[Number(source.slice(colon + 1)) - 1]?.trim() ?? null;
}
