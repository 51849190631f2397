import { compareBooks } from '../releases/compare-books.js';
import { createChangeRequest } from '../releases/create-change-request.js';
import type { Desk } from '../releases/desk.js';
import { changesBetween, type FileChange, ruleSetsOf } from '../releases/file-changes.js';
import { publishChangeRequest } from '../releases/publish-change-request.js';
import { submitChangeRequest } from '../releases/review-change-request.js';
import { readRulesFolder } from '../releases/rules-folder.js';
import { commandActor, withDesk } from './open-desk.js';
import { EXIT, type Output } from './output.js';
import { printComparison } from './print-comparison.js';
import { printProblems } from './print-problems.js';
import { readProposal } from './read-proposal.js';

export interface ApplyOptions {
  readonly title: string | undefined;
  readonly description: string;
  /** Also a book that is broken is proposed, to be mended there. */
  readonly draft: boolean;
  readonly submit: boolean;
  readonly publish: boolean;
}

/** `ratecard apply DIR`: proposes a folder's book as a change request, and says which prices it moves. */
export async function apply(
  folder: string,
  options: ApplyOptions,
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<number> {
  return withDesk(env, output, async (desk) => {
    const read = readRulesFolder(folder, 'rules');
    if (!read.ok) {
      printProblems(read.problems, read.files, output);
      return EXIT.failed;
    }
    const proposal = readProposal(desk, read.files);
    if (!proposal.ok) printProblems(proposal.problems, read.files, output);
    if (!proposal.ok && !options.draft) {
      output.err.write('ratecard: nothing was proposed: mend the book first, or propose it as it is with --draft\n');
      return EXIT.failed;
    }
    const current = desk.releases.current;
    const changes = changesBetween(ruleSetsOf(current.files), ruleSetsOf(read.files));
    if (changes.length === 0) {
      output.out.write(`Release ${current.number} has this book already: there is nothing to propose.\n`);
      return EXIT.ok;
    }
    if (proposal.ok)
      printComparison(
        compareBooks(current, { files: read.files, card: proposal.card }, desk.clock()),
        false,
        output.out,
      );
    return propose(
      desk,
      folder,
      changes,
      proposal.ok ? options : { ...options, submit: false, publish: false },
      output,
    );
  });
}

async function propose(
  desk: Desk,
  folder: string,
  changes: readonly FileChange[],
  { title = `Apply ${folder}`, description, submit, publish }: ApplyOptions,
  { out }: Output,
): Promise<number> {
  const actor = commandActor();
  const { id, revision } = await createChangeRequest(desk, actor, { title, description, changes });
  out.write(`Change request ${id}: ${title}\n`);
  if (submit || publish) {
    await submitChangeRequest(desk, actor, id, revision);
    out.write('Submitted.\n');
  }
  if (publish) {
    const release = await publishChangeRequest(desk, actor, id, revision, {});
    out.write(`Release ${release.number} is in force.\n`);
  }
  return EXIT.ok;
}
