import type { Actor } from '../../access/actor.js';
import type { ReleaseContext } from '../../compiler/release-context.js';
import { DomainError } from '../../domain-error.js';
import { filesOf } from '../../releases/release-files.js';
import type { ChangeRequest } from '../change-request.js';
import { createChangeRequest } from '../create-change-request.js';
import { changesBetween, ruleSetsOf } from './file-changes.js';

/** Makes the change request that brings the book of a release back. */
export async function restoreRelease(
  context: ReleaseContext,
  actor: Actor,
  number: number,
  reason: string,
): Promise<ChangeRequest> {
  await context.releases.refresh();
  context.releases.header(number);
  const base = context.releases.last.number;
  const now = await context.store.read((db) => filesOf(db, base));
  const then = await context.store.read((db) => filesOf(db, number));
  const changes = changesBetween(ruleSetsOf(now), ruleSetsOf(then));
  if (changes.length === 0) {
    throw new DomainError('nothing_changed', `release ${base} has the book of release ${number} already`);
  }
  return createChangeRequest(context, actor, {
    title: `Restore release ${number}`,
    description: reason,
    base,
    changes,
  });
}
