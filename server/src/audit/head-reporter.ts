import { auditHead } from '../store/queries/audit-log.js';
import type { Store } from '../store/store.js';

/** How often the head is written at least, in milliseconds. */
const INTERVAL = 3_600_000;

/** What of a logger is needed here. */
interface Log {
  info(details: object, message: string): void;
}

/**
 * Writes the head of the audit log to the process log: at the start, on every release, and once an hour. Where the
 * process log is kept elsewhere, a tail that was cut from the audit log shows: its head is no longer found.
 */
export class HeadReporter {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #log: Log;
  #releases = -1;
  #at = 0;

  constructor(store: Store, clock: () => number, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Writes the head when it is time.
   *
   * @param releases how many there are
   */
  async report(releases: number): Promise<void> {
    const now = this.#clock();
    if (releases === this.#releases && now < this.#at + INTERVAL) return;
    const head = await this.#store.read(auditHead);
    if (head === undefined) return;
    this.#log.info({ event: head.seq, head: head.hash, releases }, 'the head of the audit log');
    this.#releases = releases;
    this.#at = now;
  }
}
