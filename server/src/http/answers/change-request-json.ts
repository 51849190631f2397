import type { ChangeRequest as ChangeRequestJson, Release as ReleaseJson } from '../../../../schemas/types/api.js';
import { formatInstant } from '../../book/model/instant.js';
import {
  approvalsNeededFor,
  approvalsOf,
  authorsOf,
  type ChangeRequest,
  changeRequestState,
  whyNotCounted,
} from '../../change-requests/change-request.js';
import type { ReleaseContext } from '../../compiler/release-context.js';
import type { ReleaseHeader } from '../../releases/release-header.js';
import { stateOf } from '../../releases/timeline.js';

/** A change request in the API's words. */
export function changeRequestJson({ releases, clock }: ReleaseContext, request: ChangeRequest): ChangeRequestJson {
  const { policy } = releases.current.card.book;
  const needed = approvalsNeededFor(request, policy);
  const release = request.release === undefined ? undefined : releases.header(request.release);
  return {
    id: request.id,
    title: request.title,
    description: request.description,
    state: changeRequestState(request, policy, release?.effectiveAt, clock()),
    author: request.author,
    authors: authorsOf(request),
    created_at: request.createdAt,
    updated_at: request.updatedAt,
    revision: request.revision,
    base: request.base,
    digest: request.digest,
    files: [...request.edits].map(([path, sha256]) => ({ path, sha256 })),
    approvals: { by: approvalsOf(request, policy), needed: needed.approvals, because: needed.reasons },
    reviews: request.reviews.map((review) => {
      const { actor, at, verdict, comment, revision } = review;
      const because = whyNotCounted(request, review);
      return { actor, at, verdict, comment, revision, counts: because === undefined, because: because ?? null };
    }),
    release: release?.number ?? null,
    effective_at: release === undefined ? null : formatInstant(release.effectiveAt),
  };
}

/** A release in the API's words, without its files. */
export function releaseJson({ releases, clock }: ReleaseContext, header: ReleaseHeader): ReleaseJson {
  return {
    number: header.number,
    state: stateOf(header, releases.headers, clock()),
    digest: header.digest,
    effective_at: formatInstant(header.effectiveAt),
    published_at: formatInstant(header.publishedAt),
    author: header.author,
    approvers: header.approvers,
    reason: header.reason,
    emergency: header.emergency ?? null,
    change_request: header.changeRequest ?? null,
    base: header.base ?? null,
    log_head: header.logHead,
    seal: header.seal,
    withdrawn: header.withdrawn === undefined ? null : { ...header.withdrawn, at: formatInstant(header.withdrawn.at) },
  };
}
