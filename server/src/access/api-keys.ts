import { record } from '../audit/record.js';
import { formatInstant } from '../book/instant.js';
import { Refused } from '../refused.js';
import { allApiKeys, apiKeyById, insertApiKey, revokeApiKeyRow } from '../store/api-keys.js';
import { auditHead } from '../store/audit-log.js';
import { allPeople } from '../store/people.js';
import type { ApiKeyRow, PersonRow } from '../store/tables.js';
import type { Actor } from './actor.js';
import { keyName, makersOf } from './key-makers.js';
import { isRole, isScope, permissionsOfRole, permissionsOfScopes, type Scope } from './permissions.js';
import type { Premises } from './premises.js';
import { hashOfSecret, newSecret } from './secret.js';

/** By it a key that has leaked is known for what it is. */
const MARK = 'rck_';
const SHOWN = 12;

/** An API key without its secret. */
export interface ApiKey {
  readonly id: number;
  readonly name: string;
  /** The first characters. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt: string | undefined;
}

/** Makes a key. This is the only time that the key itself is seen. */
export async function createApiKey(
  { store, clock }: Premises,
  actor: Actor,
  name: string,
  scopes: readonly Scope[],
): Promise<{ readonly key: string; readonly apiKey: ApiKey }> {
  const key = MARK + newSecret();
  const row = await store.mutation(async (tx) => {
    const keys = await allApiKeys(tx);
    if (keys.some((one) => one.name === name && one.revoked_at === null)) {
      throw new Refused('taken', `there is a key called ${name}: revoke it, or choose another name`, {
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
      expires_at: null,
      last_used_at: null,
      note: '',
    };
    await insertApiKey(tx, made);
    const details = { key: made.id, name, prefix: made.prefix, scopes };
    await record(tx, clock(), { actor: actor.name, action: 'api_key.created', details });
    return made;
  });
  return { key, apiKey: apiKeyOf(row) };
}

/** @throws Refused not_found, wrong_state when it is revoked already */
export async function revokeApiKey({ store, clock }: Premises, actor: Actor, id: number): Promise<void> {
  await store.mutation(async (tx) => {
    const row = await apiKeyById(tx, id);
    if (row === undefined) throw new Refused('not_found', `there is no API key ${id}`);
    if (row.revoked_at !== null) throw new Refused('wrong_state', `the API key ${row.name} is revoked already`);
    await revokeApiKeyRow(tx, id, formatInstant(clock()));
    const details = { key: id, name: row.name, prefix: row.prefix };
    await record(tx, clock(), { actor: actor.name, action: 'api_key.revoked', details });
  });
}

export async function listApiKeys({ store }: Premises): Promise<readonly ApiKey[]> {
  return (await store.read(allApiKeys)).map(apiKeyOf);
}

function apiKeyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopesOf(row),
    createdAt: row.created_at,
    createdBy: row.created_by,
    revokedAt: row.revoked_at ?? undefined,
  };
}

function scopesOf(row: ApiKeyRow): readonly Scope[] {
  const scopes: readonly string[] = JSON.parse(row.scopes);
  return scopes.filter(isScope);
}

/** The keys that were not revoked, in memory: quotes go on when the database is away. */
export class KnownKeys {
  readonly #premises: Premises;
  #keys: ReadonlyMap<string, Actor | Refused> = new Map();
  #seen = -1;

  constructor(premises: Premises) {
    this.#premises = premises;
  }

  /**
   * Whom a key stands for; undefined when it is not known, or was revoked.
   *
   * @throws Refused sign_in_required when it has stopped working, with the reason
   */
  actorOf(key: string): Actor | undefined {
    const known = this.#keys.get(hashOfSecret(key));
    if (known instanceof Refused) throw known;
    return known;
  }

  /** Takes notice of keys that were made or revoked since, here or on another server. */
  async refresh(): Promise<void> {
    const { store } = this.#premises;
    const head = (await store.read(auditHead))?.seq ?? 0;
    if (head === this.#seen) return;
    const [keys, people] = await store.read(async (db) => [await allApiKeys(db), await allPeople(db)]);
    const working = keys.filter((row) => row.revoked_at === null);
    this.#keys = new Map(working.map((row) => [row.key_sha256, actorOfKey(row, keys, people)]));
    this.#seen = head;
  }
}

/**
 * What a key may do: what its scopes say, and never more than the person it acts for.
 *
 * @returns why it has stopped working, when that person's account is deactivated
 */
function actorOfKey(row: ApiKeyRow, keys: readonly ApiKeyRow[], people: readonly PersonRow[]): Actor | Refused {
  const name = keyName(row.name);
  const makers = makersOf(
    keys.filter((other) => other.name !== row.name || other.id === row.id),
    name,
  );
  const persons = people.filter(({ email }) => makers.includes(email));
  const gone = persons.find(({ active }) => active === 0);
  if (gone !== undefined) {
    return new Refused(
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
