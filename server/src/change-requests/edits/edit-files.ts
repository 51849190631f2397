import { type Actor, may } from '../../access/actor.js';
import { requirePermission } from '../../access/require-permission.js';
import type { ReleaseContext } from '../../compiler/release-context.js';
import type { EditedFile, FileEditQuery, FileRewrite } from '../../compiler/tasks/edit-file.js';
import { DomainError } from '../../domain-error.js';
import { type PatchFault, type PatchOperationJson, readPatch } from '../../editing/json-patch.js';
import type { CellEdit } from '../../editing/set-prices.js';
import type { Queries } from '../../store/queries.js';
import type { ChangeRequest } from '../change-request.js';
import { readChangeRequest } from '../read-change-request.js';
import { removal } from './file-changes.js';
import { amountsOnly } from './require-amounts-only.js';
import { onRevision, requireOpen, staleness, textAt, writeContent } from './write-change-request.js';

/** Which file is edited, by whom, and in which change request. */
export interface FileEdit {
  readonly actor: Actor;
  /** The number of the change request. */
  readonly id: number;
  /** The revision that the author has seen. */
  readonly expectedRevision: number;
  /** Such as `rules/prices.yaml`. */
  readonly path: string;
}

/**
 * Replaces a file's text, or adds the file.
 *
 * @throws DomainError stale with both texts
 */
export async function putFile(
  context: ReleaseContext,
  edit: FileEdit,
  bytes: Uint8Array | string,
): Promise<ChangeRequest> {
  return rewriteFile(context, edit, { kind: 'text', text: bytes });
}

/** Removes a file, which the role of its author has to let them do. */
export async function removeFile(context: ReleaseContext, edit: FileEdit): Promise<ChangeRequest> {
  const { actor, id, expectedRevision, path } = edit;
  requirePermission(actor, 'edit_rules');
  return onRevision(
    context,
    id,
    expectedRevision,
    async (tx, request) => {
      await requireFile(tx, request, path);
      return writeContent(tx, context, actor, request, {
        changes: [removal(path)],
        action: 'change_request.edited',
      });
    },
    async (db, request) => versions(path, null, await textAt(db, request, path)),
  );
}

/**
 * Applies a JSON Patch (RFC 6902) to a file, editing just the nodes that it names.
 *
 * @throws DomainError invalid when an operation cannot be done, stale with both texts
 */
export async function patchFile(
  context: ReleaseContext,
  edit: FileEdit,
  patch: readonly PatchOperationJson[],
): Promise<ChangeRequest> {
  const operations = readPatch(patch);
  if (!operations.ok) throw impossible(operations.fault);
  return rewriteFile(context, edit, { kind: 'patch', operations: operations.value });
}

/**
 * Sets cells of a file's printed tables: see `setPrices`.
 *
 * @throws DomainError invalid when there is no such cell, stale with both texts
 */
export async function setFilePrices(
  context: ReleaseContext,
  edit: FileEdit,
  cells: readonly CellEdit[],
): Promise<ChangeRequest> {
  return rewriteFile(context, edit, { kind: 'cells', cells });
}

/** @returns the error for a part of a request that cannot be done, with a pointer to it */
function impossible({ index, message }: PatchFault, what = ''): DomainError {
  return new DomainError('invalid', `${what}${message}`, { pointer: `/${index}` });
}

/**
 * Edits the text that its author saw, in a thread and before the transaction: it never changes, and a large one takes a
 * while. The transaction then lets through that revision alone.
 */
async function rewriteFile(context: ReleaseContext, edit: FileEdit, by: FileRewrite): Promise<ChangeRequest> {
  const { actor, id, expectedRevision, path } = edit;
  const amountsEditor = !may(actor, 'edit_rules');
  const needsSeen = amountsEditor || by.kind !== 'text';
  const seen = needsSeen ? await seenBy(context, edit) : undefined;
  const written =
    by.kind !== 'text' && seen?.text === undefined
      ? undefined
      : await edited(context, { path, before: seen?.text, by, amountsOnly: amountsEditor });
  const yours = written?.text ?? null;
  if (amountsEditor && seen !== undefined && written !== undefined) {
    if (seen.request.revision !== expectedRevision) {
      throw staleness(seen.request, expectedRevision, versions(path, yours, seen.current));
    }
    requireOpen(seen.request);
    if (written.beyond !== undefined) throw amountsOnly(actor, { path, was: seen.text, text: yours }, written.beyond);
  }
  return onRevision(
    context,
    id,
    expectedRevision,
    async (tx, request) => {
      if (by.kind !== 'text') await requireFile(tx, request, path);
      const changes = [written === undefined ? removal(path) : { path, ...written }];
      return writeContent(tx, context, actor, request, { changes, action: 'change_request.edited' });
    },
    async (db, request) => versions(path, yours, await textAt(db, request, path)),
  );
}

/** A change request as it is, and the text of a file: the one that the author of an edit saw, and the current one. */
async function seenBy({ store }: ReleaseContext, { id, path, expectedRevision }: FileEdit) {
  return store.read(async (db) => {
    const request = await readChangeRequest(db, id);
    const current = await textAt(db, request, path);
    // A revision that a concurrent write is just making is none that its author could have seen.
    if (expectedRevision > request.revision) {
      throw staleness(request, expectedRevision, versions(path, null, current));
    }
    const text = expectedRevision === request.revision ? current : await textAt(db, request, path, expectedRevision);
    return { request, current, text };
  });
}

async function edited(context: ReleaseContext, asked: FileEditQuery): Promise<EditedFile> {
  const result = await context.releases.work.run('edit_file', asked);
  if (!result.ok) throw impossible(result.fault, asked.by.kind === 'patch' ? `operation ${result.fault.index}: ` : '');
  return result.value;
}

/** @throws DomainError not_found */
async function requireFile(db: Queries, request: ChangeRequest, path: string): Promise<void> {
  const text = await textAt(db, request, path);
  if (text === undefined) throw new DomainError('not_found', `change request ${request.id} has no file ${path}`);
}

function versions(path: string, yours: string | null, current: string | undefined): object {
  return { file: path, yours, current: current ?? null };
}
