import type { Actor } from '../access/actor.js';
import { requirePermission } from '../access/require-permission.js';
import { record } from '../audit/record.js';
import { formatInstant } from '../book/model/instant.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { DomainError } from '../domain-error.js';
import type { Book, ValidBook } from '../releases/release.js';
import {
  insertRequirement,
  insertReview,
  lastRequirement,
  updateChangeRequest,
} from '../store/queries/change-requests.js';
import { assessChange } from './assess-change.js';
import { booksOf } from './books-of-change.js';
import { authorsOf, type ChangeRequest } from './change-request.js';
import { onRevision, readOnRevision, requireOpen } from './edits/write-change-request.js';
import { readChangeRequest } from './read-change-request.js';

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
 * @throws DomainError book_broken with every problem, checks_broken, nothing_changed, wrong_state, stale
 */
export async function submitChangeRequest(
  context: ReleaseContext,
  actor: Actor,
  id: number,
  expectedRevision: number,
): Promise<ChangeRequest> {
  const seen = await context.store.read((db) => readOnRevision(db, id, expectedRevision));
  const { before, after: proposed } = await booksOf(context, seen);
  const after = await requireValid(context, proposed);
  const { needed } = await assessChange(context, before, after);
  const submitted = await onRevision(context, id, expectedRevision, async (tx, request) => {
    requireOpen(request);
    if (request.stored === 'in_review') {
      throw new DomainError('wrong_state', `change request ${id} is in review already`, { state: 'in_review' });
    }
    requireEdits(request);
    const at = formatInstant(context.clock());
    await updateChangeRequest(tx, id, { state: 'in_review', updated_at: at });
    await insertRequirement(tx, {
      change_request: id,
      number: ((await lastRequirement(tx, id))?.number ?? 0) + 1,
      revision: request.revision,
      at,
      approvals: needed.approvals,
      reasons: JSON.stringify(needed.reasons),
    });
    await record(tx, context.clock(), {
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
  void context.releases.work.find('verify', after).catch(() => undefined);
  return submitted;
}

/** @throws DomainError nothing_changed */
export function requireEdits(request: ChangeRequest): void {
  if (request.edits.size > 0) return;
  throw new DomainError('nothing_changed', `change request ${request.id} changes nothing in release ${request.base}`);
}

/**
 * @returns the proposed book as a valid one
 * @throws DomainError book_broken with every problem of it
 */
export async function requireValid({ releases }: ReleaseContext, proposed: Book): Promise<ValidBook> {
  const validated = await releases.work.validate(proposed);
  if (validated.ok) return validated.book;
  const { problems } = validated;
  const [first] = problems;
  const where = `${first?.file}:${first?.line}:${first?.column}: ${first?.message}`;
  const more = problems.length === 1 ? '' : `, and ${problems.length - 1} more`;
  throw new DomainError('book_broken', `the price book would be broken: ${where}${more}`, { problems });
}

/**
 * Approves what the change request holds, asks for changes, or says something.
 *
 * @param expectedRevision the revision that the reviewer has looked at
 * @throws DomainError own_change, wrong_state, forbidden
 */
export async function reviewChangeRequest(
  context: ReleaseContext,
  actor: Actor,
  id: number,
  expectedRevision: number,
  { verdict, comment }: { readonly verdict: Verdict; readonly comment: string },
): Promise<ChangeRequest> {
  if (verdict !== 'comment') requirePermission(actor, 'review');
  if (verdict !== 'approve' && comment.trim() === '') {
    throw new DomainError('invalid', 'the comment is empty: write something', { pointer: '/comment' });
  }
  await context.releases.refresh();
  return onRevision(context, id, expectedRevision, async (tx, request) => {
    if (verdict !== 'comment') requireReviewable(context, actor, request, verdict);
    const at = formatInstant(context.clock());
    const { revision, digest } = request;
    const number = (request.reviews.at(-1)?.number ?? 0) + 1;
    await insertReview(tx, { change_request: id, number, revision, digest, actor: actor.name, at, verdict, comment });
    await updateChangeRequest(tx, id, {
      updated_at: at,
      ...(verdict === 'request_changes' ? { state: 'rejected' as const } : {}),
    });
    await record(tx, context.clock(), {
      actor: actor.name,
      action: ACTIONS[verdict],
      changeRequest: id,
      reason: comment,
      details: { revision, digest },
    });
    return readChangeRequest(tx, id);
  });
}

function requireReviewable(context: ReleaseContext, actor: Actor, request: ChangeRequest, verdict: Verdict): void {
  requireOpen(request);
  if (request.stored !== 'in_review') {
    throw new DomainError('wrong_state', `change request ${request.id} is not in review: its author has to submit it`, {
      state: request.stored,
    });
  }
  const { policy } = context.releases.current.card.book;
  if (verdict === 'approve' && !policy.authorsMayApprove && authorsOf(request).includes(actor.name)) {
    const key = [...request.keyMakers].find(([, makers]) => makers.includes(actor.name))?.[0];
    const who = key === undefined ? actor.name : `${actor.name}, or the key ${key.slice(4)} that acts for them,`;
    throw new DomainError(
      'own_change',
      `${who} has written some of change request ${request.id}: somebody else has to approve it`,
    );
  }
}
