import { type Actor, may } from '../../access/actor.js';
import type { SourceFile } from '../../book/yaml/source-file.js';
import type { ReleaseContext } from '../../compiler/release-context.js';
import { DomainError } from '../../domain-error.js';
import { type PatchOperation, type PatchOperationJson, type PatchResult, readPatch } from '../../editing/json-patch.js';
import type { CellEdit } from '../../editing/set-prices.js';
import type { Queries } from '../../store/queries.js';
import type { ChangeRequest } from '../change-request.js';
import { readChangeRequest, sumsOf } from '../read-change-request.js';
import { acceptableFile } from './acceptable-file.js';
import { nameProducts } from './file-changes.js';
import { requireAmountsOnly } from './require-amounts-only.js';
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
  const { actor, id, expectedRevision, path } = edit;
  const { text } = acceptableFile(path, bytes);
  await requireMayEdit(context, edit, text);
  const changes = await nameProducts(context, [{ path, text }]);
  return onRevision(
    context,
    id,
    expectedRevision,
    (tx, request) => writeContent(tx, context, actor, request, { changes, action: 'change_request.edited' }),
    async (db, request) => versions(path, text, await textAt(db, request, path)),
  );
}

/** Removes a file. */
export async function removeFile(context: ReleaseContext, edit: FileEdit): Promise<ChangeRequest> {
  const { actor, id, expectedRevision, path } = edit;
  await requireMayEdit(context, edit, null);
  return onRevision(
    context,
    id,
    expectedRevision,
    async (tx, request) => {
      await existing(tx, request, path);
      return writeContent(tx, context, actor, request, {
        changes: [{ path, text: null, products: [] }],
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
  const operations = requireDone(readPatch(patch));
  return rewriteFile(context, edit, async () => operations);
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
  return rewriteFile(context, edit, async (file) =>
    requireDone(await context.releases.work.run('set_prices', { file, cells })),
  );
}

/** @throws DomainError invalid with a pointer to the part of the request that cannot be done */
function requireDone<T>(result: PatchResult<T>): T {
  if (result.ok) return result.value;
  throw new DomainError('invalid', result.fault.message, { pointer: `/${result.fault.index}` });
}

async function rewriteFile(
  context: ReleaseContext,
  edit: FileEdit,
  operationsOn: (seen: SourceFile) => Promise<readonly PatchOperation[]>,
): Promise<ChangeRequest> {
  const { actor, id, expectedRevision, path } = edit;
  // The text that its author saw is patched, before the transaction: it never changes, and a large one takes a while.
  const seen = await context.store.read(async (db) => {
    const request = await readChangeRequest(db, id);
    // A revision that a concurrent write is just making is none that its author could have seen.
    if (expectedRevision > request.revision) {
      throw staleness(request, expectedRevision, versions(path, null, await textAt(db, request, path)));
    }
    return textAt(db, request, path, expectedRevision);
  });
  const file = { path, text: seen ?? '' };
  const text = seen === undefined ? null : await patched(context, file, await operationsOn(file));
  if (text !== null) await requireMayEdit(context, edit, text);
  const changes = text === null ? [] : await nameProducts(context, [{ path, text }]);
  return onRevision(
    context,
    id,
    expectedRevision,
    async (tx, request) => {
      await existing(tx, request, path);
      return writeContent(tx, context, actor, request, { changes, action: 'change_request.edited' });
    },
    async (db, request) => versions(path, text, await textAt(db, request, path)),
  );
}

/**
 * Refuses an edit that its author may not make, judged on the revision that the author has seen: the transaction then
 * lets through that revision alone.
 */
async function requireMayEdit(context: ReleaseContext, edit: FileEdit, text: string | null): Promise<void> {
  const { actor, id, expectedRevision, path } = edit;
  if (may(actor, 'edit_rules')) return;
  const before = await context.store.read(async (db) => {
    const request = await readChangeRequest(db, id);
    if (request.revision !== expectedRevision) {
      throw staleness(request, expectedRevision, versions(path, text, await textAt(db, request, path)));
    }
    requireOpen(request);
    return sumsOf(db, request);
  });
  await requireAmountsOnly(context, actor, before, [{ path, text }]);
}

async function patched(
  context: ReleaseContext,
  file: SourceFile,
  operations: readonly PatchOperation[],
): Promise<string> {
  const result = await context.releases.work.run('patch', { file, operations });
  if (result.ok) return acceptableFile(file.path, result.value).text;
  throw new DomainError('invalid', `operation ${result.fault.index}: ${result.fault.message}`, {
    pointer: `/${result.fault.index}`,
  });
}

async function existing(db: Queries, request: ChangeRequest, path: string): Promise<string> {
  const text = await textAt(db, request, path);
  if (text === undefined) throw new DomainError('not_found', `change request ${request.id} has no file ${path}`);
  return text;
}

function versions(path: string, yours: string | null, current: string | undefined): object {
  return { file: path, yours, current: current ?? null };
}
