import { DomainError } from '../domain-error.js';
import { type Actor, may } from './actor.js';
import { type Permission, WHO_MAY } from './permissions.js';

const IN_WORDS: Readonly<Record<Permission, string>> = {
  quote: 'ask for quotes',
  read: 'read the price book and its history',
  edit_amounts: 'propose changes',
  edit_rules: 'change rules and tables',
  review: 'approve changes',
  publish: 'publish',
  administer: 'administer people and keys, or publish without approval',
};

/**
 * The one place that decides whether somebody may do something.
 *
 * @throws DomainError sign_in_required when nobody has said who they are, forbidden when they may not
 */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  const what = IN_WORDS[permission];
  if (actor.kind === 'anonymous') {
    throw new DomainError('sign_in_required', `sign in, or send an API key (Authorization: Bearer ...), to ${what}`);
  }
  // What a key may do is decided by who makes it.
  const whom = actor.kind === 'person' ? WHO_MAY[permission] : WHO_MAY.administer;
  throw new DomainError('forbidden', `${actor.name} (${actor.role}) may not ${what}: ask ${whom}`);
}
