import type { CheckResult } from '../../analysis/check/check-result.js';
import { runChecks } from '../../analysis/check/run-checks.js';
import { type PriceComparison, sumUp } from '../../analysis/compare/price-comparison.js';
import { type Explained, type ExplainOptions, explainQuote } from '../../analysis/explain/explain-quote.js';
import type { Coverage } from '../../analysis/replay/coverage.js';
import type { ImpactSums } from '../../analysis/replay/impact.js';
import { type ImpactReport, impactReport } from '../../analysis/replay/impact-report.js';
import { findWarnings } from '../../analysis/warnings/find-warnings.js';
import { type ComparedWarning, compareWarnings } from '../../analysis/warnings/new-warnings.js';
import type { AuditEvent } from '../../audit/audit-event.js';
import { type AuditFilter, newestEvents } from '../../audit/read-log.js';
import type { Verification } from '../../audit/verify-log.js';
import type { Problem } from '../../book/model/problem.js';
import type { SourceFile } from '../../book/yaml/source-file.js';
import { toPlain } from '../../book/yaml/yaml-node.js';
import { beyondAmounts } from '../../editing/amounts.js';
import { countEdits } from '../../editing/count-edits.js';
import type { PatchResult } from '../../editing/json-patch.js';
import { type MergeResult, mergeRuleSets, type Resolution, type RuleSets } from '../../editing/merge-rule-sets.js';
import { verifyRateCard } from '../../pricing/verification/verify.js';
import { readingFrom } from '../../recording/reading-from.js';
import { countedQuotes, type ReplayQuery, replay } from '../../recording/replay.js';
import { type Book, problemsOf, type ValidBook } from '../../releases/release.js';
import { verifyRecord } from '../../releases/verify-record.js';
import type { CompiledBooks } from '../compiled-books.js';
import { compareFiles, type FileDifference } from './compare-files.js';
import { describeText, type TextDescription } from './describe-text.js';
import { type EditedFile, editFile, type FileEditQuery } from './edit-file.js';
import { type HistoryFound, type HistoryQuery, historyOf } from './history-of.js';

/** Two books to compare; either may be broken. */
export interface TwoBooks<B extends Book = Book> {
  readonly before: B;
  readonly after: B;
  /** Milliseconds since 1970: the moment from which the later would answer. */
  readonly at: number;
}

/** What can be asked of books, and what is answered. All of it is plain data, so that a thread can do it. */
export interface BookTasks {
  /** Where the rate card and json-rules-engine disagree, or what is wrong with the book. */
  readonly verify: { readonly asked: Book; readonly answer: readonly Problem[] };
  /** What is wrong with the book. */
  readonly problems: { readonly asked: Book; readonly answer: readonly Problem[] };
  /** Whether the book has a rate card. */
  readonly compiles: { readonly asked: Book; readonly answer: boolean };
  /** What moves. At most so many prices are listed one by one. */
  readonly compare: {
    readonly asked: TwoBooks<ValidBook> & { readonly most: number };
    readonly answer: PriceComparison;
  };
  /** What became of the later book's checks. */
  readonly checks: {
    readonly asked: { readonly before?: ValidBook | undefined; readonly after: ValidBook; readonly at: number };
    readonly answer: readonly CheckResult[];
  };
  /** What is valid but suspicious in the later book, what is new first. */
  readonly warnings: {
    readonly asked: { readonly before?: ValidBook | undefined; readonly after: ValidBook };
    readonly answer: readonly ComparedWarning[];
  };
  /** Every move of a price, or what of the question cannot be read. */
  readonly history: { readonly asked: HistoryQuery; readonly answer: HistoryFound | string };
  /** Recorded quotes under two valid books. */
  readonly replay: { readonly asked: ReplayQuery; readonly answer: ImpactSums };
  /** What a replay's sums come to, in the words of the earlier book. */
  readonly impact: {
    readonly asked: { readonly before: ValidBook; readonly sums: ImpactSums; readonly coverage: Coverage };
    readonly answer: ImpactReport;
  };
  /** A file's new text, and what has to be known of it. */
  readonly edit_file: { readonly asked: FileEditQuery; readonly answer: PatchResult<EditedFile> };
  /** The lines in which the files differ. */
  readonly files: { readonly asked: TwoBooks; readonly answer: readonly FileDifference[] };
  /** How many places of the files differ. */
  readonly edits: { readonly asked: TwoBooks; readonly answer: number };
  /** Quotes from a book that somebody edits. */
  readonly ask: Asking;
  /** Quotes from a release of the past. */
  readonly ask_release: Asking;
  /** What a file says, as plain data; undefined, with the problems, where it is no YAML. */
  readonly content: {
    readonly asked: { readonly file: SourceFile };
    readonly answer: { readonly value: unknown; readonly problems: readonly Problem[] };
  };
  /** Where the record was altered, or that it was not. */
  readonly verify_record: { readonly asked: { readonly pins: readonly string[] }; readonly answer: Verification };
  /** A page of the log, the newest first. */
  readonly log_page: {
    readonly asked: { readonly filter: AuditFilter; readonly before: number | undefined; readonly limit: number };
    readonly answer: readonly AuditEvent[];
  };
  /** The first place in which two texts of a file differ by more than an amount; undefined when there is none. */
  readonly beyond_amounts: {
    readonly asked: { readonly path: string; readonly before: string; readonly after: string };
    readonly answer: string | undefined;
  };
  /** What a change request changed since its base, in the book of a later release. */
  readonly merge: { readonly asked: MergeQuery; readonly answer: MergeResult };
  /** What storing a file's text takes. */
  readonly describe_text: { readonly asked: SourceFile; readonly answer: TextDescription };
}

