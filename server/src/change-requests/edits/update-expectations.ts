import { type Actor, may } from '../../access/actor.js';
import type { CheckResult } from '../../analysis/check/check-result.js';
import type { Expectation } from '../../book/model/check.js';
import type { ReleaseContext } from '../../compiler/release-context.js';
import { DomainError } from '../../domain-error.js';
import type { PatchOperationJson } from '../../editing/json-patch.js';
import { readPatch } from '../../editing/json-patch.js';
import { booksOf } from '../books-of-change.js';
import type { ChangeRequest } from '../change-request.js';
import { requireValid } from '../review-change-request.js';
import type { DescribedChange } from './file-changes.js';
import { amountsOnly } from './require-amounts-only.js';
import { onRevision, readOnRevision, textAt, writeContent } from './write-change-request.js';

/**
 * Writes the prices that a change request's book has into the expectations that it breaks: a price that
 * is meant to change gets its new expected price.
 *
 * @param expectedRevision the revision that its author has seen
 * @throws DomainError book_broken, nothing_changed when no expectation is broken, stale
 */
export async function updateExpectations(
  context: ReleaseContext,
  actor: Actor,
  id: number,
  expectedRevision: number,
): Promise<ChangeRequest> {
  const seen = await context.store.read((db) => readOnRevision(db, id, expectedRevision));
  const { before, after: proposed } = await booksOf(context, seen);
  const { work } = context.releases;
  const after = await requireValid(context, proposed);
  const results = await work.run('checks', { before: await work.valid(before), after, at: context.clock() });
  const changes: DescribedChange[] = [];
  for (const [path, operations] of operationsByFile(results)) {
    const before = (await context.store.read((db) => textAt(db, seen, path))) ?? '';
    const patch = readPatch(operations);
    if (!patch.ok) throw new Error(`${path}: ${patch.fault.message}`);
    const by = { kind: 'patch', operations: patch.value } as const;
    const edited = await work.run('edit_file', { path, before, by, amountsOnly: !may(actor, 'edit_rules') });
    if (!edited.ok) throw new Error(`${path}: ${edited.fault.message}`);
    const { beyond, ...described } = edited.value;
    if (beyond !== undefined) throw amountsOnly(actor, { path, was: before, text: described.text }, beyond);
    changes.push({ path, ...described });
  }
  if (changes.length === 0) {
    throw new DomainError(
      'nothing_changed',
      `change request ${id} contradicts no expected price, so there is none to update`,
    );
  }
  return onRevision(context, id, expectedRevision, async (tx, request) => {
    if (request.digest !== seen.digest) throw new Error('a revision has two contents');
    return writeContent(tx, context, actor, request, { changes, action: 'change_request.edited' });
  });
}

/** What to write where, by the file's path. */
function operationsByFile(results: readonly CheckResult[]): ReadonlyMap<string, readonly PatchOperationJson[]> {
  const places = new Map<string, number>();
  const operations = new Map<string, PatchOperationJson[]>();
  for (const result of results) {
    const { check } = result;
    if (check.kind !== 'expectation') continue;
    const path = check.source.file;
    // Expectations stand in the book in the order of their files, and of their lines in each.
    const place = places.get(path) ?? 0;
    places.set(path, place + 1);
    const own = operations.get(path) ?? [];
    own.push(...operationsFor(result, check, place));
    if (own.length > 0) operations.set(path, own);
  }
  return operations;
}

function* operationsFor(result: CheckResult, check: Expectation, place: number): Generator<PatchOperationJson> {
  if (result.outcome !== 'failed' || result.counterexample.actual === undefined) return;
  const { listPrice, total } = result.counterexample.actual;
  const pairs = [
    ['list_price', check.listPrice, listPrice],
    ['total', check.total, total],
  ] as const;
  for (const [key, expected, actual] of pairs) {
    if (expected === undefined || expected === actual) continue;
    yield { op: 'replace', path: `/expectations/${place}/${key}`, value: actual === null ? null : Number(actual) };
  }
}
