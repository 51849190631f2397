import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Refused } from './refused.js';
import { Store, type StoreLocation } from './store/store.js';

/** How long to wait after the first attempt, and at most, in milliseconds. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;

/**
 * Opens the database, and waits for one that cannot be reached yet, as when a whole machine room starts at once.
 *
 * @throws Refused what no waiting changes: a wrong password, no such database, a database of a newer Ratecard
 */
export async function openStore(location: StoreLocation, log: Logger): Promise<Store> {
  const start = performance.now();
  for (let attempt = 1, wait = FIRST_WAIT; ; attempt++, wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      const store = await Store.open(location);
      if (attempt > 1) log.info({ attempt }, 'the database is there');
      return store;
    } catch (error) {
      if (!(error instanceof Refused) || error.details['passing'] !== true) throw error;
      const waited = Math.round((performance.now() - start) / 1000);
      log.warn(
        { attempt, waited_seconds: waited, reason: error.message },
        `the database cannot be reached: nothing is served yet; trying again in ${wait / 1000} s`,
      );
    }
    await delay(wait);
  }
}
