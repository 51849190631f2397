import type { Actor } from '../../access/actor.js';
import type { ReleaseContext } from '../../compiler/release-context.js';
import { DomainError } from '../../domain-error.js';
import type { Resolution } from '../../editing/merge-rule-sets.js';
import { filesOf, filesOfSums, sumsOfRelease } from '../../releases/release-files.js';
import type { ChangeRequest } from '../change-request.js';
import { sumsOf } from '../read-change-request.js';
import { changesBetween, describeChanges, type FileChange, ruleSetsOf } from './file-changes.js';
import { requireAmountsOnly } from './require-amounts-only.js';
import { onRevision, readOnRevision, writeContent } from './write-change-request.js';

/**
 * Puts a change request onto the last release: what it changed since its base goes into that release's book.
 *
 * @param resolutions what is to become of conflicts, by their file and path
 * @throws DomainError conflicts with every one that no resolution spoke of; then nothing is changed
 */
export async function rebaseChangeRequest(
  context: ReleaseContext,
  actor: Actor,
  id: number,
  expectedRevision: number,
  resolutions: readonly Resolution[],
): Promise<ChangeRequest> {
  await context.releases.refresh();
  const onto = context.releases.last.number;
  // Revisions and releases never change, so they are merged before the transaction: of a large book it takes a while.
  const request = await context.store.read((db) => readOnRevision(db, id, expectedRevision));
  const merged = await merge(context, request, onto, resolutions);
  await requireAmountsOnly(context, actor, await context.store.read((db) => sumsOfRelease(db, onto)), merged.beyond);
  const changes = await describeChanges(context, merged.changes);
  return onRevision(context, id, expectedRevision, (tx, current) =>
    writeContent(tx, context, actor, current, { changes, base: onto, action: 'change_request.rebased' }),
  );
}

/** What a rebase writes. */
interface Merged {
  /** What becomes of the change request's own book. */
  readonly changes: readonly FileChange[];
  /** What it then makes of the release's: the releases since have changed the rest, and only this is the actor's. */
  readonly beyond: readonly FileChange[];
}

async function merge(
  { store, releases }: ReleaseContext,
  request: ChangeRequest,
  onto: number,
  resolutions: readonly Resolution[],
): Promise<Merged> {
  if (request.base === onto) {
    throw new DomainError(
      'nothing_changed',
      `change request ${request.id} is based on release ${onto} already, which is the last`,
    );
  }
  const versions = await store.read(async (db) => ({
    theirs: ruleSetsOf(await filesOf(db, onto)),
    ours: ruleSetsOf(await filesOfSums(db, await sumsOf(db, request))),
    base: ruleSetsOf(await filesOf(db, request.base)),
  }));
  const { ours, theirs } = versions;
  const { files, conflicts } = await releases.work.run('merge', { ...versions, resolutions });
  if (conflicts.length > 0) {
    const places = conflicts.length === 1 ? 'one place was' : `${conflicts.length} places were`;
    throw new DomainError(
      'conflicts',
      `${places} changed both here and in a release published since: say for each which value to keep, with take or value`,
      { onto, conflicts },
    );
  }
  return { changes: changesBetween(ours, files), beyond: changesBetween(theirs, files) };
}
