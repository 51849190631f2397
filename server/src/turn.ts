import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long work on a server's own thread goes on at once, in milliseconds. */
const MOST_AT_ONCE = 5;

/** A turn of the thread that answers quotes. Long work asks whether it is over, and then lets others have theirs. */
export class Turn {
  #start = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#start > MOST_AT_ONCE;
  }

  /** Lets everybody who waits go first. */
  async next(): Promise<void> {
    await nextTurn();
    this.#start = performance.now();
  }
}
