import { allReleases, allWithdrawals } from '../store/releases.js';
import type { Queries } from '../store/store.js';
import { headerOf, type ReleaseHeader } from './release-header.js';

/** All releases without their books, in the order of their numbers. */
export async function readHeaders(db: Queries): Promise<readonly ReleaseHeader[]> {
  const withdrawals = new Map((await allWithdrawals(db)).map((row) => [row.release, row]));
  return (await allReleases(db)).map((row) => headerOf(row, withdrawals.get(row.number)));
}
