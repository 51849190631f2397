import type { Transaction } from 'kysely';
import type { Actor } from '../../access/actor.js';
import { record } from '../../audit/record.js';
import { formatInstant } from '../../book/model/instant.js';
import type { ReleaseContext } from '../../compiler/release-context.js';
import { DomainError } from '../../domain-error.js';
import { digestOfSums } from '../../releases/release.js';
import { sumsOfRelease } from '../../releases/release-files.js';
import { insertRevision, updateChangeRequest } from '../../store/queries/change-requests.js';
import { textsOf } from '../../store/queries/rule-set-texts.js';
import type { Queries } from '../../store/queries.js';
import type { Tables } from '../../store/tables.js';
import type { ChangeRequest } from '../change-request.js';
import { dismissApprovals } from '../dismiss-approvals.js';
import { readChangeRequest, sumsOf } from '../read-change-request.js';
import { type DescribedChange, editsBetween, storeChanges } from './file-changes.js';

/** States in which a change request can still be worked on. */
const OPEN: readonly ChangeRequest['stored'][] = ['draft', 'in_review', 'rejected'];

/** @throws DomainError wrong_state when it is withdrawn, scheduled or published */
export function requireOpen(request: ChangeRequest): void {
  if (OPEN.includes(request.stored)) return;
  const became = request.release === undefined ? 'withdrawn' : `release ${request.release}`;
  throw new DomainError('wrong_state', `change request ${request.id} is ${became}: it can no longer be changed`, {
    state: request.stored,
    ...(request.release === undefined ? {} : { release: request.release }),
  });
}

/**
 * Runs a change of a change request on the revision that its author has seen.
 *
 * @param bothVersions what a stale write shows of either side, made in the same transaction
 * @throws DomainError stale when somebody else was first
 */
export async function onRevision<T>(
  context: ReleaseContext,
  id: number,
  expectedRevision: number,
  work: (tx: Transaction<Tables>, request: ChangeRequest) => Promise<T>,
  bothVersions: (tx: Queries, request: ChangeRequest) => Promise<object> = async () => ({}),
): Promise<T> {
  return context.store.mutation(async (tx) => {
    const request = await readChangeRequest(tx, id);
    if (request.revision !== expectedRevision)
      throw staleness(request, expectedRevision, await bothVersions(tx, request));
    return work(tx, request);
  });
}

/**
 * A change request as its author has seen it, to be judged before the transaction. It is the very revision that
 * `onRevision` lets through, since revisions never change: what was judged is what is decided on.
 *
 * @throws DomainError stale when it is at another revision, even if a concurrent write is just making that one
 */
export async function readOnRevision(db: Queries, id: number, expectedRevision: number): Promise<ChangeRequest> {
  const request = await readChangeRequest(db, id);
  if (request.revision !== expectedRevision) throw staleness(request, expectedRevision);
  return request;
}

export function staleness(request: ChangeRequest, expectedRevision: number, bothVersions: object = {}): DomainError {
  const { id, revision } = request;
  const last = request.revisions.at(-1);
  const message =
    expectedRevision > revision
      ? `change request ${id} is at revision ${revision}: there is no revision ${expectedRevision} yet`
      : `this was made on revision ${expectedRevision} of change request ${id}, which ${last?.actor} has edited since: it is at revision ${revision}`;
  return new DomainError('stale', message, { revision, actor: last?.actor, at: last?.at, ...bothVersions });
}

/** A file's text at a revision of a change request; undefined when it has none. */
export async function textAt(
  db: Queries,
  request: ChangeRequest,
  path: string,
  revision = request.revision,
): Promise<string | undefined> {
  const sum = (await sumsOf(db, request, revision)).get(path);
  return sum === undefined ? undefined : (await textsOf(db, [sum])).get(sum);
}

export interface ContentChange {
  readonly changes: readonly DescribedChange[];
  /** The release that it is made to from now on, when that changes. */
  readonly base?: number;
  readonly action: 'change_request.edited' | 'change_request.rebased';
}

/**
 * Writes the next revision of a change request, dismisses approvals of the one before, and records both. Whether the
 * actor may make these changes was found before the transaction: see `requireAmountsOnly`.
 */
export async function writeContent(
  tx: Transaction<Tables>,
  context: ReleaseContext,
  actor: Actor,
  request: ChangeRequest,
  { changes, base = request.base, action }: ContentChange,
): Promise<ChangeRequest> {
  requireOpen(request);
  const before = await sumsOf(tx, request);
  const { sums, changed, products } = await storeChanges(tx, before, changes);
  const digest = digestOfSums(sums);
  if (digest === request.digest && base === request.base) return request;

  const revision = request.revision + 1;
  const at = formatInstant(context.clock());
  const edits = editsBetween(await sumsOfRelease(tx, base), sums);
  const { id: change_request, title, description } = request;
  await insertRevision(
    tx,
    { change_request, revision, at, actor: actor.name, title, description, base, digest },
    [...edits].map(([path, sha256]) => ({ change_request, revision, path, sha256 })),
  );
  await updateChangeRequest(tx, request.id, {
    revision,
    content_revision: revision,
    state: 'draft',
    updated_at: at,
  });
  await record(tx, context.clock(), {
    actor: actor.name,
    action,
    changeRequest: request.id,
    products,
    details: { revision, digest, base, files: Object.fromEntries(changed) },
  });
  await dismissApprovals(tx, context, actor, request, {
    because: 'the content was changed after it was approved',
    now: digest,
  });
  return readChangeRequest(tx, request.id);
}
