import { blocks } from '../analysis/check/check-result.js';
import type { SourceFile } from '../book/yaml/source-file.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { compareFiles } from '../compiler/tasks/compare-files.js';
import { checkJson } from '../http/answers/check-json.js';
import { pricesJson } from '../http/answers/comparison-json.js';
import { warningsJson } from '../http/answers/warning-json.js';
import { priceChangesAsCsv } from '../previews/compare-books.js';
import { type PreviewStage, preview } from '../previews/preview.js';
import { type Book, digestOf, type GivenBook, type Release } from '../releases/release.js';
import { readRulesFolder } from '../releases/rules-folder.js';
import { type FolderMerge, mergeFolder, releaseToEdit } from './merge-folder.js';
import { onDatabase } from './on-database.js';
import { count, EXIT, type Output, type Stream } from './printing/output.js';
import { printChecks } from './printing/print-checks.js';
import { printComparison, printFiles } from './printing/print-comparison.js';
import { printConflicts } from './printing/print-conflicts.js';
import { printImpact } from './printing/print-impact.js';
import { printProblems } from './printing/print-problems.js';
import { printWarnings } from './printing/print-warnings.js';

export interface DiffOptions {
  /** A release to compare the folder's book with, as it is; without one, what `apply` would change. */
  readonly release?: number;
  /** Whether the changed lines are shown too. */
  readonly lines: boolean;
  readonly format: 'text' | 'json' | 'csv';
  /** Compares exactly the folder's book, even where it lacks what was released since the folder was made. */
  readonly replace: boolean;
}

/** How many prices are printed one by one. */
const MOST_PRINTED = 200;

/** `ratecard diff DIR`: what a preview shows, if the folder's book came into force. */
export async function diff(
  folder: string,
  { release: number, lines, format, replace }: DiffOptions,
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<number> {
  return onDatabase(env, output, async (context) => {
    const read = readRulesFolder(folder, 'rules');
    if (!read.ok) {
      printProblems(read.problems, read.files, output);
      return EXIT.failed;
    }
    const before = number === undefined ? await releaseToEdit(context, folder) : await context.releases.load(number);
    const book = await bookToCompare(context, folder, read.files, before, replace || number !== undefined);
    if (!book.ok) {
      printConflicts(book.conflicts, book.base, before, output.err);
      return EXIT.failed;
    }
    const after = { digest: digestOf(book.files), files: book.files };
    if (format === 'text' && book.base !== undefined && book.base.release < before.number) {
      output.out.write(
        `${folder} was made from release ${book.base.release}; this is what its edits change in release ${before.number}.\n\n`,
      );
    }
    if (format === 'csv') {
      const decoder = new TextDecoder();
      const csv = await priceChangesAsCsv(context, { before, after, at: context.clock() });
      for await (const piece of csv) output.out.write(decoder.decode(piece, { stream: true }));
      return EXIT.ok;
    }
    const files = compareFiles(before.files, after.files);
    if (format === 'json') return printJson(context, before, after, files, output);
    const sound = await printPreview(context, before, after, output);
    printFiles(files, lines, output.out);
    return sound ? EXIT.ok : EXIT.failed;
  });
}

/** What `apply` would propose; the folder's book as it is where that is wanted. */
function bookToCompare(
  context: ReleaseContext,
  folder: string,
  files: readonly SourceFile[],
  before: Release,
  asItIs: boolean,
): FolderMerge | Promise<FolderMerge> {
  return asItIs ? { ok: true, base: undefined, files } : mergeFolder(context, folder, files, before);
}

/** Prints each stage of a preview as it comes; whether the book could be released as it is. */
export async function printPreview(
  context: ReleaseContext,
  before: Book,
  after: GivenBook,
  output: Output,
): Promise<boolean> {
  let sound = true;
  for await (const stage of preview(context, before, after, { most: MOST_PRINTED })) {
    if (stage.stage === 'problems' && stage.problems.length > 0) {
      printProblems(stage.problems, after.files, output);
      sound = false;
    }
    if (stage.stage === 'checks' && stage.checks.some(blocks)) sound = false;
    if (stage.stage === 'progress') printProgress(stage.done, stage.of, output.err);
    printStage(stage, output.out);
  }
  return sound;
}

/** On one line, which is empty again in the end. */
function printProgress(done: number, of: number, { write, terminal }: Stream): void {
  if (terminal !== true) return;
  const words = `replaying ${done.toLocaleString('en')} of ${of.toLocaleString('en')} recorded quotes`;
  write(done < of ? `\r${words}` : `\r${' '.repeat(words.length)}\r`);
}

function printStage(stage: PreviewStage, out: Stream): void {
  switch (stage.stage) {
    case 'problems':
    case 'progress':
      return;
    case 'comparison':
      printComparison(stage.comparison, out);
      return;
    case 'checks':
      printChecks(stage.checks, out);
      return;
    case 'warnings':
      printWarnings(stage.warnings, undefined, out);
      return;
    case 'impact':
      printImpact(stage.impact, out);
      return;
    case 'approvals': {
      const { approvals, reasons } = stage.needed;
      out.write(`It needs ${approvals === 0 ? 'no approval' : count(approvals, 'approval')}.\n`);
      for (const reason of reasons) out.write(`  ${reason}\n`);
    }
  }
}

async function printJson(
  context: ReleaseContext,
  before: Book,
  after: Book,
  files: ReturnType<typeof compareFiles>,
  { out }: Output,
): Promise<number> {
  const found: Record<string, unknown> = { files };
  let sound = true;
  for await (const stage of preview(context, before, after, { most: Number.POSITIVE_INFINITY })) {
    if (stage.stage === 'problems') {
      found['problems'] = stage.problems;
      sound = stage.problems.length === 0;
      if (!sound) found['prices'] = null;
    } else if (stage.stage === 'comparison') found['prices'] = pricesJson(stage.comparison);
    else if (stage.stage === 'checks') {
      found['checks'] = stage.checks.map(checkJson);
      sound = !stage.checks.some(blocks);
    } else if (stage.stage === 'warnings') Object.assign(found, warningsJson(stage.warnings));
    else if (stage.stage === 'impact') found['impact'] = stage.impact;
    else if (stage.stage === 'approvals') found['approvals'] = stage.needed;
  }
  out.write(`${JSON.stringify(found, null, 2)}\n`);
  return sound ? EXIT.ok : EXIT.failed;
}
