import type { Actor } from '../access/actor.js';
import { Refused } from '../refused.js';
import type { ChangeRequest } from './change-request.js';
import { createChangeRequest } from './create-change-request.js';
import type { Desk } from './desk.js';
import { changesBetween, ruleSetsOf } from './file-changes.js';
import { filesOf } from './release-files.js';

/** Makes the change request that brings the book of a release back. */
export async function restoreRelease(desk: Desk, actor: Actor, number: number, reason: string): Promise<ChangeRequest> {
  await desk.releases.refresh();
  desk.releases.header(number);
  const base = desk.releases.last.number;
  const now = await desk.store.read((db) => filesOf(db, base));
  const then = await desk.store.read((db) => filesOf(db, number));
  const changes = changesBetween(ruleSetsOf(now), ruleSetsOf(then));
  if (changes.length === 0) {
    throw new Refused('nothing_changed', `release ${base} has the book of release ${number} already`);
  }
  return createChangeRequest(desk, actor, {
    title: `Restore release ${number}`,
    description: reason,
    base,
    changes,
  });
}
