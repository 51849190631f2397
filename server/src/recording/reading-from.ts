import { countsOfHours } from '../store/queries/recorded-quotes.js';
import { readingConnection, type StoreLocation } from '../store/store.js';
import type { ReadCounts } from './replay.js';

/**
 * Does work that reads recorded quotes, over a connection of its own: reading a month of them takes too long for the
 * thread that answers quotes. The connection is made when something is read, and closed in the end.
 */
export async function readingFrom<T>(location: StoreLocation, work: (read: ReadCounts) => Promise<T>): Promise<T> {
  let db: ReturnType<typeof readingConnection> | undefined;
  try {
    return await work((wanted) => {
      db ??= readingConnection(location);
      return countsOfHours(db, wanted);
    });
  } finally {
    await db?.destroy();
  }
}
