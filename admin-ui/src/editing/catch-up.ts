import type { ChangeRequest } from '../../../schemas/types/api.js';
import type { ChangeApi } from './change-api.js';
import type { CellEdit, ConflictSide, Edit, EditConflict } from './edit.js';
import { findCells } from './find-cells.js';

/** What happens to an edit when somebody else changed the same file first. */
export type CaughtUp =
  /** It does not contradict theirs: this is sent instead. */
  | { readonly kind: 'again'; readonly edit: Edit; readonly latest: ChangeRequest }
  /** They made the same edit: nothing is left to send. */
  | { readonly kind: 'done'; readonly latest: ChangeRequest }
  | { readonly kind: 'conflict'; readonly conflict: EditConflict };

/**
 * Makes an edit on the version that others have made since, if the two do not overlap.
 *
 * @param yours what the edit would have made of the file, as the server says; null where it makes no text of it
 */
export async function catchUp(
  api: ChangeApi,
  change: ChangeRequest,
  edit: Edit,
  yours: string | null,
): Promise<CaughtUp> {
  const latest = await api.read(change.id);
  if (edit.kind === 'cells') {
    const found = findCells(await api.tables(change.id), edit.file, edit.cells);
    if (found.conflicts.length > 0) return { kind: 'conflict', conflict: { kind: 'cells', edit, latest, ...found } };
    if (found.clear.length === 0) return { kind: 'done', latest };
    return { kind: 'again', edit: { ...edit, cells: found.clear, seen: latest.revision }, latest };
  }
  const [seen, theirs = null] = await Promise.all(
    [edit.seen ?? change.revision, latest.revision].map((revision) => api.text(change.id, edit.file, revision)),
  );
  if ((seen ?? null) === theirs) return { kind: 'again', edit: { ...edit, seen: latest.revision }, latest };
  return { kind: 'conflict', conflict: { kind: 'text', edit, latest, theirs, yours } };
}

/**
 * What is left to be sent of an edit once its conflict is resolved.
 *
 * @param take for each cell in its order, or for the file, whose version it is to be
 */
export function resolvedEdit(conflict: EditConflict, take: readonly ConflictSide[]): Edit | undefined {
  const { edit, latest } = conflict;
  if (conflict.kind === 'text') {
    if (take[0] !== 'ours') return undefined;
    const { id, what, file } = edit;
    return { id, what, file, seen: latest.revision, kind: 'text', text: conflict.yours };
  }
  if (edit.kind !== 'cells') return undefined;
  const kept = conflict.conflicts
    .filter(({ theirs }, index) => take[index] === 'ours' && theirs !== undefined)
    .map(({ cell, theirs = null }): CellEdit => ({ ...cell, was: theirs }));
  const cells = [...conflict.clear, ...kept];
  return cells.length === 0 ? undefined : { ...edit, cells, seen: latest.revision };
}
