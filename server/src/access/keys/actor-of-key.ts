import { DomainError } from '../../domain-error.js';
import type { ApiKeyRow, PersonRow } from '../../store/tables.js';
import type { Actor } from '../actor.js';
import { isRole, permissionsOfRole, permissionsOfScopes } from '../permissions.js';
import { scopesOf } from './api-key.js';
import { keyName, makersOf } from './key-makers.js';

/** What decides whose a key is and what it may do. */
export interface KeyRows {
  readonly keys: readonly ApiKeyRow[];
  readonly people: readonly KeyMaker[];
}

/** What counts of a person that a key acts for. */
type KeyMaker = Pick<PersonRow, 'email' | 'role' | 'active'>;

/**
 * What a key may do: what its scopes say, and never more than the person it acts for.
 *
 * @returns why it has stopped working, when it was revoked or that person's account is deactivated
 */
export function actorOfKey(row: ApiKeyRow, { keys, people }: KeyRows): Actor | DomainError {
  if (row.revoked_at !== null) return new DomainError('sign_in_required', 'the API key is not known, or was revoked');
  const name = keyName(row.name);
  const makers = makersOf(
    keys.filter((other) => other.name !== row.name || other.id === row.id),
    name,
  );
  const persons = people.filter(({ email }) => makers.includes(email));
  const gone = persons.find(({ active }) => active === 0);
  if (gone !== undefined) {
    return new DomainError(
      'sign_in_required',
      `the API key ${row.name} acts for ${gone.email}, whose account is deactivated: ask an admin for a new key`,
    );
  }
  const scopes = scopesOf(row);
  let permissions = permissionsOfScopes(scopes);
  for (const { role } of persons) {
    const theirs = isRole(role) ? permissionsOfRole(role) : new Set();
    permissions = new Set([...permissions].filter((permission) => theirs.has(permission)));
  }
  const role = [scopes.join(', '), ...persons.map(({ email, role }) => `for ${email}, ${role}`)].join(' ');
  return { kind: 'key', name, role, permissions };
}
