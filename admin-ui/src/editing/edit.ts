import type { ChangeRequest } from '../../../schemas/types/api.js';

/** What a cell is to hold: decimal digits, null where it is not offered, or `derived`: what rates give. */
export type CellPrice = string | null;
export const DERIVED = 'derived';

/** A cell of a printed table, by its place and by what people see of it, with its price before and after. */
export interface CellEdit {
  readonly table: number;
  readonly row: number;
  readonly column: number;
  /** The titles of table, row and column: how it is found again when places have moved. */
  readonly titles: readonly [table: string, row: string, column: string];
  readonly was: CellPrice;
  readonly price: CellPrice;
}

export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** One edit by one person, in one file. */
export type Edit = {
  /** Identifies it in the outbox. */
  readonly id: string;
  /** In words, such as `Seedream, 4x`. */
  readonly what: string;
  readonly file: string;
  /** The revision that it was made on; null on a release, before there was a change request. */
  readonly seen: number | null;
} & (
  | { readonly kind: 'cells'; readonly cells: readonly CellEdit[] }
  | { readonly kind: 'patch'; readonly operations: readonly PatchOperation[] }
  /** Null removes the file. */
  | { readonly kind: 'text'; readonly text: string | null }
);

/** An edit as pages make it; the editor adds the rest. */
export type NewEdit = Omit<Edit, 'id' | 'seen'> & { readonly seen?: number | null } & (
    | { readonly kind: 'cells'; readonly cells: readonly CellEdit[] }
    | { readonly kind: 'patch'; readonly operations: readonly PatchOperation[] }
    | { readonly kind: 'text'; readonly text: string | null }
  );

/** An edit that was made: the file's text at two revisions, so that it can be undone and done again. */
export interface Done {
  readonly what: string;
  readonly file: string;
  readonly before: number;
  readonly after: number;
}

/** Whose version is kept. */
export type ConflictSide = 'ours' | 'theirs';

/** A cell that two people have set. */
export interface CellConflict {
  readonly cell: CellEdit;
  /** Undefined if the cell no longer exists. */
  readonly theirs: CellPrice | undefined;
}

/** An edit of what somebody else changed first. Nothing is written until the conflict is resolved. */
export type EditConflict = { readonly edit: Edit; readonly latest: ChangeRequest } & (
  | { readonly kind: 'cells'; readonly conflicts: readonly CellConflict[]; readonly clear: readonly CellEdit[] }
  | { readonly kind: 'text'; readonly theirs: string | null; readonly yours: string | null }
);
