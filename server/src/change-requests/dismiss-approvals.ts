import type { Transaction } from 'kysely';
import type { Actor } from '../access/actor.js';
import { record } from '../audit/record.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { updateChangeRequest } from '../store/queries/change-requests.js';
import type { Tables } from '../store/tables.js';
import { type ChangeRequest, whyNotCounted } from './change-request.js';

/**
 * Dismisses all approvals of a change request, and records it in the log. They never count again, even when what they
 * approved is put back.
 *
 * @param why for the log: `because`, what was changed after they were given; `now`, the digest of the content from now on
 */
export async function dismissApprovals(
  tx: Transaction<Tables>,
  context: ReleaseContext,
  actor: Actor,
  request: ChangeRequest,
  why: { readonly because: string; readonly now?: string },
): Promise<void> {
  // The approval of somebody whose account is deactivated would count again once it is not.
  const standing = { ...request, deactivated: new Map() };
  const approvals = request.reviews.filter(
    (review) => review.verdict === 'approve' && whyNotCounted(standing, review) === undefined,
  );
  const last = request.reviews.at(-1);
  if (approvals.length === 0 || last === undefined) return;
  await updateChangeRequest(tx, request.id, { dismissed_reviews: last.number });
  await record(tx, context.clock(), {
    actor: actor.name,
    action: 'change_request.approvals_dismissed',
    changeRequest: request.id,
    reason: why.because,
    details: {
      approvals: [...new Set(approvals.map((review) => review.actor))],
      approved: request.digest,
      now: why.now ?? request.digest,
      dismissed_reviews: last.number,
    },
  });
}
