import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ruleSetsOf } from '../change-requests/edits/file-changes.js';
import { digestOf, type Release } from '../releases/release.js';
import { listRuleSets, readRulesFolder } from '../releases/rules-folder.js';
import { readFolderBase, writeFolderBase } from './folder-base.js';
import { type ConflictChoice, mergeFolder } from './merge-folder.js';
import { onDatabase } from './on-database.js';
import { EXIT, type Output } from './printing/output.js';
import { printConflicts } from './printing/print-conflicts.js';

export interface PullOptions {
  /** The release to write; the one in force when absent. */
  readonly release: number | undefined;
  /** Whose value stands where the folder and a release changed the same place; without it nothing is written then. */
  readonly take: ConflictChoice | undefined;
  /** Replaces and removes what differs. */
  readonly force: boolean;
}

/**
 * `ratecard pull DIR`: writes a release to disk, byte for byte as it was released. A folder that was pulled before keeps
 * what was edited in it since; any other folder is left alone when it holds something else, unless it is to be replaced.
 */
export async function pull(
  folder: string,
  { release: number, take, force }: PullOptions,
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<number> {
  return onDatabase(env, output, async (context) => {
    const release = await context.releases.load(number ?? context.releases.current.number);
    const there = existsSync(folder) ? listRuleSets(folder) : [];
    const wanted = ruleSetsOf(release.files);
    if (force || there.length === 0) return write(folder, there, wanted, release, output);
    const read = readRulesFolder(folder, 'rules');
    if (readFolderBase(folder) === undefined || !read.ok) {
      const other = there.filter((name) => wanted.get(`rules/${name}`) !== readFileSync(join(folder, name), 'utf8'));
      if (other.length === 0) return write(folder, there, wanted, release, output);
      output.err.write(
        `ratecard: ${folder} holds rule sets that release ${release.number} does not have, or has with another text:\n${other.map((name) => `  ${name}\n`).join('')}` +
          'Propose them with `ratecard apply`, or replace them with --force. Nothing was written.\n',
      );
      return EXIT.failed;
    }
    const merged = await mergeFolder(context, folder, read.files, release, take);
    if (merged.ok) return write(folder, there, ruleSetsOf(merged.files), release, output);
    printConflicts(merged.conflicts, merged.base, release, output.err);
    output.err.write('ratecard: nothing was written: say --take mine or --take released to keep one side\n');
    return EXIT.failed;
  });
}

/** @param texts what the folder is to hold, by path in the book */
function write(
  folder: string,
  there: readonly string[],
  texts: ReadonlyMap<string, string>,
  { number, digest }: Release,
  { out }: Output,
): number {
  const wanted = new Map([...texts].map(([path, text]) => [path.replace(/^rules\//, ''), text]));
  mkdirSync(folder, { recursive: true });
  for (const name of there) if (!wanted.has(name)) rmSync(join(folder, name));
  for (const [name, text] of wanted) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  writeFolderBase(folder, { release: number, digest });
  const edited = digestOf([...texts].map(([path, text]) => ({ path, text }))) !== digest;
  const files = `${wanted.size} files`;
  out.write(
    edited
      ? `${folder} has release ${number}, ${files}, with what you edited there.\n`
      : `Release ${number}, ${files}, is in ${folder}.\n`,
  );
  return EXIT.ok;
}
