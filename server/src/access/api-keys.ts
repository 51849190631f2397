import { record } from '../audit/record.js';
import { formatInstant } from '../book/instant.js';
import { Refused } from '../refused.js';
import { allApiKeys, apiKeyById, insertApiKey, revokeApiKeyRow } from '../store/api-keys.js';
import { auditHead } from '../store/audit-log.js';
import type { ApiKeyRow } from '../store/tables.js';
import type { Actor } from './actor.js';
import { isScope, permissionsOfScopes, type Scope } from './permissions.js';
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

/** The keys that are good, in memory: quotes go on when the database is away. */
export class KnownKeys {
  readonly #premises: Premises;
  #actors: ReadonlyMap<string, Actor> = new Map();
  #seen = -1;

  constructor(premises: Premises) {
    this.#premises = premises;
  }

  /** Whom a key stands for. */
  actorOf(key: string): Actor | undefined {
    return this.#actors.get(hashOfSecret(key));
  }

  /** Takes notice of keys that were made or revoked since, here or on another server. */
  async refresh(): Promise<void> {
    const { store } = this.#premises;
    const head = (await store.read(auditHead))?.seq ?? 0;
    if (head === this.#seen) return;
    const rows = (await store.read(allApiKeys)).filter((row) => row.revoked_at === null);
    this.#actors = new Map(
      rows.map((row): [string, Actor] => {
        const scopes = scopesOf(row);
        const permissions = permissionsOfScopes(scopes);
        return [row.key_sha256, { kind: 'key', name: `key:${row.name}`, role: scopes.join(', '), permissions }];
      }),
    );
    this.#seen = head;
  }
}
