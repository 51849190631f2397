import type { Actor } from '../access/actor.js';
import { mergeRuleSets, type RuleSets, type Settlement } from '../editing/merge-rule-sets.js';
import { Refused } from '../refused.js';
import type { Queries } from '../store/store.js';
import type { ChangeRequest } from './change-request.js';
import type { Desk } from './desk.js';
import { changesBetween, demandAmountsOnly, nameProducts, ruleSetsOf } from './file-changes.js';
import { sumsOf } from './read-change-request.js';
import { filesOf, filesOfSums, sumsOfRelease } from './release-files.js';
import { onRevision, writeContent } from './write-change-request.js';

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
  return onRevision(desk, id, madeOn, async (tx, request) => {
    if (request.base === onto) {
      throw new Refused('nothing_changed', `change request ${id} stands on release ${onto}, the last, already`);
    }
    const theirs = ruleSetsOf(await filesOf(tx, onto));
    const current = await ours(tx, request);
    const { files, conflicts } = mergeRuleSets(
      ruleSetsOf(await filesOf(tx, request.base)),
      current,
      theirs,
      settlements,
    );
    if (conflicts.length > 0) {
      const places = conflicts.length === 1 ? 'one place was' : `${conflicts.length} places were`;
      throw new Refused(
        'conflicts',
        `${places} changed both here and by a release since: settle each, with take or value`,
        { onto, conflicts },
      );
    }
    // What the releases since have changed is theirs; what this makes of their book is the actor's.
    await demandAmountsOnly(tx, actor, await sumsOfRelease(tx, onto), changesBetween(theirs, files));
    return writeContent(tx, desk, actor, request, {
      changes: await nameProducts(changesBetween(current, files)),
      base: onto,
      action: 'change_request.rebased',
    });
  });
}

async function ours(db: Queries, request: ChangeRequest): Promise<RuleSets> {
  return ruleSetsOf(await filesOfSums(db, await sumsOf(db, request)));
}
