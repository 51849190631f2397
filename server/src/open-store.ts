import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { DomainError } from './domain-error.js';
import type { Snapshot } from './snapshot/snapshot.js';
import { Store, type StoreLocation } from './store/store.js';

/** How long to wait after the first attempt, and at most, in milliseconds. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;

/** The database, or the way to it and what to answer quotes from until it can be reached. */
export interface OpenedStore {
  readonly store: Store;
  readonly snapshot?: Snapshot;
}

/**
 * Opens the database, and waits for one that cannot be reached yet, as when a whole machine room starts at once.
 *
 * @param snapshotOf asked once when it cannot be reached: what the server can start with instead
 * @throws DomainError what no waiting changes: a wrong password, no such database, a database of a newer Ratecard
 */
export async function openStore(
  location: StoreLocation,
  log: Logger,
  snapshotOf: () => Snapshot | undefined,
): Promise<OpenedStore> {
  const start = performance.now();
  for (let attempt = 1, wait = FIRST_WAIT; ; attempt++, wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      const store = await Store.open(location, true);
      if (attempt > 1) log.info({ attempt }, 'the database is there');
      return { store };
    } catch (error) {
      if (!(error instanceof DomainError) || error.details['passing'] !== true) throw error;
      const snapshot = attempt === 1 ? snapshotOf() : undefined;
      if (snapshot !== undefined) return { store: Store.connect(location, { forServing: true }), snapshot };
      const waited = Math.round((performance.now() - start) / 1000);
      log.warn(
        { attempt, waited_seconds: waited, reason: error.message },
        `the database cannot be reached: nothing is served yet; trying again in ${wait / 1000} s`,
      );
    }
    await delay(wait);
  }
}
