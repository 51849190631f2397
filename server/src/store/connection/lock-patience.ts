import { setTimeout as delay } from 'node:timers/promises';
import type { QueryResult } from 'kysely';

/**
 * How long another process may keep this one from writing before it is told so, in milliseconds. A request over HTTP
 * then has an answer within 5 s.
 */
const MOST_WAITING = 3_500;

/**
 * Tries a query until no other process is in the way, without holding up this one. All who wait for the same process are
 * told at the same time, not one after another.
 */
export class LockPatience {
  readonly #mostWaiting: number;
  /** Since when another process has been in the way of writing, as `performance.now` has it. */
  #busySince: number | undefined;

  /** @param mostWaiting how long another process may keep this one from writing, in milliseconds */
  constructor(mostWaiting = MOST_WAITING) {
    this.#mostWaiting = mostWaiting;
  }

  /** @throws what SQLite says when the other process is still in the way at the end */
  async query<R>(run: () => QueryResult<R> | Promise<QueryResult<R>>): Promise<QueryResult<R>> {
    for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
      try {
        const result = await run();
        // Only what writes shows that writing is possible again.
        if (result.numAffectedRows !== undefined) this.#busySince = undefined;
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        const now = performance.now();
        this.#busySince ??= now;
        if (now > this.#busySince + this.#mostWaiting) throw error;
        await delay(wait);
      }
    }
  }
}

/** Whether SQLite says that another process holds the database. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
