import { formatInstant } from '../../book/model/instant.js';
import { updateLastUse } from '../../store/queries/api-keys.js';
import type { AccessContext } from '../access-context.js';

/** How often it is written that a key was used, in milliseconds. */
const INTERVAL = 60_000;

/** When keys were used last, on its way to the database: quotes do not wait for it. */
export class KeyUses {
  readonly #context: AccessContext;
  /** By the ids of keys, in milliseconds since 1970. */
  readonly #uses = new Map<number, number>();
  #writtenAt = 0;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /** @param at milliseconds since 1970 */
  note(key: number, at: number): void {
    this.#uses.set(key, at);
  }

  /** Writes what was noted, at most once a minute. */
  async write(): Promise<void> {
    const { store, clock } = this.#context;
    if (this.#uses.size === 0 || Math.abs(clock() - this.#writtenAt) < INTERVAL) return;
    const uses = [...this.#uses];
    this.#uses.clear();
    this.#writtenAt = clock();
    await store.mutation(async (tx) => {
      for (const [id, at] of uses) await updateLastUse(tx, id, formatInstant(at));
    });
  }
}
