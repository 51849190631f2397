import { createHash } from 'node:crypto';
import { parseInstant } from '../book/model/instant.js';
import type { ReleaseRow, ReleaseWithdrawalRow } from '../store/tables.js';

/** Everything about a release but its book. Instants in milliseconds since 1970. */
export interface ReleaseHeader {
  readonly number: number;
  readonly digest: string;
  /** From when it is in force. */
  readonly effectiveAt: number;
  readonly publishedAt: number;
  readonly author: string;
  readonly approvers: readonly string[];
  readonly reason: string;
  /** Why it was published without the approvals that the policy asks for. */
  readonly emergency: string | undefined;
  readonly changeRequest: number | undefined;
  readonly base: number | undefined;
  /** Hash of the last audit event before it. */
  readonly logHead: string;
  /** A copy of it pins the release and the log before it. */
  readonly seal: string;
  /** That it was taken back before it came into force. */
  readonly withdrawn: { readonly at: number; readonly actor: string; readonly reason: string } | undefined;
  /** Why it is not served: the log does not tell of its publication, or of an approval. */
  readonly unrecorded: string | undefined;
  /** How the table of withdrawals differs from the log. */
  readonly withdrawalAltered: string | undefined;
}

export function headerOf(
  row: ReleaseRow,
  withdrawal: ReleaseWithdrawalRow | undefined,
  unrecorded: string | undefined,
  withdrawalAltered: string | undefined,
): ReleaseHeader {
  return {
    number: row.number,
    digest: row.digest,
    effectiveAt: instantOf(row.effective_at),
    publishedAt: instantOf(row.published_at),
    author: row.author,
    approvers: JSON.parse(row.approvers),
    reason: row.reason,
    emergency: row.emergency ?? undefined,
    changeRequest: row.change_request ?? undefined,
    base: row.base ?? undefined,
    logHead: row.log_head,
    seal: row.seal,
    withdrawn:
      withdrawal === undefined
        ? undefined
        : { at: instantOf(withdrawal.at), actor: withdrawal.actor, reason: withdrawal.reason },
    unrecorded,
    withdrawalAltered,
  };
}

/** SHA-256, in hex, over the JSON list of everything that a release states, the head of the log before it included. */
export function sealOf(row: Omit<ReleaseRow, 'seal'>): string {
  const columns = [
    row.number,
    row.digest,
    row.effective_at,
    row.published_at,
    row.author,
    row.approvers,
    row.reason,
    row.emergency,
    row.change_request,
    row.base,
    row.log_head,
  ];
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex');
}

function instantOf(text: string): number {
  const at = parseInstant(text);
  if (at === undefined) throw new Error(`the database holds an instant that is none: ${text}`);
  return at;
}
