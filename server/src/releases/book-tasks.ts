import type { CheckResult } from '../analysis/check/check-result.js';
import { runChecks } from '../analysis/check/run-checks.js';
import { allMoved, compare } from '../analysis/compare/compare.js';
import { movesCsv } from '../analysis/compare/moves-csv.js';
import { type PriceComparison, sumUp } from '../analysis/compare/price-comparison.js';
import { type Explained, explainQuote } from '../analysis/explain/explain-quote.js';
import { type PriceTable, priceTables, type TablesWanted } from '../analysis/list/price-tables.js';
import type { ImpactSums } from '../analysis/replay/impact.js';
import { findWarnings } from '../analysis/warnings/find-warnings.js';
import { type ComparedWarning, compareWarnings } from '../analysis/warnings/new-warnings.js';
import type { Problem } from '../book/problem.js';
import type { SourceFile } from '../book/source-file.js';
import { toPlain } from '../book/yaml-node.js';
import { countEdits } from '../editing/count-edits.js';
import type { PatchOperation, PatchResult } from '../editing/json-patch.js';
import { patchYaml } from '../editing/patch-yaml.js';
import { type CellEdit, setPrices } from '../editing/set-prices.js';
import type { Question } from '../pricing/quote.js';
import type { RateCard } from '../pricing/rate-card.js';
import { verifyRateCard } from '../pricing/verify.js';
import type { BookCompiler } from './book-compiler.js';
import { productsNamedIn } from './products-named.js';
import { type HistoryAsked, type HistoryFound, historyOf } from './read-history.js';
import { readingFrom } from './recording/reading-from.js';
import { type Book, problemsOf } from './release.js';
import { countedQuotes, type ReplayAsked, replay } from './replay.js';

/** A sound book, and another that may not be. */
export interface TwoBooks {
  readonly before: Book;
  readonly after: Book;
  /** Milliseconds since 1970: the moment from which the later would answer. */
  readonly at: number;
}

/** What can be asked of books, and what is answered. All of it is plain data, so that a thread can do it. */
export interface BookTasks {
  /** Where the rate card and json-rules-engine disagree, or what is wrong with the book. */
  readonly verify: { readonly asked: Book; readonly answer: readonly Problem[] };
  /** What is wrong with the book. */
  readonly problems: { readonly asked: Book; readonly answer: readonly Problem[] };
  /** What moves; undefined where the later book is broken. At most so many prices are listed one by one. */
  readonly compare: {
    readonly asked: TwoBooks & { readonly most: number };
    readonly answer: PriceComparison | undefined;
  };
  /** Every price that moves, as CSV; undefined where the later book is broken. */
  readonly csv: { readonly asked: TwoBooks; readonly answer: string | undefined };
  /** What became of the later book's checks; undefined where it is broken. */
  readonly checks: {
    readonly asked: { readonly before?: Book; readonly after: Book; readonly at: number };
    readonly answer: readonly CheckResult[] | undefined;
  };
  /** What is valid but suspicious in the later book, what is new first; undefined where it is broken. */
  readonly warnings: {
    readonly asked: { readonly before?: Book; readonly after: Book };
    readonly answer: readonly ComparedWarning[] | undefined;
  };
  readonly history: { readonly asked: HistoryAsked; readonly answer: HistoryFound };
  /** Recorded quotes under two sound books. */
  readonly replay: { readonly asked: ReplayAsked; readonly answer: ImpactSums };
  readonly patch: {
    readonly asked: { readonly file: SourceFile; readonly operations: readonly PatchOperation[] };
    readonly answer: PatchResult<string>;
  };
  /** The JSON Patch that sets cells of a file's printed tables. */
  readonly set_prices: {
    readonly asked: { readonly file: SourceFile; readonly cells: readonly CellEdit[] };
    readonly answer: PatchResult<readonly PatchOperation[]>;
  };
  /** How many places of the files differ. */
  readonly edits: { readonly asked: TwoBooks; readonly answer: number };
  /** The book's printed tables; undefined where it is broken. */
  readonly tables: {
    readonly asked: { readonly after: Book; readonly wanted: TablesWanted };
    readonly answer: readonly PriceTable[] | undefined;
  };
  /** A quote from a book; undefined where it is broken. */
  readonly ask: {
    readonly asked: {
      readonly after: Book;
      readonly question: Question;
      readonly whyNot: readonly string[] | undefined;
    };
    readonly answer: Explained | undefined;
  };
  /** What a file says, as plain data; undefined, with the problems, where it is no YAML. */
  readonly content: {
    readonly asked: { readonly file: SourceFile };
    readonly answer: { readonly value: unknown; readonly problems: readonly Problem[] };
  };
  /** The products that a file names. */
  readonly products: { readonly asked: SourceFile; readonly answer: readonly string[] };
}

