import { compareFiles } from '../releases/compare-books.js';
import { createChangeRequest } from '../releases/create-change-request.js';
import type { Desk } from '../releases/desk.js';
import { changesBetween, type FileChange, ruleSetsOf } from '../releases/file-changes.js';
import { publishChangeRequest } from '../releases/publish-change-request.js';
import { digestOf } from '../releases/release.js';
import { submitChangeRequest } from '../releases/review-change-request.js';
import { readRulesFolder } from '../releases/rules-folder.js';
import { updateExpectations } from '../releases/update-expectations.js';
import { printPreview } from './diff.js';
import { commandActor, withDesk } from './open-desk.js';
import { EXIT, type Output } from './output.js';
import { printFiles } from './print-comparison.js';
import { printProblems } from './print-problems.js';
import { readProposal } from './read-proposal.js';

export interface ApplyOptions {
  readonly title: string | undefined;
  readonly description: string;
  /** Also a book that is broken is proposed, to be mended there. */
  readonly draft: boolean;
  readonly submit: boolean;
  readonly publish: boolean;
  /** Writes the new prices into the expectations that the change breaks. */
  readonly expect: boolean;
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
    if (proposal.ok) {
      const holds = await printPreview(desk, current, { digest: digestOf(read.files), files: read.files }, output);
      printFiles(compareFiles(current.files, read.files), false, output.out);
      if (!holds && !options.expect && (options.submit || options.publish)) {
        output.err.write(
          'ratecard: nothing was proposed: a check does not hold; where the new prices are meant, --update-expectations writes them into the expectations\n',
        );
        return EXIT.failed;
      }
    }
    return propose(
      desk,
      folder,
      changes,
      proposal.ok ? options : { ...options, submit: false, publish: false, expect: false },
      output,
    );
  });
}

async function propose(
  desk: Desk,
  folder: string,
  changes: readonly FileChange[],
  { title = `Apply ${folder}`, description, submit, publish, expect }: ApplyOptions,
  { out }: Output,
): Promise<number> {
  const actor = commandActor();
  const made = await createChangeRequest(desk, actor, { title, description, changes });
  const { id } = made;
  out.write(`Change request ${id}: ${title}\n`);
  const { revision } = expect ? await updateExpectations(desk, actor, id, made.revision) : made;
  if (expect)
    out.write(
      `The new prices are written into the expectations; \`ratecard pull ${folder} --force\` fetches them once they are in force.\n`,
    );
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
