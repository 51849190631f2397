import { allReleases, allWithdrawals } from '../store/queries/releases.js';
import type { Queries } from '../store/queries.js';
import { headerOf, type ReleaseHeader } from './release-header.js';
import { readReleaseRecord, whyUnrecorded, withdrawalOf } from './release-record.js';

/** All releases without their books, in the order of their numbers; the log decides what counts. */
export async function readHeaders(db: Queries): Promise<readonly ReleaseHeader[]> {
  const withdrawals = new Map((await allWithdrawals(db)).map((row) => [row.release, row]));
  const rows = await allReleases(db);
  // Read last: an event that is written meanwhile may tell more than the tables, never less.
  const record = await readReleaseRecord(db);
  return rows.map((row) => {
    const { withdrawal, altered } = withdrawalOf(row.number, withdrawals.get(row.number), record);
    return headerOf(row, withdrawal, whyUnrecorded(row, record), altered);
  });
}
