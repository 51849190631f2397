import type { Done, Edit } from './edit.js';

/** What is kept in the browser, so that a reload, a crash or a lost connection loses nothing that was typed. */
export interface Kept {
  /** The change request that is being worked on. */
  readonly change: number | null;
  /** Edits that the server has not taken yet, the oldest first. */
  readonly waiting: readonly Edit[];
  readonly undo: readonly Done[];
  readonly redo: readonly Done[];
}

const NOTHING: Kept = { change: null, waiting: [], undo: [], redo: [] };

/** The part of `localStorage` that is needed here. */
export interface KeyValues {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Keeps what one person is working on. */
export class Outbox {
  readonly #storage: KeyValues;
  readonly #key: string;

  constructor(storage: KeyValues, person: string) {
    this.#storage = storage;
    this.#key = `ratecard.work.${person}`;
  }

  read(): Kept {
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(this.#key) ?? 'null');
      // Only this class writes it.
      return kept === null ? NOTHING : { ...NOTHING, ...(kept as Partial<Kept>) };
    } catch {
      return NOTHING;
    }
  }

  /** Whether it could be kept: the storage of a browser may be full or forbidden. */
  write(kept: Kept): boolean {
    try {
      this.#storage.setItem(this.#key, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  }
}
