import type { Transaction } from 'kysely';
import { record } from '../../audit/record.js';
import { formatInstant } from '../../book/model/instant.js';
import { DomainError } from '../../domain-error.js';
import {
  countAdmins,
  deleteSessionsOf,
  deleteUnusedInvitations,
  insertInvitation,
  insertPerson,
  invitationByToken,
  lastPersonId,
  personByEmail,
  updatePerson,
  useInvitation,
} from '../../store/queries/people.js';
import type { InvitationRow, Tables } from '../../store/tables.js';
import type { AccessContext } from '../access-context.js';
import { type Role, requireRole } from '../permissions.js';
import { requireLine } from '../require-line.js';
import { hashOfSecret, newSecret } from '../secret.js';
import { requireAcceptablePassword } from '../sign-in/acceptable-password.js';
import { hashPassword } from '../sign-in/password.js';

const DAY = 86_400_000;
/** An invitation is good for a week; the link of the first admin for a day, and each start makes a new one. */
const LIFETIME = 7 * DAY;
const FIRST_LIFETIME = DAY;

/** What the link that makes the first admin needs; undefined once there is an admin. */
export async function inviteFirstAdmin({ store, clock }: AccessContext): Promise<string | undefined> {
  return store.mutation(async (tx) => {
    if ((await countAdmins(tx)) > 0) return undefined;
    await deleteUnusedInvitations(tx, null);
    return invite(tx, clock(), { by: 'ratecard', email: null, role: 'admin', lifetime: FIRST_LIFETIME });
  });
}

/**
 * Invites somebody, or gives a person who is known already a link to set a new password.
 *
 * @returns the secret of the link, which is not kept
 */
export async function invitePerson(
  { store, clock }: AccessContext,
  by: string,
  email: string,
  role: Role,
): Promise<string> {
  const address = acceptableEmail(email);
  return store.mutation(async (tx) => {
    await deleteUnusedInvitations(tx, address);
    return invite(tx, clock(), { by, email: address, role, lifetime: LIFETIME });
  });
}

interface Invitation {
  /** Who invites. */
  readonly by: string;
  /** Null: the person who follows the link states it. */
  readonly email: string | null;
  readonly role: Role;
  /** For how many milliseconds the link works. */
  readonly lifetime: number;
}

async function invite(
  tx: Transaction<Tables>,
  now: number,
  { by, email, role, lifetime }: Invitation,
): Promise<string> {
  const secret = newSecret();
  await insertInvitation(tx, {
    token_sha256: hashOfSecret(secret),
    email,
    role,
    created_at: formatInstant(now),
    created_by: by,
    expires_at: formatInstant(now + lifetime),
    used_at: null,
  });
  await record(tx, now, { actor: by, action: 'person.invited', details: { email, role } });
  return secret;
}

export interface Acceptance {
  readonly token: string;
  /** Wanted where the invitation names nobody. */
  readonly email?: string;
  readonly name: string;
  readonly password: string;
}

/**
 * Takes up an invitation, once. Somebody who is known already gets a new password by it, and their sessions end.
 *
 * @returns the e-mail address to sign in with
 * @throws DomainError link_used when it was used, replaced or is too old; invalid when the password will not do
 */
export async function acceptInvitation({ store, clock }: AccessContext, accepted: Acceptance): Promise<string> {
  const sha256 = hashOfSecret(accepted.token);
  const invited = usable(await store.read((db) => invitationByToken(db, sha256)), clock());
  requireAcceptablePassword(accepted.password, invited.email ?? accepted.email ?? '');
  const name = requireLine('name', accepted.name);
  const password = await hashPassword(accepted.password);
  return store.mutation(async (tx) => {
    const now = clock();
    const invitation = usable(await invitationByToken(tx, sha256), now);
    const role = requireRole(invitation.role);
    const email = invitation.email ?? acceptableEmail(accepted.email ?? '');
    const known = await personByEmail(tx, email);
    if (known !== undefined && invitation.email === null) {
      throw new DomainError('already_exists', `${email} is known already`, { pointer: '/email' });
    }
    await useInvitation(tx, sha256, formatInstant(now));
    if (known === undefined) {
      await addPerson(tx, now, { email, name, role, password });
    } else {
      await updatePerson(tx, known.id, { password, name });
      // Somebody who knew the old password may be signed in with it.
      const sessions_ended = await deleteSessionsOf(tx, known.id);
      const details = { person: known.id, email, name, sessions_ended };
      await record(tx, now, { actor: email, action: 'person.password_changed', details });
    }
    return email;
  });
}

/** @throws DomainError link_used */
function usable(invitation: InvitationRow | undefined, now: number): InvitationRow {
  if (invitation !== undefined && invitation.used_at === null && invitation.expires_at > formatInstant(now)) {
    return invitation;
  }
  throw new DomainError('link_used', 'this link was used, replaced by a newer one, or is too old: ask for another');
}

/** Adds a person, and says so in the log. */
export async function addPerson(
  tx: Transaction<Tables>,
  now: number,
  person: { readonly email: string; readonly name: string; readonly role: Role; readonly password: string | null },
): Promise<number> {
  const id = (await lastPersonId(tx)) + 1;
  await insertPerson(tx, { id, ...person, active: 1, created_at: formatInstant(now) });
  await record(tx, now, {
    actor: person.email,
    action: 'person.joined',
    details: { person: id, email: person.email, name: person.name, role: person.role },
  });
  return id;
}

/** @throws DomainError invalid */
export function acceptableEmail(text: string): string {
  const email = text.trim().toLowerCase();
  // A colon would let an address pass for a key's name in the log.
  if (/^[^\s@|:]{1,64}@[^\s@|]{1,190}$/.test(email)) return email;
  throw new DomainError('invalid', `\`${text.slice(0, 100)}\` is not an e-mail address`, { pointer: '/email' });
}
