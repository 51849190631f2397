import type { Transaction } from 'kysely';
import type { Actor } from '../access/actor.js';
import { requirePermission } from '../access/require-permission.js';
import type { ApprovalsNeeded } from '../analysis/check/approvals-needed.js';
import { record } from '../audit/record.js';
import { formatInstant } from '../book/model/instant.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { DomainError, type DomainErrorDetails } from '../domain-error.js';
import { insertStoredRelease } from '../releases/insert-release.js';
import { publicationInstant } from '../releases/publication-instant.js';
import { readHeaders } from '../releases/read-headers.js';
import type { Book } from '../releases/release.js';
import type { ReleaseHeader } from '../releases/release-header.js';
import { isApprovalRecorded, readReleaseRecord } from '../releases/release-record.js';
import { lastOf } from '../releases/timeline.js';
import { updateChangeRequest } from '../store/queries/change-requests.js';
import type { Tables } from '../store/tables.js';
import { assessChange } from './assess-change.js';
import { booksOf } from './books-of-change.js';
import {
  approvalsNeededFor,
  approvalsNotCounted,
  approvalsOf,
  authorsOf,
  type ChangeRequest,
} from './change-request.js';
import { onRevision, readOnRevision, requireOpen } from './edits/write-change-request.js';
import { requireEdits, requireValid } from './review-change-request.js';

export interface Publishing {
  /** Undefined: at once. Else an instant to come, in milliseconds since 1970. */
  readonly effectiveAt?: number;
  /** Why it is released; the change request's title when absent. Where approvals are needed it has to be the title. */
  readonly reason?: string;
  /** Why it cannot wait for the approvals that the policy asks for: an admin may say so. */
  readonly emergency?: string;
}

/**
 * Makes a change request a release: now, or at an instant to come. What takes long, compiling the book and holding it
 * against json-rules-engine, is done before the transaction; the transaction looks again at everything that could have
 * changed, and of two servers that publish at the same moment one wins.
 *
 * @param expectedRevision the revision that is to be published
 * @throws DomainError wrong_state, not_approved, checks_broken, base_outdated, later_release, clock_behind, book_broken,
 *   nothing_changed
 */
export async function publishChangeRequest(
  context: ReleaseContext,
  actor: Actor,
  id: number,
  expectedRevision: number,
  publishing: Publishing,
): Promise<ReleaseHeader> {
  if (publishing.emergency !== undefined) requireEmergencyAllowed(actor);
  await context.releases.refresh();
  const seen = await context.store.read((db) => readOnRevision(db, id, expectedRevision));
  requireReady(context, seen, publishing, context.releases.headers);
  const { before, after: proposed } = await booksOf(context, seen);
  const after = await requireValid(context, proposed);
  await requireVerified(context, after);
  // Once more: what recorded quotes come to, and the policy, may have changed since it was submitted.
  const { products, needed } = await assessChange(context, before, after);
  if (publishing.emergency === undefined) requireApproved(context, seen, needed, publishing.reason);

  const number = await onRevision(context, id, expectedRevision, async (tx, request) => {
    const publishedAt = requireReady(context, request, publishing, await readHeaders(tx));
    if (publishing.emergency === undefined) requireApproved(context, request, needed, publishing.reason);
    if (request.digest !== seen.digest) throw new Error('a revision has two contents');
    return insert(tx, context, actor, { ...publishing, request, sums: proposed.sums, products, publishedAt });
  });
  await context.releases.refresh();
  return context.releases.header(number);
}

/**
 * Publishing without approvals is for a person who answers for it.
 *
 * @throws DomainError forbidden, people_only
 */
function requireEmergencyAllowed(actor: Actor): void {
  requirePermission(actor, 'administer');
  if (actor.kind === 'person') return;
  throw new DomainError(
    'people_only',
    `${actor.name} cannot publish in an emergency: an admin has to sign in and do it; with its approvals, any key of the scope publish may`,
  );
}

/** What a release is made of, once everything that it requires holds. */
interface ReadyRelease extends Publishing {
  readonly request: ChangeRequest;
  /** By path. */
  readonly sums: ReadonlyMap<string, string>;
  /** The products whose prices change. */
  readonly products: readonly string[];
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
}

async function insert(
  tx: Transaction<Tables>,
  context: ReleaseContext,
  actor: Actor,
  { request, sums, products, publishedAt, effectiveAt, reason, emergency }: ReadyRelease,
): Promise<number> {
  const approvers = approvalsOf(request, context.releases.current.card.book.policy);
  await requireRecorded(tx, request, approvers);
  const row = await insertStoredRelease(tx, sums, {
    publishedAt,
    effectiveAt,
    author: request.author,
    approvers,
    reason: reason ?? request.title,
    emergency,
    changeRequest: request.id,
    last: request.base,
  });
  if (row.digest !== request.digest) throw new Error('the texts of a revision are not what its digest says');
  await updateChangeRequest(tx, request.id, {
    state: 'released',
    release: row.number,
    updated_at: row.published_at,
  });
  const notCounted = approvalsNotCounted(request);
  await record(tx, context.clock(), {
    actor: actor.name,
    action: effectiveAt === undefined ? 'release.published' : 'release.scheduled',
    changeRequest: request.id,
    release: row.number,
    products,
    reason: emergency ?? row.reason,
    details: {
      digest: row.digest,
      seal: row.seal,
      effective_at: row.effective_at,
      author: row.author,
      approvers: JSON.parse(row.approvers),
      authors: authorsOf(request),
      ...(notCounted.length === 0 ? {} : { approvals_not_counted: notCounted }),
      revision: request.revision,
      ...(emergency === undefined ? {} : { emergency: true }),
    },
  });
  return row.number;
}

