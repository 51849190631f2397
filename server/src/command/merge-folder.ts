import type { SourceFile } from '../book/yaml/source-file.js';
import { ruleSetsOf } from '../change-requests/edits/file-changes.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { DomainError } from '../domain-error.js';
import { type Conflict, mergeRuleSets, type Resolution } from '../editing/merge-rule-sets.js';
import { digestOf, type Release } from '../releases/release.js';
import { filesOf } from '../releases/release-files.js';
import { BASE_FILE, type FolderBase, readFolderBase } from './folder-base.js';

/** Whose value stands where the folder and a release changed the same place. */
export type ConflictChoice = 'mine' | 'released';

export type FolderMerge =
  /** The release with what was edited in the folder. */
  | { readonly ok: true; readonly base: FolderBase | undefined; readonly files: readonly SourceFile[] }
  | { readonly ok: false; readonly base: FolderBase; readonly conflicts: readonly Conflict[] };

/**
 * The release that a folder's edits go onto: the one in force, or the one the folder was made from when that is
 * scheduled for later.
 */
export async function releaseToEdit({ releases }: ReleaseContext, folder: string): Promise<Release> {
  const base = readFolderBase(folder);
  const current = releases.current;
  if (base === undefined || base.release <= current.number) return current;
  const { withdrawn } = releases.header(base.release);
  return withdrawn === undefined ? releases.load(base.release) : current;
}

/**
 * Puts what was edited in a folder, since the release that it was made from, onto another release: a merge of three
 * versions. So nothing that was released in the meantime is undone by a folder that does not have it.
 *
 * @param take what to do where both changed the same place; without it those are conflicts
 * @throws DomainError base_outdated when nothing says what the folder was made from and releases have come since the first;
 *   invalid when it was made from a release of another database
 */
export async function mergeFolder(
  { releases, store }: ReleaseContext,
  folder: string,
  files: readonly SourceFile[],
  onto: Release,
  take?: ConflictChoice,
): Promise<FolderMerge> {
  const base = readFolderBase(folder);
  if (base === undefined) {
    // Before the second release there is nothing that a folder could undo.
    if (releases.headers.length === 1 || digestOf(files) === onto.digest) return { ok: true, base, files };
    throw new DomainError(
      'base_outdated',
      `release ${onto.number} is in force, and nothing says which release ${folder} was made from: its book could undo what was released since.\n` +
        `  \`ratecard pull\` into another folder and edit there (it leaves a ${BASE_FILE} beside the rule sets), or\n` +
        `  make the book exactly what ${folder} holds, whatever was released since: --replace`,
    );
  }
  const { digest } = releases.header(base.release);
  if (digest !== base.digest) {
    throw new DomainError(
      'invalid',
      `${folder} was made from a release ${base.release} with another book than this database's release ${base.release}: it belongs to another database. Check RATECARD_DATA and DATABASE_URL, or pull into another folder`,
    );
  }
  const was = ruleSetsOf(await store.read((db) => filesOf(db, base.release)));
  const [mine, theirs] = [ruleSetsOf(files), ruleSetsOf(onto.files)];
  let merged = mergeRuleSets(was, mine, theirs);
  if (merged.conflicts.length > 0 && take !== undefined) {
    const resolutions = merged.conflicts.map(
      ({ file, path }): Resolution => ({ file, path, take: take === 'mine' ? 'ours' : 'theirs' }),
    );
    merged = mergeRuleSets(was, mine, theirs, resolutions);
  }
  if (merged.conflicts.length > 0) return { ok: false, base, conflicts: merged.conflicts };
  const paths = [...merged.files.keys()].sort();
  return { ok: true, base, files: paths.map((path) => ({ path, text: merged.files.get(path) ?? '' })) };
}
