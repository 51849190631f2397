import { isKeyName, makersOf } from '../access/keys/key-makers.js';
import type { Problem } from '../book/model/problem.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { DomainError } from '../domain-error.js';
import type { StoredBook } from '../releases/release.js';
import { sumsOfRelease } from '../releases/release-files.js';
import { allApiKeys } from '../store/queries/api-keys.js';
import {
  changeRequestRow,
  changeRequestRows,
  editRows,
  lastRequirement,
  reviewRows,
  revisionRows,
} from '../store/queries/change-requests.js';
import { deactivatedAmong } from '../store/queries/people.js';
import type { Queries } from '../store/queries.js';
import type { ChangeRequestRow, RequirementRow, ReviewRow } from '../store/tables.js';
import type { ChangeRequest, Requirement } from './change-request.js';

/** @throws DomainError not_found */
export async function readChangeRequest(db: Queries, id: number): Promise<ChangeRequest> {
  const row = await changeRequestRow(db, id);
  if (row === undefined) throw new DomainError('not_found', `there is no change request ${id}`);
  return complete(db, row);
}

/** The newest first. */
export async function listChangeRequests(
  context: ReleaseContext,
  filter: { readonly author?: string; readonly below?: number; readonly open?: boolean },
  limit: number,
): Promise<readonly ChangeRequest[]> {
  return context.store.read(async (db) => {
    const requests: ChangeRequest[] = [];
    for (const row of await changeRequestRows(db, filter, limit)) requests.push(await complete(db, row));
    return requests;
  });
}

async function complete(db: Queries, row: ChangeRequestRow): Promise<ChangeRequest> {
  const revisions = await revisionRows(db, row.id);
  const last = revisions.find(({ revision }) => revision === row.revision);
  if (last === undefined) throw new Error(`change request ${row.id} has no revision ${row.revision}`);
  const edits = await editRows(db, row.id, row.revision);
  const reviews = await reviewRows(db, row.id);
  return {
    id: row.id,
    author: row.author,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    stored: row.state,
    revision: row.revision,
    contentRevision: row.content_revision,
    title: last.title,
    description: last.description,
    base: last.base,
    digest: last.digest,
    release: row.release ?? undefined,
    edits: new Map(edits.map(({ path, sha256 }) => [path, sha256])),
    revisions,
    reviews,
    dismissedReviews: row.dismissed_reviews,
    keyMakers: await keyMakersOf(db, [row.author, ...revisions.map(({ actor }) => actor)]),
    deactivated: await deactivatedReviewers(db, reviews),
    requirement: requirementOf(await lastRequirement(db, row.id)),
  };
}

async function keyMakersOf(db: Queries, names: readonly string[]): Promise<ChangeRequest['keyMakers']> {
  const keyNames = [...new Set(names.filter(isKeyName))];
  if (keyNames.length === 0) return new Map();
  const keys = await allApiKeys(db);
  return new Map(keyNames.map((name) => [name, makersOf(keys, name)]));
}

async function deactivatedReviewers(db: Queries, reviews: readonly ReviewRow[]): Promise<ChangeRequest['deactivated']> {
  const people = await deactivatedAmong(db, [...new Set(reviews.map(({ actor }) => actor))]);
  return new Map(people.map(({ email, name }) => [email, name]));
}

function requirementOf(row: RequirementRow | undefined): Requirement | undefined {
  if (row === undefined) return undefined;
  return { revision: row.revision, approvals: row.approvals, reasons: JSON.parse(row.reasons) };
}

/** The SHA-256 of every text of the price book with the edits of one revision; the last when none is named. */
export async function sumsOf(
  db: Queries,
  request: ChangeRequest,
  revision = request.revision,
): Promise<ReadonlyMap<string, string>> {
  const named = request.revisions.find((one) => one.revision === revision);
  if (named === undefined) {
    throw new DomainError(
      'not_found',
      `change request ${request.id} has no revision ${revision}; the last is ${request.revision}`,
    );
  }
  const edits =
    revision === request.revision
      ? request.edits
      : new Map((await editRows(db, request.id, revision)).map(({ path, sha256 }) => [path, sha256]));
  return withEdits(await sumsOfRelease(db, named.base), edits);
}

export function withEdits(
  base: ReadonlyMap<string, string>,
  edits: ReadonlyMap<string, string | null>,
): ReadonlyMap<string, string> {
  const sums = new Map(base);
  for (const [path, sum] of edits) {
    if (sum === null) sums.delete(path);
    else sums.set(path, sum);
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The price book with the edits. */
export async function proposedBook(context: ReleaseContext, request: ChangeRequest): Promise<StoredBook> {
  const { digest } = request;
  const released = context.releases.headers.some((header) => header.digest === digest);
  return { digest, sums: await context.store.read((db) => sumsOf(db, request)), released };
}

/** Everything that is wrong with the price book with the edits. */
export async function problemsOf(context: ReleaseContext, request: ChangeRequest): Promise<readonly Problem[]> {
  return context.releases.work.find('problems', await proposedBook(context, request));
}