/** @throws DomainError record_differs when a review was put into the database past the log */
async function requireRecorded(tx: Transaction<Tables>, request: ChangeRequest, approvers: readonly string[]) {
  const record = await readReleaseRecord(tx, request.id);
  const missing = approvers.find((actor) => !isApprovalRecorded(record, request.id, actor, request.digest));
  if (missing === undefined) return;
  throw new DomainError(
    'record_differs',
    `no event of the log tells that ${missing} approved change request ${request.id}: the database was altered. Run \`ratecard audit verify\``,
  );
}

/**
 * Everything that does not need the book itself.
 *
 * @returns the instant of publication, in milliseconds since 1970
 */
function requireReady(
  context: ReleaseContext,
  request: ChangeRequest,
  { effectiveAt, emergency, reason }: Publishing,
  releases: readonly ReleaseHeader[],
): number {
  requireOpen(request);
  requireEdits(request);
  const now = context.clock();
  const publishedAt = publicationInstant(releases, now);
  if (effectiveAt !== undefined && effectiveAt <= now) {
    throw new DomainError(
      'invalid',
      `${formatInstant(effectiveAt)} has passed already (it is ${formatInstant(now)}): choose a later instant, or publish at once`,
      {
        pointer: '/effective_at',
      },
    );
  }
  requireBase(request, releases, now);
  const last = lastOf(releases);
  if (last !== undefined && last.effectiveAt > (effectiveAt ?? publishedAt)) {
    throw new DomainError(
      'later_release',
      `release ${last.number}, which this change stands on, comes into force at ${formatInstant(last.effectiveAt)}: schedule this change for then or later`,
      { release: last.number, effective_at: formatInstant(last.effectiveAt) },
    );
  }
  if (emergency === undefined) {
    requireApproved(context, request, approvalsNeededFor(request, context.releases.current.card.book.policy), reason);
  }
  return publishedAt;
}

function requireBase(request: ChangeRequest, releases: readonly ReleaseHeader[], now: number): void {
  const last = lastOf(releases);
  if (last === undefined || last.number === request.base) return;
  const what =
    last.effectiveAt > now
      ? `release ${last.number} is scheduled for ${formatInstant(last.effectiveAt)}: rebase this change onto it, or withdraw it first`
      : `release ${last.number} came since: rebase this change onto it`;
  throw new DomainError(
    'base_outdated',
    `change request ${request.id} was made on release ${request.base}, and ${what}`,
    {
      base: request.base,
      last: last.number,
    },
  );
}

function requireApproved(
  context: ReleaseContext,
  request: ChangeRequest,
  needed: ApprovalsNeeded,
  reason: string | undefined,
): void {
  const { policy } = context.releases.current.card.book;
  if (request.stored !== 'in_review') {
    const what = request.stored === 'rejected' ? 'changes were asked for' : 'it was not submitted';
    throw new DomainError('wrong_state', `change request ${request.id} is not approved: ${what}`, {
      state: request.stored,
    });
  }
  const approvals = approvalsOf(request, policy);
  const details = { approvals, needed: needed.approvals, because: needed.reasons };
  if (approvals.length < needed.approvals) {
    const why = needed.reasons.length === 0 ? '' : `: ${needed.reasons.join('; ')}`;
    const notCounted = approvalsNotCounted(request);
    const message = `change request ${request.id} has ${approvals.length} of the ${needed.approvals} approvals that it needs${why}`;
    throw new DomainError('not_approved', [message, ...notCounted].join('; '), details);
  }
  requireApprovedReason(request, needed, reason, details);
}

/** The reason goes into the release and the log for ever: where approvals are needed, it is what the approvers have read. */
function requireApprovedReason(
  request: ChangeRequest,
  needed: ApprovalsNeeded,
  reason: string | undefined,
  details: DomainErrorDetails,
): void {
  if (needed.approvals === 0 || reason === undefined || reason === request.title) return;
  throw new DomainError(
    'not_approved',
    `change request ${request.id} was approved as "${request.title}", so it cannot be released for another reason: leave the reason out, or change the title and have it approved again`,
    { ...details, pointer: '/reason' },
  );
}

async function requireVerified({ releases }: ReleaseContext, proposed: Book): Promise<void> {
  const problems = await releases.work.find('verify', proposed);
  const [first] = problems;
  if (first === undefined) return;
  throw new DomainError('book_broken', `${first.file}:${first.line}:${first.column}: ${first.message}`, { problems });
}