/** Three versions of a price book, and what is to become of conflicts. */
export interface MergeQuery {
  readonly base: RuleSets;
  readonly ours: RuleSets;
  readonly theirs: RuleSets;
  readonly resolutions: readonly Resolution[];
}

interface Asking {
  readonly asked: { readonly book: ValidBook; readonly questions: readonly ExplainOptions[] };
  readonly answer: readonly Explained[];
}

export type TaskName = keyof BookTasks;

/** Threads that do not wait for each other. */
export type Lane = 'editing' | 'asking' | 'long';

/**
 * Who waits for a task: somebody who edits and looks at each edit; somebody who asks for prices; or somebody who knows
 * that it takes a while. Each lane is a thread, so that a small preview never waits behind a large replay.
 */
export const LANES: Readonly<Record<TaskName, Lane>> = {
  edits: 'editing',
  problems: 'editing',
  compiles: 'editing',
  compare: 'editing',
  checks: 'editing',
  warnings: 'editing',
  edit_file: 'editing',
  describe_text: 'editing',
  beyond_amounts: 'editing',
  merge: 'editing',
  content: 'editing',
  ask: 'editing',
  ask_release: 'asking',
  log_page: 'asking',
  files: 'long',
  verify: 'long',
  history: 'long',
  replay: 'long',
  impact: 'long',
  verify_record: 'long',
};

type Task<T extends TaskName> = (asked: BookTasks[T]['asked']) => Promise<BookTasks[T]['answer']>;

/** The tasks. */
export function bookTasks(books: CompiledBooks): { readonly [T in TaskName]: Task<T> } {
  const { compiler } = books;
  const counted = countedQuotes();
  const ask = async ({ book, questions }: Asking['asked']): Promise<Asking['answer']> => {
    const card = await books.card(book);
    return Promise.all(questions.map((question) => explainQuote(card, question)));
  };
  return {
    verify: async (book) => {
      const compiled = await books.compiled(book);
      const problems = problemsOf(compiled, book.released);
      return compiled.ok && problems.length === 0 ? (await verifyRateCard(compiled.card)).problems : problems;
    },
    problems: async (book) => problemsOf(await books.compiled(book), book.released),
    compiles: async (book) => (await books.compiled(book)).ok,
    compare: async ({ before, after, at, most }) => sumUp(await books.card(before), await books.card(after), at, most),
    checks: async ({ before, after, at }) => {
      const [one, card] = [before && (await books.card(before)), await books.card(after)];
      return runChecks({ card, at, ...(one === undefined ? {} : { before: one }) });
    },
    warnings: async ({ before, after }) => {
      const [one, card] = [before && (await books.card(before)), await books.card(after)];
      return compareWarnings(findWarnings(card), one && findWarnings(one));
    },
    history: (asked) => historyOf(asked, compiler, books.store),
    replay: async (asked) => {
      const [before, after] = [await books.card(asked.before), await books.card(asked.after)];
      return readingFrom(asked.location, (read) => replay(asked, before, after, counted, read));
    },
    impact: async ({ before, sums, coverage }) => impactReport(sums, await books.card(before), coverage),
    files: async ({ before, after }) => compareFiles(await books.files(before), await books.files(after)),
    edit_file: async (asked) => editFile(asked, compiler),
    edits: async ({ before, after }) => {
      const [was, is] = [await books.files(before), await books.files(after)].map(
        (files) => new Map(files.map((file) => [file.path, file])),
      );
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
    ask,
    ask_release: ask,
    content: async ({ file }) => {
      const { root, problems } = compiler.readYaml(file);
      return root === undefined ? { value: undefined, problems } : { value: toPlain(root), problems: [] };
    },
    verify_record: ({ pins }) => verifyRecord(books.store, pins),
    log_page: ({ filter, before, limit }) => newestEvents(books.store, filter, before, limit),
    beyond_amounts: async ({ path, before, after }) => beyondAmounts({ path, text: before }, { path, text: after }),
    merge: async ({ base, ours, theirs, resolutions }) => mergeRuleSets(base, ours, theirs, resolutions),
    describe_text: async (file) => describeText(file.text, compiler.readYaml(file).root),
  };
}
