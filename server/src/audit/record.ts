import type { Transaction } from 'kysely';
import { formatInstant } from '../book/model/instant.js';
import {
  auditHead,
  insertAuditHead,
  insertAuditRow,
  lastAuditRow,
  updateAuditHead,
} from '../store/queries/audit-log.js';
import { type StatedRow, statedRows } from '../store/record/stated-rows.js';
import { takeWritten } from '../store/record/unrecorded-rows.js';
import type { AuditRow, Tables } from '../store/tables.js';
import { hashOfEvent, type NewEvent, NO_EVENT } from './audit-event.js';

/** How far the clocks of two servers may be apart, in milliseconds. */
const MOST_APART = 60_000;

/** Where the log ends. */
export interface LogEnd {
  readonly seq: number;
  readonly hash: string;
  /** The instant of the last event. It orders the log, and nothing else goes by it. */
  readonly at: string;
}

export async function logEnd(tx: Transaction<Tables>): Promise<LogEnd> {
  const [head, last] = [await auditHead(tx), await lastAuditRow(tx)];
  if (head?.seq !== last?.seq || head?.hash !== last?.hash) {
    throw new Error('the audit log does not end where it should: run `ratecard audit verify`');
  }
  return last ?? { seq: 0, hash: NO_EVENT, at: formatInstant(0) };
}

/**
 * Appends an event to the log, in the transaction of what it tells: both are there, or neither. The event states the
 * rows that the transaction has written since its last event, as they are now: `details.rows`, by table.
 *
 * @param now milliseconds since 1970
 * @returns where the log ends now
 */
export async function record(tx: Transaction<Tables>, now: number, happening: NewEvent): Promise<LogEnd> {
  const end = await logEnd(tx);
  const { actor, action, changeRequest = null, release = null, products = [], reason = '', details = {} } = happening;
  const row: Omit<AuditRow, 'hash'> = {
    seq: end.seq + 1,
    at: instantAfter(end, now),
    actor,
    action,
    change_request: changeRequest,
    release,
    products: products.length === 0 ? '' : `|${products.join('|')}|`,
    reason,
    details: JSON.stringify({ ...details, ...(await writtenRows(tx)) }),
    previous: end.hash,
  };
  const hash = hashOfEvent(row);
  await insertAuditRow(tx, { ...row, hash });
  await (end.seq === 0 ? insertAuditHead : updateAuditHead)(tx, row.seq, hash);
  return { seq: row.seq, hash, at: row.at };
}

/**
 * The instant of the next event. Times keep the order of the log between servers whose clocks are about the same; an
 * event stamped by a clock that was far ahead keeps its time to itself.
 */
function instantAfter({ at }: LogEnd, now: number): string {
  const instant = formatInstant(now);
  return instant < at && at <= formatInstant(now + MOST_APART) ? at : instant;
}

async function writtenRows(
  tx: Transaction<Tables>,
): Promise<{ readonly rows?: Readonly<Record<string, StatedRow[]>> }> {
  const rows: Record<string, StatedRow[]> = {};
  for (const [table, keys] of takeWritten(tx)) rows[table] = await statedRows(tx, table, [...keys.values()]);
  return Object.keys(rows).length === 0 ? {} : { rows };
}
