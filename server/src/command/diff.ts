import { comparisonJson } from '../http/comparison-json.js';
import { type BookComparison, compareBooks, compareFiles } from '../releases/compare-books.js';
import type { Desk } from '../releases/desk.js';
import { readRulesFolder } from '../releases/rules-folder.js';
import { withDesk } from './open-desk.js';
import { EXIT, type Output } from './output.js';
import { printComparison } from './print-comparison.js';
import { printProblems } from './print-problems.js';
import { readProposal } from './read-proposal.js';

export interface DiffOptions {
  /** The release to compare with; the one in force when absent. */
  readonly release?: number;
  /** Whether the changed lines are shown too. */
  readonly lines: boolean;
  readonly json: boolean;
}

/** `ratecard diff DIR`: every price that would move if the folder's book came into force. */
export async function diff(
  folder: string,
  options: DiffOptions,
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<number> {
  return withDesk(env, output, async (desk) => {
    const read = readRulesFolder(folder, 'rules');
    const comparison = await compared(desk, read.files, options.release);
    if (!read.ok) printProblems(read.problems, read.files, output);
    if (options.json) output.out.write(`${JSON.stringify(comparisonJson(comparison), null, 2)}\n`);
    else {
      if (comparison.problems.length > 0) printProblems(comparison.problems, read.files, output);
      printComparison(comparison, options.lines, output.out);
    }
    return read.ok && comparison.problems.length === 0 ? EXIT.ok : EXIT.failed;
  });
}

async function compared(
  desk: Desk,
  files: Parameters<typeof readProposal>[1],
  number: number | undefined,
): Promise<BookComparison> {
  const release = await desk.releases.load(number ?? desk.releases.current.number);
  const proposal = readProposal(desk, files);
  if (proposal.ok) return compareBooks(release, { files, card: proposal.card }, desk.clock());
  return { prices: undefined, problems: proposal.problems, files: compareFiles(release.files, files) };
}
