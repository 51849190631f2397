import { createChangeRequest } from '../change-requests/create-change-request.js';
import { changesBetween, type FileChange, ruleSetsOf } from '../change-requests/edits/file-changes.js';
import { updateExpectations } from '../change-requests/edits/update-expectations.js';
import { publishChangeRequest } from '../change-requests/publish-change-request.js';
import { submitChangeRequest } from '../change-requests/review-change-request.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { compareFiles } from '../compiler/tasks/compare-files.js';
import { bookOf, digestOf, type Release } from '../releases/release.js';
import type { ReleaseHeader } from '../releases/release-header.js';
import { readRulesFolder } from '../releases/rules-folder.js';
import { printPreview } from './diff.js';
import { type FolderBase, writeFolderBase } from './folder-base.js';
import { type FolderMerge, mergeFolder, releaseToEdit } from './merge-folder.js';
import { commandActor, onDatabase } from './on-database.js';
import { EXIT, type Output } from './printing/output.js';
import { printFiles } from './printing/print-comparison.js';
import { printConflicts } from './printing/print-conflicts.js';
import { printProblems } from './printing/print-problems.js';
import { readProposal } from './read-proposal.js';

export interface ApplyOptions {
  readonly title: string | undefined;
  readonly description: string;
  /** Also a book that is broken is proposed, to be fixed there. */
  readonly draft: boolean;
  readonly submit: boolean;
  readonly publish: boolean;
  /** Writes the new prices into the expectations that the change breaks. */
  readonly expect: boolean;
  /** Proposes exactly the folder's book, even where that undoes what was released since the folder was made. */
  readonly replace: boolean;
}

/**
 * `ratecard apply DIR`: proposes what was edited in a folder as a change request, and says which prices change. Edits go
 * onto the release in force by a merge of three versions, so that a folder made from an earlier release undoes nothing.
 */
export async function apply(
  folder: string,
  options: ApplyOptions,
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<number> {
  return onDatabase(env, output, async (context) => {
    const read = readRulesFolder(folder, 'rules');
    if (!read.ok) {
      printProblems(read.problems, read.files, output);
      return EXIT.failed;
    }
    const onto = await releaseToEdit(context, folder);
    const merged: FolderMerge = options.replace
      ? { ok: true, base: undefined, files: read.files }
      : await mergeFolder(context, folder, read.files, onto);
    if (!merged.ok) {
      printConflicts(merged.conflicts, merged.base, onto, output.err);
      output.err.write(
        `ratecard: nothing was proposed: \`ratecard pull ${folder} --take mine\` brings the folder up to release ${onto.number} and keeps your values at these places; --take released keeps those of the releases\n`,
      );
      return EXIT.failed;
    }
    return proposeBook(context, folder, options, { onto, merged, own: digestOf(read.files) }, output);
  });
}

/** A folder's book on the release that it goes onto. */
interface FolderBook {
  readonly onto: Release;
  readonly merged: Extract<FolderMerge, { ok: true }>;
  /** Digest of the folder's own rule sets. */
  readonly own: string;
}

async function proposeBook(
  context: ReleaseContext,
  folder: string,
  options: ApplyOptions,
  { onto, merged: { base, files }, own }: FolderBook,
  output: Output,
): Promise<number> {
  const proposal = readProposal(context, files);
  if (!proposal.ok) printProblems(proposal.problems, files, output);
  if (!proposal.ok && !options.draft) {
    output.err.write('ratecard: nothing was proposed: fix the book first, or propose it as it is with --draft\n');
    return EXIT.failed;
  }
  const changes = changesBetween(ruleSetsOf(onto.files), ruleSetsOf(files));
  if (changes.length === 0) {
    output.out.write(nothingNew(folder, onto, base, own));
    if (own === onto.digest) writeFolderBase(folder, { release: onto.number, digest: onto.digest });
    return EXIT.ok;
  }
  if (base !== undefined && base.release < onto.number) {
    output.out.write(
      `${folder} was made from release ${base.release}; its edits go onto release ${onto.number}, and what was released since stays.\n`,
    );
  }
  if (proposal.ok) {
    const holds = await printPreview(context, bookOf(onto), { digest: digestOf(files), files }, output);
    printFiles(compareFiles(onto.files, files), false, output.out);
    if (!holds && !options.expect && (options.submit || options.publish)) {
      output.err.write(
        'ratecard: nothing was proposed: a check fails; where the new prices are meant, --update-expectations writes them into the expectations\n',
      );
      return EXIT.failed;
    }
  }
  const wanted = proposal.ok ? options : { ...options, submit: false, publish: false, expect: false };
  const release = await propose(context, folder, { base: onto.number, changes }, wanted, output);
  if (release?.digest === own) writeFolderBase(folder, { release: release.number, digest: own });
  return EXIT.ok;
}

function nothingNew(folder: string, onto: Release, base: FolderBase | undefined, own: string): string {
  if (own === onto.digest || base === undefined) {
    return `Release ${onto.number} has this book already: there is nothing to propose.\n`;
  }
  return (
    `Nothing was edited in ${folder} that release ${onto.number} does not have, so there is nothing to propose. ` +
    `The folder itself is older: it was made from release ${base.release}. \`ratecard pull ${folder}\` brings it up to date; ` +
    'to go back to an earlier book, restore its release, or say --replace.\n'
  );
}

/** Makes the change request, and goes on with it as far as is wanted; the release, where it was published. */
async function propose(
  context: ReleaseContext,
  folder: string,
  edits: { readonly base: number; readonly changes: readonly FileChange[] },
  { title = `Apply ${folder}`, description, submit, publish, expect }: ApplyOptions,
  { out }: Output,
): Promise<ReleaseHeader | undefined> {
  const actor = commandActor();
  const made = await createChangeRequest(context, actor, { title, description, ...edits });
  const { id } = made;
  out.write(`Change request ${id}: ${title}\n`);
  const { revision } = expect ? await updateExpectations(context, actor, id, made.revision) : made;
  if (expect)
    out.write(
      `The new prices are written into the expectations; \`ratecard pull ${folder}\` fetches them once they are in force.\n`,
    );
  if (submit || publish) {
    await submitChangeRequest(context, actor, id, revision);
    out.write('Submitted.\n');
  }
  if (!publish) return undefined;
  const release = await publishChangeRequest(context, actor, id, revision, {});
  out.write(`Release ${release.number} is in force.\n`);
  return release;
}
