import type { Actor } from '../access/actor.js';
import { type PatchOperation, type PatchOperationJson, readPatch } from '../editing/json-patch.js';
import { patchYaml } from '../editing/patch-yaml.js';
import { Refused } from '../refused.js';
import type { Queries } from '../store/store.js';
import type { ChangeRequest } from './change-request.js';
import type { Desk } from './desk.js';
import { acceptableFile } from './read-change-request.js';
import { onRevision, textAt, writeContent } from './write-change-request.js';

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
  return onRevision(
    desk,
    id,
    madeOn,
    (tx, request) =>
      writeContent(tx, desk, actor, request, { changes: [{ path, text }], action: 'change_request.edited' }),
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
  return onRevision(
    desk,
    id,
    madeOn,
    async (tx, request) => {
      await existing(tx, request, path);
      return writeContent(tx, desk, actor, request, {
        changes: [{ path, text: null }],
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
  const read = readPatch(patch);
  if (!read.ok) throw new Refused('invalid', read.fault.message, { pointer: `/${read.fault.index}` });
  return onRevision(
    desk,
    id,
    madeOn,
    async (tx, request) => {
      const text = patched(path, await existing(tx, request, path), read.value);
      return writeContent(tx, desk, actor, request, { changes: [{ path, text }], action: 'change_request.edited' });
    },
    async (db, request) => {
      // What the patch was meant to give: it is applied to the text that its author saw.
      const seen = request.revisions.some(({ revision }) => revision === madeOn)
        ? await textAt(db, request, path, madeOn)
        : undefined;
      const yours = seen === undefined ? null : patched(path, seen, read.value);
      return versions(path, yours, await textAt(db, request, path));
    },
  );
}

function patched(path: string, text: string, operations: readonly PatchOperation[]): string {
  const result = patchYaml({ path, text }, operations);
  if (result.ok) return acceptableFile(path, result.value).text;
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
