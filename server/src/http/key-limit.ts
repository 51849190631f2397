import type { ServerResponse } from 'node:http';
import type { Actor } from '../access/actor.js';
import { DomainError } from '../domain-error.js';

/** In milliseconds. */
const WINDOW = 60_000;

interface Window {
  /** Milliseconds since 1970. */
  until: number;
  left: number;
}

/**
 * How many requests a key may send in a minute, each server counting for itself. Answers carry the headers of the IETF's
 * draft 8, `RateLimit-Policy` and `RateLimit`, as express-rate-limit writes them; it stands before Express here, since
 * quotes do. It waits for nothing, and holds one window for each key.
 */
export class KeyLimit {
  readonly #limit: number;
  readonly #policy: string;
  readonly #clock: () => number;
  readonly #windows = new Map<string, Window>();

  /**
   * @param limit requests in a minute; 0: any number
   * @param clock milliseconds since 1970
   */
  constructor(limit: number, clock: () => number) {
    this.#limit = limit;
    this.#policy = `"api-key"; q=${limit}; w=${WINDOW / 1_000}`;
    this.#clock = clock;
  }

  /**
   * Counts a request, when a key sends it.
   *
   * @throws DomainError too_many_requests, with the seconds to wait as `retry_after`
   */
  take(actor: Actor, response: ServerResponse): void {
    if (actor.kind !== 'key' || this.#limit === 0) return;
    const now = this.#clock();
    let window = this.#windows.get(actor.name);
    // A clock that was set back begins another window, too.
    if (window === undefined || now >= window.until || now < window.until - WINDOW) {
      window = { until: now + WINDOW, left: this.#limit };
      this.#windows.set(actor.name, window);
    }
    const seconds = Math.ceil((window.until - now) / 1_000);
    const refused = window.left === 0;
    if (!refused) window.left -= 1;
    response.setHeader('RateLimit-Policy', this.#policy);
    response.setHeader('RateLimit', `"api-key"; r=${window.left}; t=${seconds}`);
    if (!refused) return;
    throw new DomainError(
      'too_many_requests',
      `the key ${actor.name.slice(4)} has sent its ${this.#limit} requests of this minute: go on in ${seconds} s, or send quotes in batches; an operator can set RATECARD_KEY_LIMIT`,
      { retry_after: seconds },
    );
  }
}
