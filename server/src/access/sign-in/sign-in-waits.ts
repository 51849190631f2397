import { DomainError } from '../../domain-error.js';

/** How often somebody may fail before they have to wait. */
const FREE = 5;
/** The longest wait, in milliseconds: a stranger who goes on failing holds an account up for no longer than this. */
const LONGEST = 60_000;
/** After so long without a failure, in milliseconds, all is forgotten. */
const MEMORY = 15 * 60_000;
/** How many accounts are remembered. */
const MOST = 20_000;
/** From how many addresses of its own an account is remembered. */
const MOST_ADDRESSES = 10;

interface Failures {
  count: number;
  /** Milliseconds since 1970. */
  last: number;
}

/**
 * Holds up sign-ins that fail for one account, wherever they come from: after five failures the next try has to wait for
 * a second, then for two, up to a minute. It counts accounts that do not exist as it does those that do, and looks at no
 * password while it waits, so it tells nobody which is which.
 *
 * Addresses from which the account has signed in are counted apart: a stranger who fails on purpose does not keep its
 * owner out.
 */
export class SignInWaits {
  readonly #clock: () => number;
  readonly #failures = new Map<string, Failures>();
  readonly #addresses = new Map<string, readonly string[]>();

  /** @param clock milliseconds since 1970 */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /**
   * Counts a try as failed until it is said to have succeeded, so that many at once are no way around.
   *
   * @throws DomainError too_many_requests, with the seconds to wait as `retry_after`
   */
  begin(email: string, address: string): void {
    const now = this.#clock();
    const key = this.#key(email, address);
    const known = this.#failures.get(key);
    const failures = known !== undefined && now - known.last < MEMORY ? known : { count: 0, last: 0 };
    const wait = failures.count < FREE ? 0 : Math.min(1_000 * 2 ** (failures.count - FREE), LONGEST);
    const left = failures.last + wait - now;
    if (left > 0) {
      const seconds = Math.ceil(left / 1_000);
      const again = seconds === 1 ? 'a second' : `${seconds} seconds`;
      throw new DomainError('too_many_requests', `too many sign-ins failed for this account: try again in ${again}`, {
        retry_after: seconds,
      });
    }
    remember(this.#failures, key, { count: failures.count + 1, last: now });
  }

  /** The try that has begun has signed in. */
  succeeded(email: string, address: string): void {
    this.#failures.delete(this.#key(email, address));
    const account = email.trim().toLowerCase();
    const others = (this.#addresses.get(account) ?? []).filter((one) => one !== address);
    remember(this.#addresses, account, [...others, address].slice(-MOST_ADDRESSES));
  }

  #key(email: string, address: string): string {
    const account = email.trim().toLowerCase().slice(0, 200);
    return this.#addresses.get(account)?.includes(address) ? `${account} ${address}` : account;
  }
}

/** Sets an entry as the newest, and forgets the oldest when there are too many. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}
