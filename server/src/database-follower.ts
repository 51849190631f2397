import type { Logger } from 'pino';
import type { DatabaseState } from './store/connection/database-watch.js';
import type { Store } from './store/store.js';

export type { DatabaseState };

/** How often a server looks whether another has published or made anything, in milliseconds. */
const INTERVAL = 500;
/** How often it tries whether a full database has room again, in milliseconds. */
const TRY_ROOM = 2_000;

/** Goes on taking notice of what is new in the database, and says when it is away or full, and when no longer. */
export class DatabaseFollower {
  readonly #store: Store;
  readonly #refresh: () => Promise<void>;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** Why the last look failed, where the database itself seemed well. */
  #failure: string | undefined;
  #said: DatabaseState['kind'] = 'ok';
  #roomTriedAt = 0;

  constructor(store: Store, refresh: () => Promise<void>, log: Logger) {
    this.#store = store;
    this.#refresh = refresh;
    this.#log = log;
  }

  get state(): DatabaseState {
    const { state } = this.#store;
    return state.kind === 'ok' && this.#failure !== undefined ? { kind: 'away', reason: this.#failure } : state;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      void this.#look().finally(() => {
        if (!this.#isStopped) this.start();
      });
    }, INTERVAL);
    this.#timer.unref();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      await this.#refresh();
      this.#failure = undefined;
      if (this.#store.state.kind === 'full') await this.#tryRoom();
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
    }
    this.#say(this.state);
  }

  async #tryRoom(): Promise<void> {
    const now = performance.now();
    if (now - this.#roomTriedAt < TRY_ROOM) return;
    this.#roomTriedAt = now;
    await this.#store.tryRoom();
  }

  #say(state: DatabaseState): void {
    if (state.kind === this.#said) return;
    const was = this.#said;
    this.#said = state.kind;
    switch (state.kind) {
      case 'ok':
        this.#log.info(was === 'full' ? 'the database has room again' : 'the database is back');
        return;
      case 'away':
        this.#log.error({ reason: state.reason }, 'the database is away: quotes go on, changes have to wait');
        return;
      case 'full':
        this.#log.error({ reason: state.reason }, 'the database is full: quotes go on, changes have to wait for room');
        return;
    }
  }
}
