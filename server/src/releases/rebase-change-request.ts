import type { Actor } from '../access/actor.js';
import { mergeRuleSets, type Settlement } from '../editing/merge-rule-sets.js';
import { Refused } from '../refused.js';
import type { Queries } from '../store/store.js';
import type { ChangeRequest } from './change-request.js';
import type { Desk } from './desk.js';
import { changesBetween, demandAmountsOnly, type FileChange, nameProducts, ruleSetsOf } from './file-changes.js';
import { sumsOf } from './read-change-request.js';
import { filesOf, filesOfSums, sumsOfRelease } from './release-files.js';
import { onRevision, readOnRevision, writeContent } from './write-change-request.js';

/**
 * Puts a change request onto the last release: what it changed since its base goes into that release's book.
 *
 * @param settlements what is to become of conflicts, by their file and path
 * @throws Refused conflicts with every one that no settlement spoke of; then nothing is changed
 */
export async function rebaseChangeRequest(
  desk: Desk,
  actor: Actor,
  id: number,
  madeOn: number,
  settlements: readonly Settlement[],
): Promise<ChangeRequest> {
  await desk.releases.refresh();
  const onto = desk.releases.last.number;
  // Revisions and releases never change, so they are merged before the transaction: of a large book it takes a while.
  const merged = await desk.store.read(async (db) => {
    return merge(db, await readOnRevision(db, id, madeOn), onto, settlements);
  });
  const changes = await nameProducts(desk, merged.changes);
  return onRevision(desk, id, madeOn, async (tx, request) => {
    await demandAmountsOnly(tx, actor, await sumsOfRelease(tx, onto), merged.beyond);
    return writeContent(tx, desk, actor, request, { changes, base: onto, action: 'change_request.rebased' });
  });
}

/** What a rebase writes. */
interface Merged {
  /** What becomes of the change request's own book. */
  readonly changes: readonly FileChange[];
  /** What it then makes of the release's: the releases since have changed the rest, and only this is the actor's. */
  readonly beyond: readonly FileChange[];
}

async function merge(
  db: Queries,
  request: ChangeRequest,
  onto: number,
  settlements: readonly Settlement[],
): Promise<Merged> {
  if (request.base === onto) {
    throw new Refused(
      'nothing_changed',
      `change request ${request.id} is based on release ${onto} already, which is the last`,
    );
  }
  const theirs = ruleSetsOf(await filesOf(db, onto));
  const ours = ruleSetsOf(await filesOfSums(db, await sumsOf(db, request)));
  const base = ruleSetsOf(await filesOf(db, request.base));
  const { files, conflicts } = mergeRuleSets(base, ours, theirs, settlements);
  if (conflicts.length > 0) {
    const places = conflicts.length === 1 ? 'one place was' : `${conflicts.length} places were`;
    throw new Refused(
      'conflicts',
      `${places} changed both here and in a release published since: say for each which value to keep, with take or value`,
      { onto, conflicts },
    );
  }
  return { changes: changesBetween(ours, files), beyond: changesBetween(theirs, files) };
}