export type TaskName = keyof BookTasks;

type Task<T extends TaskName> = (asked: BookTasks[T]['asked']) => Promise<BookTasks[T]['answer']>;

/** The tasks, with books compiled by one compiler. */
export function bookTasks(compiler: BookCompiler): { readonly [T in TaskName]: Task<T> } {
  const counted = countedQuotes();
  const cardOf = (book: Book): RateCard | undefined => {
    const compiled = compiler.compile(book.digest, book.files);
    return compiled.ok ? compiled.card : undefined;
  };
  const both = <T>({ before, after }: TwoBooks, work: (before: RateCard, after: RateCard) => T): T | undefined => {
    const [one, two] = [cardOf(before), cardOf(after)];
    return one === undefined || two === undefined ? undefined : work(one, two);
  };
  return {
    verify: async ({ digest, files, released }) => {
      const compiled = compiler.compile(digest, files);
      const problems = problemsOf(compiled, released);
      return compiled.ok && problems.length === 0 ? (await verifyRateCard(compiled.card)).problems : problems;
    },
    problems: async ({ digest, files, released }) => problemsOf(compiler.compile(digest, files), released),
    compare: async (asked) => both(asked, (before, after) => sumUp(before, after, asked.at, asked.most)),
    csv: async (asked) => both(asked, (before, after) => movesCsv(allMoved(compare(before, after, asked.at)))),
    checks: async ({ before, after, at }) => {
      const [one, card] = [before && cardOf(before), cardOf(after)];
      return card && runChecks({ card, at, ...(one === undefined ? {} : { before: one }) });
    },
    warnings: async ({ before, after }) => {
      const [one, card] = [before && cardOf(before), cardOf(after)];
      return card && compareWarnings(findWarnings(card), one && findWarnings(one));
    },
    history: async (asked) => historyOf(asked, compiler),
    replay: (asked) =>
      readingFrom(asked.location, (read) => replay(asked, cardOf(asked.before), cardOf(asked.after), counted, read)),
    patch: async ({ file, operations }) => patchYaml(file, operations, compiler.readYaml),
    set_prices: async ({ file, cells }) => {
      const { root } = compiler.readYaml(file);
      if (root !== undefined) return setPrices(root, cells);
      return { ok: false, fault: { index: 0, message: 'the file is not YAML: mend it first' } };
    },
    edits: async ({ before, after }) => {
      const [was, is] = [before, after].map(({ files }) => new Map(files.map((file) => [file.path, file])));
      const rootOf = (file: SourceFile | undefined) => file && compiler.readYaml(file).root;
      const paths = new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])]);
      let edits = 0;
      for (const path of paths) {
        const [one, two] = [was?.get(path), is?.get(path)];
        // Files that cannot be read, and changes of comments alone, are one edit each.
        if (one?.text !== two?.text) edits += Math.max(1, countEdits(rootOf(one), rootOf(two)));
      }
      return edits;
    },
    tables: async ({ after, wanted }) => {
      const card = cardOf(after);
      return card && priceTables(card, wanted);
    },
    ask: async ({ after, question, whyNot: rules }) => {
      const card = cardOf(after);
      return card && explainQuote(card, question, rules);
    },
    content: async ({ file }) => {
      const { root, problems } = compiler.readYaml(file);
      return root === undefined ? { value: undefined, problems } : { value: toPlain(root), problems: [] };
    },
    products: async (file) => productsNamedIn(compiler.readYaml(file).root),
  };
}

/** From how many characters of YAML on a task would hold up quotes: about 50 ms' worth of reading, or 200. */
const LARGE_FILE = 50_000;
const LARGE_BOOK = 200_000;

/** Whether a task takes so long that it has to be done in a thread. */
export function takesLong<T extends TaskName>(task: T, asked: BookTasks[T]['asked']): boolean {
  if (task === 'verify' || task === 'history' || task === 'replay') return true;
  if ('path' in asked) return asked.text.length > LARGE_FILE;
  if ('file' in asked) return asked.file.text.length > LARGE_FILE;
  const files = 'files' in asked ? asked.files : 'after' in asked ? asked.after.files : [];
  return files.reduce((sum, { text }) => sum + text.length, 0) > LARGE_BOOK;
}
