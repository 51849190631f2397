import { type Verification, verifyLog } from '../audit/verify-log.js';
import type { Store } from '../store/store.js';
import { digestOfSums, sha256Of } from './release.js';
import { sealOf } from './release-header.js';

/**
 * Verifies the audit log and all releases.
 *
 * @param pins hashes of events, or seals of releases, that were copied elsewhere
 */
export async function verifyRecord(store: Store, pins: readonly string[] = []): Promise<Verification> {
  return verifyLog(store, { textHash: sha256Of, digest: digestOfSums, seal: sealOf }, pins);
}
