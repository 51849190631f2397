import type { Transaction } from 'kysely';
import { type Actor, may } from '../access/actor.js';
import { record } from '../audit/record.js';
import { formatInstant } from '../book/instant.js';
import { beyondAmounts } from '../editing/amounts.js';
import { Refused } from '../refused.js';
import { insertRevision, updateChangeRequest } from '../store/change-requests.js';
import { keepTexts, textsOf } from '../store/rule-set-texts.js';
import type { Queries } from '../store/store.js';
import type { Tables } from '../store/tables.js';
import { approvalsOf, type ChangeRequest } from './change-request.js';
import type { Desk } from './desk.js';
import { productsNamedIn } from './products-of.js';
import { readChangeRequest, sumsOf, withEdits } from './read-change-request.js';
import { digestOfSums, sha256Of } from './release.js';
import { sumsOfRelease } from './release-files.js';

/** A file's new text; null removes the file. */
export interface FileChange {
  readonly path: string;
  readonly text: string | null;
}

/** Everybody's approvals, authors' too: what an edit dismisses. */
const ANYBODY = { approvals: 0, authorsMayApprove: true };

/** States in which a change request can still be worked on. */
const OPEN: readonly ChangeRequest['stored'][] = ['draft', 'in_review', 'rejected'];

/** @throws Refused wrong_state when it is withdrawn, scheduled or published */
export function demandOpen(request: ChangeRequest): void {
  if (OPEN.includes(request.stored)) return;
  const became = request.release === undefined ? 'withdrawn' : `release ${request.release}`;
  throw new Refused('wrong_state', `change request ${request.id} is ${became}: it can no longer be changed`, {
    state: request.stored,
    ...(request.release === undefined ? {} : { release: request.release }),
  });
}

/**
 * Runs a change of a change request on the revision that its author has seen.
 *
 * @param bothVersions what a stale write shows of either side, made in the same transaction
 * @throws Refused stale when somebody else was first
 */
export async function onRevision<T>(
  desk: Desk,
  id: number,
  madeOn: number,
  work: (tx: Transaction<Tables>, request: ChangeRequest) => Promise<T>,
  bothVersions: (tx: Queries, request: ChangeRequest) => Promise<object> = async () => ({}),
): Promise<T> {
  return desk.store.mutation(async (tx) => {
    const request = await readChangeRequest(tx, id);
    if (request.revision !== madeOn) {
      const last = request.revisions.at(-1);
      const message = `this was made on revision ${madeOn} of change request ${id}, which ${last?.actor} has edited since: it is at revision ${request.revision}`;
      throw new Refused('stale', message, {
        revision: request.revision,
        actor: last?.actor,
        at: last?.at,
        ...(await bothVersions(tx, request)),
      });
    }
    return work(tx, request);
  });
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
  readonly changes: readonly FileChange[];
  /** The release that it is made to from now on, when that changes. */
  readonly base?: number;
  readonly action: 'change_request.edited' | 'change_request.rebased';
}

/** Writes the next revision of a change request, dismisses approvals of the one before, and records both. */
export async function writeContent(
  tx: Transaction<Tables>,
  desk: Desk,
  actor: Actor,
  request: ChangeRequest,
  { changes, base = request.base, action }: ContentChange,
): Promise<ChangeRequest> {
  demandOpen(request);
  const before = await sumsOf(tx, request);
  if (action === 'change_request.edited') await demandAmountsOnly(tx, actor, before, changes);

  await keepTexts(
    tx,
    changes.flatMap(({ text }) => (text === null ? [] : [{ sha256: sha256Of(text), text }])),
  );
  const newSums = new Map(changes.map(({ path, text }) => [path, text === null ? null : sha256Of(text)]));
  const after = withEdits(before, newSums);
  const digest = digestOfSums(after);
  if (digest === request.digest && base === request.base) return request;

  const revision = request.revision + 1;
  const at = formatInstant(desk.clock());
  const edits = editsBetween(await sumsOfRelease(tx, base), after);
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
  const products = new Set(changes.flatMap(({ path, text }) => (text === null ? [] : productsNamedIn(path, text))));
  await record(tx, desk.clock(), {
    actor: actor.name,
    action,
    changeRequest: request.id,
    products: [...products].sort(),
    details: { revision, digest, base, files: Object.fromEntries(newSums) },
  });
  const dismissed = approvalsOf(request, ANYBODY);
  if (dismissed.length > 0) {
    await record(tx, desk.clock(), {
      actor: actor.name,
      action: 'change_request.approvals_dismissed',
      changeRequest: request.id,
      reason: 'the content was changed after it was approved',
      details: { approvals: dismissed, approved: request.digest, now: digest },
    });
  }
  return readChangeRequest(tx, request.id);
}

/** What has to be edited in one book to give another. */
export function editsBetween(
  base: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): ReadonlyMap<string, string | null> {
  const edits = new Map<string, string | null>();
  for (const [path, sum] of wanted) if (base.get(path) !== sum) edits.set(path, sum);
  for (const path of base.keys()) if (!wanted.has(path)) edits.set(path, null);
  return edits;
}

/** @throws Refused amounts_only at the first place that is more than an amount, for whoever may change no more */
export async function demandAmountsOnly(
  db: Queries,
  actor: Actor,
  before: ReadonlyMap<string, string>,
  changes: readonly FileChange[],
): Promise<void> {
  if (may(actor, 'edit_rules')) return;
  const texts = await textsOf(
    db,
    changes.flatMap(({ path }) => before.get(path) ?? []),
  );
  for (const { path, text } of changes) {
    const was = texts.get(before.get(path) ?? '');
    if (was === undefined && text === null) continue;
    const beyond = was === undefined || text === null ? '' : beyondAmounts({ path, text: was }, { path, text });
    if (beyond === undefined) continue;
    const where =
      was === undefined ? 'is a new file' : text === null ? 'is removed' : `changes at ${beyond || 'its root'}`;
    throw new Refused('amounts_only', `${actor.name} (${actor.role}) may change amounts only: ${path} ${where}`, {
      file: path,
      path: beyond,
    });
  }
}
