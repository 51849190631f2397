import { createHash } from 'node:crypto';
import type { AuditRow } from '../store/tables.js';

/** Everything that the log tells of. */
export const ACTIONS = [
  'price_book.imported',
  'change_request.created',
  'change_request.edited',
  'change_request.renamed',
  'change_request.rebased',
  'change_request.submitted',
  'change_request.approved',
  'change_request.changes_requested',
  'change_request.commented',
  'change_request.approvals_dismissed',
  'change_request.withdrawn',
  'release.published',
  'release.scheduled',
  'release.withdrawn',
  'session.signed_in',
  'session.sign_in_failed',
  'session.signed_out',
  'person.invited',
  'person.joined',
  'person.role_changed',
  'person.deactivated',
  'person.reactivated',
  'person.password_changed',
  'api_key.created',
  'api_key.revoked',
  'record.baseline',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What happened, as the code that did it records it in the log. */
export interface NewEvent {
  /** `ada@example.com`, `key:billing`, `command:root`, or `ratecard` itself. */
  readonly actor: string;
  readonly action: Action;
  readonly changeRequest?: number;
  readonly release?: number;
  /** Ids of the products that it is about. */
  readonly products?: readonly string[];
  /** Why, in the actor's words. */
  readonly reason?: string;
  /** Digests and what else belongs to the action. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** One event of the log. */
export interface AuditEvent {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly changeRequest: number | null;
  readonly release: number | null;
  readonly products: readonly string[];
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly previous: string;
  readonly hash: string;
}

/** What the first event has for the hash of the one before it. */
export const NO_EVENT = '0'.repeat(64);

/**
 * The hash of an event: SHA-256, in hex, over the JSON list of its columns in the order of the table, the hash of the
 * event before it being the last. So every event pins all that came before.
 */
export function hashOfEvent(row: Omit<AuditRow, 'hash'>): string {
  const columns = [
    row.seq,
    row.at,
    row.actor,
    row.action,
    row.change_request,
    row.release,
    row.products,
    row.reason,
    row.details,
    row.previous,
  ];
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex');
}

export function eventOf(row: AuditRow): AuditEvent {
  return {
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    action: row.action,
    changeRequest: row.change_request,
    release: row.release,
    products: row.products.split('|').filter((product) => product !== ''),
    reason: row.reason,
    details: JSON.parse(row.details),
    previous: row.previous,
    hash: row.hash,
  };
}
