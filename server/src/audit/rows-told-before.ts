import type { StatedRow, StatedTable } from '../store/record/stated-rows.js';
import type { AuditRow } from '../store/tables.js';

/** The tables of which older events told every row, if not every column. */
export const TOLD_WHOLE: readonly StatedTable[] = ['people', 'api_keys', 'release_withdrawals'];

/**
 * What an event tells of rows that was written before events stated rows: people and their roles, keys and their
 * scopes, and withdrawals of releases, without every column.
 */
export function rowsToldBefore(event: AuditRow): readonly (readonly [StatedTable, StatedRow])[] {
  // Old events are as the programs of their time wrote them.
  const details = JSON.parse(event.details) as Readonly<Record<string, string | number | null>>;
  const { person: id = null, key = null, email = null, role = null, to = null, name = null, scopes } = details;
  switch (event.action) {
    case 'person.joined':
      return [['people', { id, email, role, active: 1 }]];
    case 'person.role_changed':
      return [['people', { id, role: to }]];
    case 'person.deactivated':
      return [['people', { id, active: 0 }]];
    case 'person.reactivated':
      return [['people', { id, active: 1 }]];
    case 'api_key.created':
      return [['api_keys', { id: key, name, scopes: JSON.stringify(scopes) }]];
    case 'release.withdrawn':
      return [['release_withdrawals', { release: event.release, actor: event.actor, reason: event.reason }]];
    default:
      return [];
  }
}
