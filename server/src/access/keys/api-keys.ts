import { record } from '../../audit/record.js';
import { formatInstant, parseInstant } from '../../book/model/instant.js';
import { DomainError } from '../../domain-error.js';
import { allApiKeys, apiKeyById, insertApiKey, revokeApiKeyRow } from '../../store/queries/api-keys.js';
import type { ApiKeyRow } from '../../store/tables.js';
import type { AccessContext } from '../access-context.js';
import type { Actor } from '../actor.js';
import type { Scope } from '../permissions.js';
import { hashOfSecret, newSecret } from '../secret.js';
import { type ApiKey, apiKeyOf } from './api-key.js';
import { BOOTSTRAP_NAME } from './bootstrap-key.js';

/** By it a key that has leaked is known for what it is. */
const MARK = 'rck_';
const SHOWN = 12;
const NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/;

/** What somebody says of a key that they make. */
export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** What it is for. */
  readonly note?: string;
  /** An instant with its zone, from which on it is refused; null or absent: never. */
  readonly expires_at?: string | null;
}

/**
 * Makes a key. This is the only time that the key itself is seen.
 *
 * @throws DomainError taken, invalid for an expiry that is no instant to come
 */
export async function createApiKey(
  { store, clock }: AccessContext,
  actor: Actor,
  { name, scopes, note = '', expires_at = null }: NewApiKey,
): Promise<{ readonly key: string; readonly apiKey: ApiKey }> {
  const key = MARK + newSecret();
  if (!NAME.test(name)) {
    throw new DomainError(
      'invalid',
      `${JSON.stringify(name.slice(0, 60))} is no name for a key: write up to 60 letters, digits, spaces and . _ -, such as checkout`,
      { pointer: '/name' },
    );
  }
  const expiresAt = expires_at === null ? null : instantToCome(expires_at, clock());
  if (name === BOOTSTRAP_NAME) {
    throw new DomainError('already_exists', `${name} is the key of RATECARD_BOOTSTRAP_KEY_FILE: choose another name`, {
      pointer: '/name',
    });
  }
  const row = await store.mutation(async (tx) => {
    const keys = await allApiKeys(tx);
    const now = formatInstant(clock());
    const working = keys.filter((one) => one.revoked_at === null && (one.expires_at === null || one.expires_at > now));
    if (working.some((one) => one.name === name)) {
      throw new DomainError('already_exists', `there is a key called ${name}: revoke it, or choose another name`, {
        pointer: '/name',
      });
    }
    const made: ApiKeyRow = {
      id: (keys.at(-1)?.id ?? 0) + 1,
      name,
      prefix: key.slice(0, SHOWN),
      key_sha256: hashOfSecret(key),
      scopes: JSON.stringify(scopes),
      created_at: formatInstant(clock()),
      created_by: actor.name,
      revoked_at: null,
      expires_at: expiresAt,
      last_used_at: null,
      note,
    };
    await insertApiKey(tx, made);
    const details = { key: made.id, name, prefix: made.prefix, scopes, expires_at: expiresAt, note };
    await record(tx, clock(), { actor: actor.name, action: 'api_key.created', details });
    return made;
  });
  return { key, apiKey: apiKeyOf(row) };
}

function instantToCome(text: string, now: number): string {
  const instant = parseInstant(text);
  if (instant !== undefined && instant > now) return formatInstant(instant);
  const what = instant === undefined ? 'is not an instant' : 'is past';
  throw new DomainError(
    'invalid',
    `${JSON.stringify(text.slice(0, 60))} ${what}: write when the key expires with its zone, such as 2027-01-01T00:00:00Z`,
    { pointer: '/expires_at' },
  );
}

/** @throws DomainError not_found, wrong_state when it is revoked already */
export async function revokeApiKey({ store, clock }: AccessContext, actor: Actor, id: number): Promise<void> {
  await store.mutation(async (tx) => {
    const row = await apiKeyById(tx, id);
    if (row === undefined) throw new DomainError('not_found', `there is no API key ${id}`);
    if (row.revoked_at !== null) throw new DomainError('wrong_state', `the API key ${row.name} is revoked already`);
    await revokeApiKeyRow(tx, id, formatInstant(clock()));
    const details = { key: id, name: row.name, prefix: row.prefix };
    await record(tx, clock(), { actor: actor.name, action: 'api_key.revoked', details });
  });
}

export async function listApiKeys({ store }: AccessContext): Promise<readonly ApiKey[]> {
  return (await store.read(allApiKeys)).map(apiKeyOf);
}
