import { type Actor, may } from '../access/actor.js';
import type { SourceFile } from '../book/source-file.js';
import { type PatchOperation, type PatchOperationJson, type PatchResult, readPatch } from '../editing/json-patch.js';
import type { CellEdit } from '../editing/set-prices.js';
import { Refused } from '../refused.js';
import type { Queries } from '../store/store.js';
import { acceptableFile } from './acceptable-file.js';
import type { ChangeRequest } from './change-request.js';
import type { Desk } from './desk.js';
import { type FileChange, nameProducts } from './file-changes.js';
import { readChangeRequest, sumsOf } from './read-change-request.js';
import { requireAmountsOnly } from './require-amounts-only.js';
import { demandOpen, onRevision, staleness, textAt, writeContent } from './write-change-request.js';

/**
 * Replaces a file's text, or adds the file.
 *
 * @param madeOn the revision that the author has seen
 * @throws Refused stale with both texts
 */
export async function putFile(
  desk: Desk,
  actor: Actor,
  id: number,
  madeOn: number,
  path: string,
  bytes: Uint8Array | string,
): Promise<ChangeRequest> {
  const { text } = acceptableFile(path, bytes);
  await requireMayEdit(desk, actor, id, madeOn, { path, text });
  const changes = await nameProducts(desk, [{ path, text }]);
  return onRevision(
    desk,
    id,
    madeOn,
    (tx, request) => writeContent(tx, desk, actor, request, { changes, action: 'change_request.edited' }),
    async (db, request) => versions(path, text, await textAt(db, request, path)),
  );
}

/** Removes a file. */
export async function removeFile(
  desk: Desk,
  actor: Actor,
  id: number,
  madeOn: number,
  path: string,
): Promise<ChangeRequest> {
  await requireMayEdit(desk, actor, id, madeOn, { path, text: null });
  return onRevision(
    desk,
    id,
    madeOn,
    async (tx, request) => {
      await existing(tx, request, path);
      return writeContent(tx, desk, actor, request, {
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
 * @throws Refused invalid when an operation cannot be done, stale with both texts
 */
export async function patchFile(
  desk: Desk,
  actor: Actor,
  id: number,
  madeOn: number,
  path: string,
  patch: readonly PatchOperationJson[],
): Promise<ChangeRequest> {
  const operations = demandDone(readPatch(patch));
  return rewriteFile(desk, actor, id, madeOn, path, async () => operations);
}

/**
 * Sets cells of a file's printed tables: see `setPrices`.
 *
 * @throws Refused invalid when there is no such cell, stale with both texts
 */
export async function setFilePrices(
  desk: Desk,
  actor: Actor,
  id: number,
  madeOn: number,
  path: string,
  cells: readonly CellEdit[],
): Promise<ChangeRequest> {
  return rewriteFile(desk, actor, id, madeOn, path, async (file) =>
    demandDone(await desk.releases.work.run('set_prices', { file, cells })),
  );
}

/** @throws Refused invalid with a pointer to the part of the request that cannot be done */
function demandDone<T>(result: PatchResult<T>): T {
  if (result.ok) return result.value;
  throw new Refused('invalid', result.fault.message, { pointer: `/${result.fault.index}` });
}

async function rewriteFile(
  desk: Desk,
  actor: Actor,
  id: number,
  madeOn: number,
  path: string,
  operationsOn: (seen: SourceFile) => Promise<readonly PatchOperation[]>,
): Promise<ChangeRequest> {
  // The text that its author saw is patched, before the transaction: it never changes, and a large one takes a while.
  const seen = await desk.store.read(async (db) => {
    const request = await readChangeRequest(db, id);
    // A revision that a concurrent write is just making is none that its author could have seen.
    if (madeOn > request.revision) {
      throw staleness(request, madeOn, versions(path, null, await textAt(db, request, path)));
    }
    return textAt(db, request, path, madeOn);
  });
  const file = { path, text: seen ?? '' };
  const text = seen === undefined ? null : await patched(desk, file, await operationsOn(file));
  if (text !== null) await requireMayEdit(desk, actor, id, madeOn, { path, text });
  const changes = text === null ? [] : await nameProducts(desk, [{ path, text }]);
  return onRevision(
    desk,
    id,
    madeOn,
    async (tx, request) => {
      await existing(tx, request, path);
      return writeContent(tx, desk, actor, request, { changes, action: 'change_request.edited' });
    },
    async (db, request) => versions(path, text, await textAt(db, request, path)),
  );
}

/**
 * Refuses an edit that its author may not make, judged on the revision that the author has seen: the transaction then
 * lets through that revision alone.
 */
async function requireMayEdit(desk: Desk, actor: Actor, id: number, madeOn: number, change: FileChange): Promise<void> {
  if (may(actor, 'edit_rules')) return;
  const { path, text } = change;
  const before = await desk.store.read(async (db) => {
    const request = await readChangeRequest(db, id);
    if (request.revision !== madeOn) {
      throw staleness(request, madeOn, versions(path, text, await textAt(db, request, path)));
    }
    demandOpen(request);
    return sumsOf(db, request);
  });
  await requireAmountsOnly(desk, actor, before, [change]);
}

async function patched(desk: Desk, file: SourceFile, operations: readonly PatchOperation[]): Promise<string> {
  const result = await desk.releases.work.run('patch', { file, operations });
  if (result.ok) return acceptableFile(file.path, result.value).text;
  throw new Refused('invalid', `operation ${result.fault.index}: ${result.fault.message}`, {
    pointer: `/${result.fault.index}`,
  });
}

async function existing(db: Queries, request: ChangeRequest, path: string): Promise<string> {
  const text = await textAt(db, request, path);
  if (text === undefined) throw new Refused('not_found', `change request ${request.id} has no file ${path}`);
  return text;
}

function versions(path: string, yours: string | null, current: string | undefined): object {
  return { file: path, yours, current: current ?? null };
}
