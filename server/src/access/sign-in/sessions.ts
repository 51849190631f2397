import { record } from '../../audit/record.js';
import { formatInstant } from '../../book/model/instant.js';
import { faultOfLine } from '../../book/model/one-line.js';
import { DomainError } from '../../domain-error.js';
import {
  deleteSession,
  deleteSessionsExpiredBy,
  insertSession,
  personByEmail,
  sessionByToken,
} from '../../store/queries/people.js';
import type { AccessContext } from '../access-context.js';
import type { Actor } from '../actor.js';
import { acceptableEmail, addPerson } from '../people/invitations.js';
import { permissionsOfRole, type Role, requireRole } from '../permissions.js';
import { hashOfSecret, newSecret } from '../secret.js';
import { checkPassword } from './password.js';

/** How long a session lasts, in milliseconds. */
export const SESSION_LIFETIME = 7 * 86_400_000;

/** A session that has just begun. The token is known to the browser alone. */
export interface NewSession {
  readonly token: string;
  readonly email: string;
}

/**
 * Signs a person in by password.
 *
 * @param address where the request came from, for the log
 * @throws DomainError sign_in_failed, which does not tell whether there is such a person
 */
export async function signIn(
  context: AccessContext,
  email: string,
  password: string,
  address: string,
): Promise<NewSession> {
  const wanted = email.trim().toLowerCase().slice(0, 200);
  const person = await context.store.read((db) => personByEmail(db, wanted));
  const right = await checkPassword(password, person?.password ?? null);
  if (person === undefined || !right || person.active === 0) {
    await failed(context, wanted, 'password', address);
    throw new DomainError('sign_in_failed', 'the e-mail address or the password is wrong');
  }
  return begin(context, person.id, person.email, 'password', address);
}

/**
 * Signs a person in whom an OpenID provider vouches for. Somebody new gets a role, where one is set for newcomers.
 *
 * @throws DomainError sign_in_failed
 */
export async function signInVouched(
  context: AccessContext,
  vouched: { readonly email: string; readonly name: string },
  newcomers: Role | undefined,
  address: string,
): Promise<NewSession> {
  const email = acceptableEmail(vouched.email);
  const known = await context.store.read((db) => personByEmail(db, email));
  if (known?.active === 0 || (known === undefined && newcomers === undefined)) {
    await failed(context, email, 'openid', address);
    throw new DomainError('sign_in_failed', `${email} may not sign in here: ask an admin for an invitation`);
  }
  const id =
    known?.id ??
    (await context.store.mutation(async (tx) => {
      const person = await personByEmail(tx, email);
      if (person !== undefined) return person.id;
      return addPerson(tx, context.clock(), {
        email,
        name: faultOfLine(vouched.name) === undefined ? vouched.name : email,
        role: newcomers ?? 'viewer',
        password: null,
      });
    }));
  return begin(context, id, email, 'openid', address);
}

async function begin(
  { store, clock }: AccessContext,
  person: number,
  email: string,
  by: string,
  address: string,
): Promise<NewSession> {
  const token = newSecret();
  await store.mutation(async (tx) => {
    const now = clock();
    await deleteSessionsExpiredBy(tx, formatInstant(now));
    await insertSession(tx, {
      token_sha256: hashOfSecret(token),
      person,
      created_at: formatInstant(now),
      expires_at: formatInstant(now + SESSION_LIFETIME),
    });
    await record(tx, now, { actor: email, action: 'session.signed_in', details: { by, address } });
  });
  return { token, email };
}

async function failed({ store, clock }: AccessContext, email: string, by: string, address: string): Promise<void> {
  await store.mutation((tx) =>
    record(tx, clock(), { actor: 'anonymous', action: 'session.sign_in_failed', details: { email, by, address } }),
  );
}

export async function signOut({ store, clock }: AccessContext, token: string, actor: Actor): Promise<void> {
  await store.mutation(async (tx) => {
    await deleteSession(tx, hashOfSecret(token));
    await record(tx, clock(), { actor: actor.name, action: 'session.signed_out' });
  });
}

/** The person that the token of a session stands for; undefined when it is over, or its person is no longer active. */
export async function personOfSession({ store, clock }: AccessContext, token: string): Promise<Actor | undefined> {
  const session = await store.read((db) => sessionByToken(db, hashOfSecret(token)));
  if (session === undefined || session.active === 0 || session.expires_at <= formatInstant(clock())) return undefined;
  return {
    kind: 'person',
    name: session.email,
    role: session.role,
    permissions: permissionsOfRole(requireRole(session.role)),
  };
}
