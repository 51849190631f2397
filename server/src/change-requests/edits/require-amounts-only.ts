import { type Actor, may } from '../../access/actor.js';
import type { ReleaseContext } from '../../compiler/release-context.js';
import { DomainError } from '../../domain-error.js';
import { textsOf } from '../../store/queries/rule-set-texts.js';
import type { FileChange } from './file-changes.js';

/**
 * Refuses changes of more than amounts by somebody who may change no more. Both versions of each file are read as YAML,
 * in a thread, so this comes before the transaction that writes the changes.
 *
 * @param before the SHA-256 of every text, by path, of the revision or the release that the changes are made to
 * @throws DomainError amounts_only at the first place that is more than an amount
 */
export async function requireAmountsOnly(
  { store, releases }: ReleaseContext,
  actor: Actor,
  before: ReadonlyMap<string, string>,
  changes: readonly FileChange[],
): Promise<void> {
  if (may(actor, 'edit_rules')) return;
  const sums = changes.flatMap(({ path }) => before.get(path) ?? []);
  const texts = await store.read((db) => textsOf(db, sums));
  for (const { path, text } of changes) {
    const was = texts.get(before.get(path) ?? '');
    if (was === undefined && text === null) continue;
    const beyond =
      was === undefined || text === null
        ? ''
        : await releases.work.run('beyond_amounts', { path, before: was, after: text });
    if (beyond !== undefined) throw amountsOnly(actor, { path, was, text }, beyond);
  }
}

/**
 * The error for a change of more than amounts.
 *
 * @param beyond the first such place in the file; empty for the whole of it
 */
export function amountsOnly(
  actor: Actor,
  { path, was, text }: { readonly path: string; readonly was: string | undefined; readonly text: string | null },
  beyond: string,
): DomainError {
  const where =
    was === undefined ? 'is a new file' : text === null ? 'is removed' : `changes at ${beyond || 'its root'}`;
  const message = `${actor.name} (${actor.role}) may change amounts only: ${path} ${where}`;
  return new DomainError('amounts_only', message, { file: path, path: beyond });
}
