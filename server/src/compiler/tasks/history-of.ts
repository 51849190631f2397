import { type HistoricQuestion, type HistoryEntry, priceHistory } from '../../analysis/explain/price-history.js';
import type { SourceFile } from '../../book/yaml/source-file.js';
import { DomainError } from '../../domain-error.js';
import { checkQuestion } from '../../pricing/check-question.js';
import { type OpenQuestion, questionFromTexts } from '../../pricing/question-from-texts.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { filesOf } from '../../releases/release-files.js';
import { filesOfAllReleases, lastReleaseNaming } from '../../store/queries/releases.js';
import { textsOf } from '../../store/queries/rule-set-texts.js';
import type { Queries } from '../../store/queries.js';
import type { Store } from '../../store/store.js';
import type { BookCompiler } from '../book-compiler.js';

/** One combination's price in all releases: what a thread needs to know of them. */
export interface HistoryQuery {
  readonly product: string;
  /** Option or fact and value, as somebody wrote them. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly releases: readonly { readonly release: number; readonly from: number; readonly until: number }[];
  readonly inForce: { readonly number: number; readonly digest: string };
  /** Milliseconds since 1970: dates after this moment have not come yet. */
  readonly now: number;
}

/** Every change of the price, each with the lines that it is written in, without the space around them. */
export interface HistoryFound {
  readonly question: HistoricQuestion;
  /** The product's. */
  readonly title: string;
  readonly entries: readonly (HistoryEntry & {
    readonly lines: readonly { readonly before: string | null; readonly after: string | null }[];
  })[];
}

/**
 * Finds every change of the price: reads the question by a book that has the product, and compiles release after release, of which each
 * has most of its files from the one before.
 *
 * @returns what of the question cannot be read, where that is so
 */
export async function historyOf(
  asked: HistoryQuery,
  compiler: BookCompiler,
  store: Store,
): Promise<HistoryFound | string> {
  const card = await store.read((db) => cardWith(db, compiler, asked));
  const read = questionFromTexts(card, asked.product, asked.facts);
  if (typeof read === 'string') return read;
  const question = historicQuestion(card, read, asked.now);
  const filesByRelease = await store.read(filesOfAll);
  let last: { readonly files: readonly SourceFile[]; readonly card: RateCard } | undefined;
  const dated = function* () {
    for (const { release, from, until } of asked.releases) {
      const files = filesByRelease.get(release) ?? [];
      if (last === undefined || !sameFiles(last.files, files)) {
        const compiled = compiler.compileOnce(files);
        // It never came into force.
        if (!compiled.ok) continue;
        last = { files, card: compiled.card };
      }
      yield { release, from, until, card: last.card };
    }
  };
  const numbers = asked.releases.map(({ release }) => release);
  const entries = [...priceHistory(dated(), question, asked.now)].map((entry) => {
    const earlier = numbers[numbers.indexOf(entry.release) - (entry.cause === 'release' ? 1 : 0)];
    const [was, is] = [filesByRelease.get(earlier ?? 0) ?? [], filesByRelease.get(entry.release) ?? []];
    const lines = entry.because.map(({ before, after }) => ({
      before: before && lineOf(was, before.source),
      after: after && lineOf(is, after.source),
    }));
    return { ...entry, lines };
  });
  return { question, title: card.products.get(asked.product)?.product.title ?? asked.product, entries };
}

/** The book in force, or where that does not have the product any more, the last that had. */
async function cardWith(db: Queries, compiler: BookCompiler, { product, inForce }: HistoryQuery): Promise<RateCard> {
  const current = compiler.known(inForce.digest) ?? compiler.compile(inForce.digest, await filesOf(db, inForce.number));
  if (!current.ok) throw new Error(`release ${inForce.number} is in force and does not compile`);
  if (current.card.products.has(product)) return current.card;
  // Products are declared as `id: {...}`.
  const last = await lastReleaseNaming(db, product);
  if (last === undefined) return current.card;
  const earlier = compiler.compileOnce(await filesOf(db, last));
  return earlier.ok && earlier.card.products.has(product) ? earlier.card : current.card;
}

/** @throws DomainError invalid with what is wrong with the facts */
function historicQuestion(card: RateCard, { at, ...stated }: OpenQuestion, now: number): HistoricQuestion {
  const asked = checkQuestion(card, { ...stated, at: at ?? now });
  if ('code' in asked) throw new DomainError('invalid', asked.detail, { pointer: asked.pointer, valid: asked.valid });
  return {
    product: stated.product,
    options: asked.product.facts.toRecord(asked.slots),
    context: card.context.toRecord(asked.slots),
    defaults: Object.fromEntries(asked.product.facts.specs.map((spec) => [spec.name, spec.default])),
    ...(at === undefined ? {} : { at }),
  };
}

/** The files of every release, of which each text is in memory once. */
async function filesOfAll(db: Queries): Promise<ReadonlyMap<number, readonly SourceFile[]>> {
  const rows = await filesOfAllReleases(db);
  const texts = await textsOf(
    db,
    rows.map(({ sha256 }) => sha256),
  );
  const files = new Map<number, SourceFile[]>();
  for (const { release, path, sha256 } of rows) {
    const file = { path, text: texts.get(sha256) ?? '' };
    const own = files.get(release);
    if (own === undefined) files.set(release, [file]);
    else own.push(file);
  }
  return files;
}

function sameFiles(one: readonly SourceFile[], two: readonly SourceFile[]): boolean {
  return (
    one.length === two.length &&
    one.every(({ path, text }, index) => path === two[index]?.path && text === two[index]?.text)
  );
}

/** @param source `file:line` */
function lineOf(files: readonly SourceFile[], source: string): string | null {
  const colon = source.lastIndexOf(':');
  const file = files.find(({ path }) => path === source.slice(0, colon));
  return file?.text.split('\n')[Number(source.slice(colon + 1)) - 1]?.trim() ?? null;
}
