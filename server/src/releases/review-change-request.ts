import type { Actor } from '../access/actor.js';
import { demand } from '../access/demand.js';
import { record } from '../audit/record.js';
import { formatInstant } from '../book/instant.js';
import { Refused } from '../refused.js';
import { insertRequirement, insertReview, lastRequirement, updateChangeRequest } from '../store/change-requests.js';
import { authorsOf, type ChangeRequest } from './change-request.js';
import { booksOf } from './compare-books.js';
import type { Desk } from './desk.js';
import { readChangeRequest } from './read-change-request.js';
import type { Book } from './release.js';
import { weighChange } from './weigh-change.js';
import { demandOpen, onRevision, readOnRevision } from './write-change-request.js';

export type Verdict = 'approve' | 'request_changes' | 'comment';

const ACTIONS = {
  approve: 'change_request.approved',
  request_changes: 'change_request.changes_requested',
  comment: 'change_request.commented',
} as const;

/**
 * Asks for review: the book must be sound, differ from its base, and its checks must hold. How many approvals it needs
 * is found here, and kept with it.
 *
 * @throws Refused book_broken with every problem, checks_broken, nothing_changed, wrong_state, stale
 */
export async function submitChangeRequest(
  desk: Desk,
  actor: Actor,
  id: number,
  madeOn: number,
): Promise<ChangeRequest> {
  const seen = await desk.store.read((db) => readOnRevision(db, id, madeOn));
  const { before, after } = await booksOf(desk, seen);
  await demandSound(desk, after);
  const { needed } = await weighChange(desk, before, after);
  const submitted = await onRevision(desk, id, madeOn, async (tx, request) => {
    demandOpen(request);
    if (request.stored === 'in_review') {
      throw new Refused('wrong_state', `change request ${id} is in review already`, { state: 'in_review' });
    }
    demandEdits(request);
    const at = formatInstant(desk.clock());
    await updateChangeRequest(tx, id, { state: 'in_review', updated_at: at });
    await insertRequirement(tx, {
      change_request: id,
      number: ((await lastRequirement(tx, id))?.number ?? 0) + 1,
      revision: request.revision,
      at,
      approvals: needed.approvals,
      reasons: JSON.stringify(needed.reasons),
    });
    await record(tx, desk.clock(), {
      actor: actor.name,
      action: 'change_request.submitted',
      changeRequest: id,
      reason: request.title,
      details: {
        revision: request.revision,
        digest: request.digest,
        approvals: needed.approvals,
        ...(needed.reasons.length === 0 ? {} : { because: needed.reasons }),
      },
    });
    return readChangeRequest(tx, id);
  });
  // Publishing will want to know; it takes a while, in a thread of its own.
  void desk.releases.work.find('verify', after).catch(() => undefined);
  return submitted;
}

/** @throws Refused nothing_changed */
export function demandEdits(request: ChangeRequest): void {
  if (request.edits.size > 0) return;
  throw new Refused('nothing_changed', `change request ${request.id} changes nothing in release ${request.base}`);
}

/** @throws Refused book_broken with every problem of the proposed book */
export async function demandSound({ releases }: Desk, proposed: Book): Promise<void> {
  const problems = await releases.work.find('problems', proposed);
  const [first] = problems;
  if (first === undefined) return;
  const where = `${first.file}:${first.line}:${first.column}: ${first.message}`;
  const more = problems.length === 1 ? '' : `, and ${problems.length - 1} more`;
  throw new Refused('book_broken', `the price book would be broken: ${where}${more}`, { problems });
}

/**
 * Approves what the change request holds, asks for changes, or says something.
 *
 * @param madeOn the revision that the reviewer has looked at
 * @throws Refused own_change, wrong_state, forbidden
 */
export async function reviewChangeRequest(
  desk: Desk,
  actor: Actor,
  id: number,
  madeOn: number,
  verdict: Verdict,
  comment: string,
): Promise<ChangeRequest> {
  if (verdict !== 'comment') demand(actor, 'review');
  if (verdict !== 'approve' && comment.trim() === '') {
    throw new Refused('invalid', 'say what: the comment is empty', { pointer: '/comment' });
  }
  await desk.releases.refresh();
  return onRevision(desk, id, madeOn, async (tx, request) => {
    if (verdict !== 'comment') demandReviewable(desk, actor, request, verdict);
    const at = formatInstant(desk.clock());
    const { revision, digest } = request;
    const number = (request.reviews.at(-1)?.number ?? 0) + 1;
    await insertReview(tx, { change_request: id, number, revision, digest, actor: actor.name, at, verdict, comment });
    await updateChangeRequest(tx, id, {
      updated_at: at,
      ...(verdict === 'request_changes' ? { state: 'rejected' as const } : {}),
    });
    await record(tx, desk.clock(), {
      actor: actor.name,
      action: ACTIONS[verdict],
      changeRequest: id,
      reason: comment,
      details: { revision, digest },
    });
    return readChangeRequest(tx, id);
  });
}

function demandReviewable(desk: Desk, actor: Actor, request: ChangeRequest, verdict: Verdict): void {
  demandOpen(request);
  if (request.stored !== 'in_review') {
    throw new Refused('wrong_state', `change request ${request.id} is not in review: its author has to submit it`, {
      state: request.stored,
    });
  }
  const { policy } = desk.releases.current.card.book;
  if (verdict === 'approve' && !policy.authorsMayApprove && authorsOf(request).includes(actor.name)) {
    const key = [...request.keyMakers].find(([, makers]) => makers.includes(actor.name))?.[0];
    const who = key === undefined ? actor.name : `${actor.name}, or the key ${key.slice(4)} that acts for them,`;
    throw new Refused(
      'own_change',
      `${who} has written some of change request ${request.id}: somebody else has to approve it`,
    );
  }
}
