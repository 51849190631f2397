import type { ChangeRequest } from '../../../schemas/types/api.js';
import type { Done, Edit, EditConflict } from './edit.js';

/** The state of the work on a change, as the pages show it. */
export interface EditorState {
  /** The change request that edits go into; undefined until there is one. */
  readonly change: ChangeRequest | undefined;
  /** Whether it is known if there is a change request from an earlier visit. */
  readonly ready: boolean;
  readonly waiting: readonly Edit[];
  readonly status: 'saved' | 'saving' | 'waiting';
  /** Why edits wait: the server cannot be reached, or the person has to sign in again. */
  readonly obstacle: string | undefined;
  /** An edit that the server rejected, and why. */
  readonly rejection: { readonly what: string; readonly message: string } | undefined;
  readonly conflict: EditConflict | undefined;
  readonly undo: readonly Done[];
  readonly redo: readonly Done[];
}
