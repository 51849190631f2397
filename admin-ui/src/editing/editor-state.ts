import type { ChangeRequest } from '../../../schemas/types/api.js';
import type { Done, Edit, EditConflict } from './edit.js';

/** What the pages show of the work on a change. */
export interface EditorState {
  /** The change request that edits go into; undefined until there is one. */
  readonly change: ChangeRequest | undefined;
  /** Whether it is known by now if there is one from before. */
  readonly ready: boolean;
  readonly waiting: readonly Edit[];
  readonly status: 'saved' | 'saving' | 'waiting';
  /** Why edits wait: the server is away, or one has to sign in again. */
  readonly obstacle: string | undefined;
  /** An edit that the server did not take, and why. */
  readonly rejection: { readonly what: string; readonly message: string } | undefined;
  readonly conflict: EditConflict | undefined;
  readonly undo: readonly Done[];
  readonly redo: readonly Done[];
}
