import { releaseEvents } from '../store/queries/audit-log.js';
import type { Queries } from '../store/queries.js';
import type { AuditRow, ReleaseRow, ReleaseWithdrawalRow } from '../store/tables.js';
import { sealOf } from './release-header.js';

/** What the log tells of the releases: their publications, the approvals of their contents, and their withdrawals. */
export interface ReleaseRecord {
  /** The seals that events of publication hold, by release. */
  readonly seals: ReadonlyMap<number, readonly string[]>;
  /** Who approved what: see `approvalKey`. */
  readonly approvals: ReadonlySet<string>;
  readonly withdrawals: ReadonlyMap<number, AuditRow>;
}

/**
 * Reads the events of releases, and no others.
 *
 * @param changeRequest approvals of this one, too, which is no release yet
 */
export async function readReleaseRecord(db: Queries, changeRequest?: number): Promise<ReleaseRecord> {
  const seals = new Map<number, string[]>();
  const approvals = new Set<string>();
  const withdrawals = new Map<number, AuditRow>();
  for (const event of await releaseEvents(db, changeRequest)) {
    if (event.action === 'release.withdrawn' && event.release !== null) withdrawals.set(event.release, event);
    const { seal, digest } = JSON.parse(event.details);
    if (event.action === 'change_request.approved')
      approvals.add(approvalKey(event.change_request, event.actor, digest));
    else if (event.release !== null && typeof seal === 'string') {
      seals.set(event.release, [...(seals.get(event.release) ?? []), seal]);
    }
  }
  return { seals, approvals, withdrawals };
}

function approvalKey(changeRequest: number | null, actor: string, digest: string): string {
  return JSON.stringify([changeRequest, actor, digest]);
}

/** Why a release must not be served, in a sentence; undefined when the log tells of its publication and approvals. */
export function whyUnrecorded(row: ReleaseRow, { seals, approvals }: ReleaseRecord): string | undefined {
  const told = seals.get(row.number) ?? [];
  if (told.length === 0) return `no event of the log tells that release ${row.number} was published`;
  if (sealOf(row) !== row.seal || !told.includes(row.seal)) {
    return `release ${row.number} is not what was published by the log: it was altered`;
  }
  const approvers: readonly string[] = JSON.parse(row.approvers);
  const missing = approvers.find((actor) => !approvals.has(approvalKey(row.change_request, actor, row.digest)));
  return missing === undefined
    ? undefined
    : `no event of the log tells that ${missing} approved what release ${row.number} contains`;
}

/** Whether the log tells that somebody approved a content of a change request. */
export function isApprovalRecorded(
  { approvals }: ReleaseRecord,
  changeRequest: number,
  actor: string,
  digest: string,
): boolean {
  return approvals.has(approvalKey(changeRequest, actor, digest));
}

/** A withdrawal, of which the log decides; and how the table differs from it, in a sentence. */
export function withdrawalOf(
  release: number,
  row: ReleaseWithdrawalRow | undefined,
  { withdrawals }: ReleaseRecord,
): { readonly withdrawal: ReleaseWithdrawalRow | undefined; readonly altered: string | undefined } {
  const event = withdrawals.get(release);
  if (event === undefined) {
    const altered = `no event of the log tells that release ${release} was withdrawn, as the table says: it counts`;
    return { withdrawal: undefined, altered: row === undefined ? undefined : altered };
  }
  const { actor, reason } = event;
  // Events of today state the row; older ones have its instant to within the clocks' difference.
  const [stated]: readonly { at: string }[] = JSON.parse(event.details).rows?.release_withdrawals ?? [];
  const withdrawal = { release, at: stated?.at ?? row?.at ?? event.at, actor, reason };
  const same = row?.actor === actor && row.reason === reason && row.at === withdrawal.at;
  const altered = `the withdrawal of release ${release} is not in its table as event ${event.seq} tells it: the log decides`;
  return { withdrawal, altered: same ? undefined : altered };
}
