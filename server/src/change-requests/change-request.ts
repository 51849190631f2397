import type { ApprovalsNeeded } from '../analysis/check/approvals-needed.js';
import type { ApprovalPolicy } from '../book/model/price-book.js';
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
  /** The number of the last review that was dismissed: approvals up to it no longer count. */
  readonly dismissedReviews: number;
  /** Of every key that has written some of it, the people it acts for. */
  readonly keyMakers: ReadonlyMap<string, readonly string[]>;
  /** Reviewers whose accounts are deactivated, by address, with the names they go by. */
  readonly deactivated: ReadonlyMap<string, string>;
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

/** Everyone whose edits it holds. A key acts for the person who made it, who is an author of what it wrote. */
export function authorsOf({ author, revisions, contentRevision, keyMakers }: ChangeRequest): readonly string[] {
  const editors = revisions.filter(({ revision }) => revision <= contentRevision).map(({ actor }) => actor);
  const names = [author, ...editors];
  return [...new Set([...names, ...names.flatMap((name) => keyMakers.get(name) ?? [])])];
}

/**
 * Who has approved what it holds now. Only approvals of this very content and these words count, by people who may
 * still sign in; the last word of each reviewer is theirs.
 */
export function approvalsOf(
  request: ChangeRequest,
  policy: Pick<ApprovalPolicy, 'authorsMayApprove'>,
): readonly string[] {
  const authors = policy.authorsMayApprove ? [] : authorsOf(request);
  const last = new Map<string, ReviewRow>();
  for (const review of request.reviews) if (review.verdict !== 'comment') last.set(review.actor, review);
  return [...last.values()]
    .filter((review) => review.verdict === 'approve' && whyNotCounted(request, review) === undefined)
    .map(({ actor }) => actor)
    .filter((actor) => !authors.includes(actor));
}

/** Why a review says nothing about what the change request holds now; undefined when it counts. */
export function whyNotCounted(request: ChangeRequest, review: ReviewRow): string | undefined {
  if (review.revision < request.contentRevision || review.digest !== request.digest) return 'it was edited since';
  if (review.verdict === 'approve' && review.number <= request.dismissedReviews) {
    const renamed = request.revisions.some(({ revision }) => revision > review.revision);
    return renamed ? 'its title or description was changed since' : 'the release was withdrawn since';
  }
  return request.deactivated.has(review.actor) ? 'the account was deactivated' : undefined;
}

/** A sentence for each reviewer whose last word was an approval that does not count. */
export function approvalsNotCounted(request: ChangeRequest): readonly string[] {
  const last = new Map<string, ReviewRow>();
  for (const review of request.reviews) if (review.verdict !== 'comment') last.set(review.actor, review);
  return [...last.values()].flatMap((review) => {
    const because = review.verdict === 'approve' ? whyNotCounted(request, review) : undefined;
    const name = request.deactivated.get(review.actor) ?? review.actor;
    return because === undefined ? [] : [`the approval of ${name} does not count: ${because}`];
  });
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
