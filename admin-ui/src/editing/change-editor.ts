import type { ChangeRequest } from '../../../schemas/types/api.js';
import { isPassing, messageOf, Problem } from '../api/problem.js';
import { catchUp, resolvedEdit } from './catch-up.js';
import type { ChangeApi } from './change-api.js';
import type { ConflictSide, Done, Edit, NewEdit } from './edit.js';
import type { EditorState } from './editor-state.js';
import { isOpen } from './is-open.js';
import type { Outbox } from './outbox.js';

/** How long to wait before trying again, in milliseconds: longer each time. */
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * Takes edits and brings them to the server, one after another, each on the revision that its author has seen. An edit is
 * kept in the browser from when it is made until the server has it. The first one starts a change request.
 */
export class ChangeEditor {
  readonly #api: ChangeApi;
  readonly #outbox: Outbox;
  readonly #titleOfNew: () => string;
  readonly #listeners = new Set<() => void>();
  #state: EditorState;
  /** Revisions that this editor has made itself: an edit made on one of them is up to date with the next. */
  readonly #own = new Set<number>();
  /** The change request that was being worked on when the page was left, until it has been read again. */
  #kept: number | null;
  #running = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: ChangeApi, outbox: Outbox, titleOfNew: () => string) {
    this.#api = api;
    this.#outbox = outbox;
    this.#titleOfNew = titleOfNew;
    const { change, waiting, undo, redo } = outbox.read();
    this.#kept = change;
    this.#state = {
      change: undefined,
      ready: change === null,
      waiting,
      status: waiting.length === 0 ? 'saved' : 'saving',
      obstacle: undefined,
      rejection: undefined,
      conflict: undefined,
      undo,
      redo,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): EditorState => this.#state;

  /** Continues with the change request that was open when the page was left. */
  async resume(): Promise<void> {
    try {
      await this.#takeUp();
      this.#set({ obstacle: undefined });
    } catch (error) {
      this.#set({ obstacle: messageOf(error), status: 'waiting' });
    }
    await this.flush();
  }

  async #takeUp(): Promise<ChangeRequest | undefined> {
    const kept = this.#kept;
    if (kept === null) return undefined;
    const found = await this.#api.read(kept).catch((error: unknown) => {
      if (error instanceof Problem && error.status === 404) return undefined;
      throw error;
    });
    // Another change request may have been opened meanwhile.
    if (this.#kept !== kept) return this.#state.change;
    this.#kept = null;
    if (found !== undefined && isOpen(found)) this.#set({ change: found, ready: true });
    else this.#leave();
    return this.#state.change;
  }

  /**
   * Works on another change request from now on; on none if it is undefined.
   *
   * @returns whether this was possible: edits that wait belong to the change request that was open before
   */
  open(change: ChangeRequest | undefined): boolean {
    if (change?.id === this.#state.change?.id) {
      this.#set({ change });
      return true;
    }
    if (this.#state.waiting.length > 0) return false;
    this.#kept = null;
    this.#own.clear();
    this.#set({ change, ready: true, undo: [], redo: [], rejection: undefined, conflict: undefined });
    return true;
  }

  /** Reads the change request again, since others may have edited it. */
  async refresh(): Promise<void> {
    const { change, waiting } = this.#state;
    if (change === undefined || waiting.length > 0 || this.#running) return;
    const latest = await this.#api.read(change.id).catch(() => undefined);
    if (latest === undefined || this.#state.change?.id !== latest.id || this.#state.waiting.length > 0) return;
    if (!isOpen(latest)) this.#leave();
    else if (latest.updated_at !== this.#state.change.updated_at) this.#set({ change: latest });
  }

  edit(edit: NewEdit): void {
    const seen = edit.seen === undefined ? (this.#state.change?.revision ?? null) : edit.seen;
    const made: Edit = { ...edit, id: newId(), seen };
    this.#set({ waiting: [...this.#state.waiting, made], status: 'saving', rejection: undefined });
    void this.flush();
  }

  dismissRejection(): void {
    this.#set({ rejection: undefined });
  }

  async undo(): Promise<void> {
    const last = this.#state.undo.at(-1);
    if (last === undefined) return;
    await this.#restore(last, (done) => ({
      undo: this.#state.undo.slice(0, -1),
      redo: [...this.#state.redo, done],
    }));
  }

  async redo(): Promise<void> {
    const last = this.#state.redo.at(-1);
    if (last === undefined) return;
    await this.#restore(last, (done) => ({
      redo: this.#state.redo.slice(0, -1),
      undo: [...this.#state.undo, done],
    }));
  }

  /** Resolves a conflict: whose version is kept, for each cell in its order or for the file. */
  resolve(take: readonly ConflictSide[]): void {
    const { conflict, waiting } = this.#state;
    if (conflict === undefined) return;
    const rest = waiting.filter(({ id }) => id !== conflict.edit.id);
    const left = resolvedEdit(conflict, take);
    const next = left === undefined ? rest : [left, ...rest];
    const status = next.length > 0 ? 'saving' : 'saved';
    this.#set({ change: conflict.latest, conflict: undefined, waiting: next, status });
    void this.flush();
  }

  /** Sends the edits that wait to the server. Returns when none waits any more, or one cannot be sent. */
  async flush(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    clearTimeout(this.#timer);
    try {
      while (this.#state.waiting.length > 0 && this.#state.conflict === undefined) {
        const [edit] = this.#state.waiting;
        if (edit === undefined || !(await this.#send(edit))) return;
      }
    } finally {
      this.#running = false;
    }
  }

  /** Whether the next one can be sent. */
  async #send(edit: Edit): Promise<boolean> {
    this.#set({ status: 'saving' });
    try {
      const change = this.#state.change ?? (await this.#start());
      const revision = this.#revisionFor(edit, change);
      const after = await this.#api.apply(change.id, revision, edit);
      this.#own.add(after.revision);
      const done: Done = { what: edit.what, file: edit.file, before: revision, after: after.revision };
      this.#finish(edit, after, after.revision === revision ? {} : { undo: [...this.#state.undo, done], redo: [] });
      return true;
    } catch (error) {
      return this.#failed(edit, error);
    }
  }

  async #start(): Promise<ChangeRequest> {
    const known = await this.#takeUp();
    if (known !== undefined) return known;
    const change = await this.#api.create(this.#titleOfNew());
    this.#own.clear();
    this.#own.add(change.revision);
    this.#set({ change });
    return change;
  }

  /** The revision that an edit is made on: the last one, if all since the one that was seen are our own. */
  #revisionFor({ seen }: Edit, change: ChangeRequest): number {
    if (seen === null) return change.revision;
    for (let revision = seen + 1; revision <= change.revision; revision++) if (!this.#own.has(revision)) return seen;
    return change.revision;
  }

  #finish(edit: Edit, change: ChangeRequest, more: Partial<EditorState> = {}): void {
    const waiting = this.#state.waiting.filter(({ id }) => id !== edit.id);
    this.#failures = 0;
    this.#set({ change, waiting, obstacle: undefined, status: waiting.length > 0 ? 'saving' : 'saved', ...more });
  }

  async #failed(edit: Edit, error: unknown): Promise<boolean> {
    const signedOut = error instanceof Problem && error.code === 'sign_in_required';
    if (isPassing(error) || signedOut) {
      const obstacle = signedOut
        ? 'You have been signed out: sign in again, and your edits are saved.'
        : messageOf(error);
      this.#set({ status: 'waiting', obstacle });
      const pause = PAUSES[Math.min(this.#failures++, PAUSES.length - 1)] ?? 1_000;
      this.#timer = setTimeout(() => void this.flush(), pause);
      return false;
    }
    if (error instanceof Problem && error.code === 'stale') {
      try {
        return await this.#catchUp(edit, error);
      } catch (again) {
        return this.#failed(edit, again);
      }
    }
    const { change } = this.#state;
    const waiting = this.#state.waiting.filter(({ id }) => id !== edit.id);
    const rejection = { what: edit.what, message: messageOf(error) };
    this.#set({ change, waiting, rejection, obstacle: undefined, status: waiting.length > 0 ? 'saving' : 'saved' });
    return true;
  }

  /** Somebody else changed this first: makes the edit on their version, if the two changes do not overlap. */
  async #catchUp(edit: Edit, { more }: Problem): Promise<boolean> {
    const { change } = this.#state;
    if (change === undefined) throw new Error('nothing can be stale that has not been started');
    const yours = typeof more['yours'] === 'string' ? more['yours'] : null;
    const caught = await catchUp(this.#api, change, edit, yours);
    if (caught.kind === 'conflict') {
      this.#set({ conflict: caught.conflict });
      return false;
    }
    if (caught.kind === 'done') this.#finish(edit, caught.latest);
    else {
      // More edits may have been made meanwhile.
      const waiting = this.#state.waiting.map((one) => (one.id === edit.id ? caught.edit : one));
      this.#set({ change: caught.latest, waiting });
    }
    return true;
  }

  /** Restores the text that a file had before an edit, unless it has been edited since. */
  async #restore(done: Done, keep: (done: Done) => Partial<EditorState>): Promise<void> {
    const { change } = this.#state;
    if (change === undefined || this.#state.waiting.length > 0 || this.#running) return;
    this.#running = true;
    this.#set({ status: 'saving' });
    const { file, what, before, after: edited } = done;
    try {
      const [is, was, current] = await Promise.all(
        [edited, before, change.revision].map((revision) => this.#api.text(change.id, file, revision)),
      );
      if (is !== current) {
        throw new Error('somebody has edited the file since, and that would be lost');
      }
      const edit: Edit = { id: '', what, file, seen: change.revision, kind: 'text', text: was ?? null };
      const after = await this.#api.apply(change.id, change.revision, edit);
      this.#own.add(after.revision);
      const reverse = { what, file, before: change.revision, after: after.revision };
      this.#set({ change: after, status: 'saved', rejection: undefined, ...keep(reverse) });
    } catch (error) {
      this.#set({ status: 'saved', rejection: { what: `Undo of ${what}`, message: messageOf(error) } });
    } finally {
      this.#running = false;
    }
    await this.flush();
  }

  #leave(): void {
    this.#kept = null;
    this.#own.clear();
    this.#set({ change: undefined, ready: true, undo: [], redo: [] });
  }

  #set(next: Partial<EditorState>): void {
    this.#state = { ...this.#state, ...next };
    const { change, waiting, undo, redo } = this.#state;
    const kept = this.#outbox.write({ change: change?.id ?? this.#kept, waiting, undo, redo });
    if (!kept && waiting.length > 0) {
      this.#state = {
        ...this.#state,
        obstacle: 'This browser keeps nothing: do not leave the page before it is saved.',
      };
    }
    for (const listener of this.#listeners) listener();
  }
}

/** An id for an edit. `crypto.randomUUID` exists only on HTTPS, and the id must be unique only in this browser. */
function newId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}
