import type { Transaction } from 'kysely';
import { type Actor, may } from '../access/actor.js';
import { record } from '../audit/record.js';
import { formatInstant } from '../book/model/instant.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { DomainError } from '../domain-error.js';
import { readHeaders } from '../releases/read-headers.js';
import type { ReleaseHeader } from '../releases/release-header.js';
import { lastOf } from '../releases/timeline.js';
import { updateChangeRequest } from '../store/queries/change-requests.js';
import { insertWithdrawal } from '../store/queries/releases.js';
import type { Tables } from '../store/tables.js';
import { authorsOf, type ChangeRequest } from './change-request.js';
import { dismissApprovals } from './dismiss-approvals.js';
import { onRevision } from './edits/write-change-request.js';
import { readChangeRequest } from './read-change-request.js';

/** Withdraws a change request; when it is scheduled, its release with it. Its author may, and an admin. */
export async function withdrawChangeRequest(
  context: ReleaseContext,
  actor: Actor,
  id: number,
  expectedRevision: number,
  reason: string,
): Promise<ChangeRequest> {
  const withdrawn = await onRevision(context, id, expectedRevision, async (tx, request) => {
    if (!authorsOf(request).includes(actor.name) && !may(actor, 'administer')) {
      throw new DomainError(
        'forbidden',
        `change request ${id} is ${request.author}'s: its authors and admins may withdraw it`,
      );
    }
    if (request.stored === 'withdrawn') {
      throw new DomainError('wrong_state', `change request ${id} is withdrawn already`, { state: 'withdrawn' });
    }
    if (request.release !== undefined) {
      await takeBack(tx, context, actor, await withdrawable(tx, context, request.release), reason);
    }
    await updateChangeRequest(tx, id, {
      state: 'withdrawn',
      release: null,
      updated_at: formatInstant(context.clock()),
    });
    await record(tx, context.clock(), {
      actor: actor.name,
      action: 'change_request.withdrawn',
      changeRequest: id,
      reason,
      details: { revision: request.revision, digest: request.digest },
    });
    return readChangeRequest(tx, id);
  });
  await context.releases.refresh();
  return withdrawn;
}

/**
 * Takes back a scheduled release before its instant. Its change request is in review again, and its approvals are
 * dismissed: they were given to a release that did not come to be.
 *
 * @throws DomainError wrong_state when it is in force, past, or another release stands on it
 */
export async function withdrawRelease(
  context: ReleaseContext,
  actor: Actor,
  number: number,
  reason: string,
): Promise<ReleaseHeader> {
  await context.store.mutation(async (tx) => {
    const release = await withdrawable(tx, context, number);
    if (release.changeRequest !== undefined) {
      await updateChangeRequest(tx, release.changeRequest, {
        state: 'in_review',
        release: null,
        updated_at: formatInstant(context.clock()),
      });
    }
    await takeBack(tx, context, actor, release, reason);
    if (release.changeRequest === undefined) return;
    const request = await readChangeRequest(tx, release.changeRequest);
    await dismissApprovals(tx, context, actor, request, {
      because: 'the release was withdrawn after it was approved',
    });
  });
  await context.releases.refresh();
  return context.releases.header(number);
}

/** @throws DomainError not_found, wrong_state */
async function withdrawable(tx: Transaction<Tables>, context: ReleaseContext, number: number): Promise<ReleaseHeader> {
  const releases = await readHeaders(tx);
  const release = releases.find((one) => one.number === number);
  if (release === undefined) throw new DomainError('not_found', `there is no release ${number}`);
  const now = context.clock();
  if (release.withdrawn !== undefined) throw new DomainError('wrong_state', `release ${number} is withdrawn already`);
  if (release.effectiveAt <= now) {
    const since = formatInstant(release.effectiveAt);
    throw new DomainError(
      'wrong_state',
      `release ${number} has been in force since ${since}, and nothing that was in force is ever undone: restore the release before it`,
    );
  }
  const last = lastOf(releases);
  if (last !== undefined && last.number !== number) {
    throw new DomainError(
      'wrong_state',
      `release ${last.number} was made after release ${number}: withdraw release ${last.number} first`,
      {
        release: last.number,
      },
    );
  }
  return release;
}

async function takeBack(
  tx: Transaction<Tables>,
  context: ReleaseContext,
  actor: Actor,
  release: ReleaseHeader,
  reason: string,
): Promise<void> {
  const now = context.clock();
  const { number } = release;
  await insertWithdrawal(tx, { release: number, at: formatInstant(now), actor: actor.name, reason });
  await record(tx, now, {
    actor: actor.name,
    action: 'release.withdrawn',
    release: number,
    ...(release.changeRequest === undefined ? {} : { changeRequest: release.changeRequest }),
    reason,
    details: { digest: release.digest, effective_at: formatInstant(release.effectiveAt) },
  });
}
