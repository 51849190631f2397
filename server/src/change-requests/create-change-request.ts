import type { Actor } from '../access/actor.js';
import { requireLine } from '../access/require-line.js';
import { record } from '../audit/record.js';
import { formatInstant } from '../book/model/instant.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { DomainError } from '../domain-error.js';
import { acceptableFile } from '../releases/acceptable-file.js';
import { digestOfSums } from '../releases/release.js';
import { sumsOfRelease } from '../releases/release-files.js';
import { inForceAt } from '../releases/timeline.js';
import { insertChangeRequest, insertRevision, lastChangeRequestId } from '../store/queries/change-requests.js';
import { Turn } from '../turn.js';
import type { ChangeRequest } from './change-request.js';
import { describeChanges, editsBetween, type FileChange, storeChanges } from './edits/file-changes.js';
import { requireAmountsOnly } from './edits/require-amounts-only.js';
import { readChangeRequest } from './read-change-request.js';

export interface NewChangeRequest {
  readonly title: string;
  readonly description?: string;
  /** The release to change: the one in force when absent; one that is scheduled may be named. */
  readonly base?: number;
  /** Edits to start with. */
  readonly changes?: readonly FileChange[];
}

/** Starts a change request on the release in force. */
export async function createChangeRequest(
  context: ReleaseContext,
  actor: Actor,
  wanted: NewChangeRequest,
): Promise<ChangeRequest> {
  await context.releases.refresh();
  const base = baseOf(context, wanted.base);
  const title = requireLine('title', wanted.title);
  const { description = '' } = wanted;
  const changes = await describeChanges(context, await acceptableChanges(wanted.changes ?? []));
  // What a release holds never changes: it can be read before the transaction.
  const sums = await context.store.read((db) => sumsOfRelease(db, base));
  await requireAmountsOnly(context, actor, sums, changes);
  return context.store.mutation(async (tx) => {
    const { sums: after, changed, products } = await storeChanges(tx, sums, changes);
    const digest = digestOfSums(after);
    const id = (await lastChangeRequestId(tx)) + 1;
    const at = formatInstant(context.clock());
    await insertChangeRequest(tx, {
      id,
      author: actor.name,
      created_at: at,
      updated_at: at,
      state: 'draft',
      revision: 1,
      content_revision: 1,
      dismissed_reviews: 0,
      release: null,
    });
    await insertRevision(
      tx,
      { change_request: id, revision: 1, at, actor: actor.name, title, description, base, digest },
      [...editsBetween(sums, after)].map(([path, sha256]) => ({ change_request: id, revision: 1, path, sha256 })),
    );
    await record(tx, context.clock(), {
      actor: actor.name,
      action: 'change_request.created',
      changeRequest: id,
      products,
      reason: title,
      details: { base, digest, revision: 1, files: Object.fromEntries(changed) },
    });
    return readChangeRequest(tx, id);
  });
}

async function acceptableChanges(changes: readonly FileChange[]): Promise<readonly FileChange[]> {
  const acceptable: FileChange[] = [];
  const turn = new Turn();
  for (const { path, text } of changes) {
    if (turn.isOver) await turn.next();
    acceptable.push(text === null ? { path, text } : acceptableFile(path, text));
  }
  return acceptable;
}

function baseOf({ releases, clock }: ReleaseContext, wanted: number | undefined): number {
  if (wanted === undefined) return releases.current.number;
  const header = releases.header(wanted);
  const isOver = header.effectiveAt <= clock() && inForceAt(releases.headers, clock()) !== header;
  if (header.withdrawn === undefined && !isOver) return wanted;
  const why = header.withdrawn === undefined ? 'no longer in force' : 'withdrawn';
  throw new DomainError(
    'invalid',
    `release ${wanted} is ${why}: start from release ${releases.current.number}, or restore release ${wanted}`,
  );
}
