import type { ApprovalsNeeded } from '../analysis/check/approvals-needed.js';
import type { ApprovalPolicy } from '../book/price-book.js';
import type { ReviewRow, RevisionRow, StoredState } from '../store/tables.js';

/** Proposed edits to the price book, as they stand in the database. */
export interface ChangeRequest {
  readonly id: number;
  readonly author: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly stored: StoredState;
  readonly revision: number;
  /** The last revision that changed the price book. */
  readonly contentRevision: number;
  readonly title: string;
  readonly description: string;
  /** The release that the edits are made to. */
  readonly base: number;
  /** Of the whole price book with the edits. */
  readonly digest: string;
  /** The release that it became. */
  readonly release: number | undefined;
  /** The files that it changes: the SHA-256 of the new text, or null where the file is removed. */
  readonly edits: ReadonlyMap<string, string | null>;
  readonly revisions: readonly RevisionRow[];
  readonly reviews: readonly ReviewRow[];
  /** What it was found to need when it was submitted; undefined before. */
  readonly requirement: Requirement | undefined;
}

/** What a revision needs before it is published. */
export interface Requirement extends ApprovalsNeeded {
  readonly revision: number;
}

/** How many approvals its content needs: what the policy asks of any change, or more when it was found to move more. */
export function approvalsNeededFor(request: ChangeRequest, policy: ApprovalPolicy): ApprovalsNeeded {
  const { requirement, contentRevision } = request;
  if (requirement === undefined || requirement.revision < contentRevision) {
    return { approvals: policy.approvals, reasons: [] };
  }
  return { approvals: Math.max(policy.approvals, requirement.approvals), reasons: requirement.reasons };
}

export type ChangeRequestState =
  | 'draft'
  | 'in_review'
  | 'approved'
  | 'scheduled'
  | 'published'
  | 'rejected'
  | 'withdrawn';

/** Everyone whose edits it holds. */
export function authorsOf({ author, revisions, contentRevision }: ChangeRequest): readonly string[] {
  const editors = revisions.filter(({ revision }) => revision <= contentRevision).map(({ actor }) => actor);
  return [...new Set([author, ...editors])];
}

/**
 * Who has approved what it holds now. Only approvals of this very content count, given since it was last edited; the
 * last word of each reviewer is theirs.
 */
export function approvalsOf(
  request: ChangeRequest,
  policy: Pick<ApprovalPolicy, 'authorsMayApprove'>,
): readonly string[] {
  const authors = policy.authorsMayApprove ? [] : authorsOf(request);
  const last = new Map<string, ReviewRow>();
  for (const review of request.reviews) if (review.verdict !== 'comment') last.set(review.actor, review);
  return [...last.values()]
    .filter(({ verdict, revision, digest, actor }) => {
      const counts = verdict === 'approve' && revision >= request.contentRevision && digest === request.digest;
      return counts && !authors.includes(actor);
    })
    .map(({ actor }) => actor);
}

/**
 * The state as people see it: what is stored, the approvals that the policy in force asks for, and the clock.
 *
 * @param effectiveAt of the release that it became
 */
export function changeRequestState(
  request: ChangeRequest,
  policy: ApprovalPolicy,
  effectiveAt: number | undefined,
  now: number,
): ChangeRequestState {
  if (request.stored === 'released') return effectiveAt !== undefined && effectiveAt > now ? 'scheduled' : 'published';
  if (request.stored !== 'in_review') return request.stored;
  return approvalsOf(request, policy).length >= approvalsNeededFor(request, policy).approvals
    ? 'approved'
    : 'in_review';
}
