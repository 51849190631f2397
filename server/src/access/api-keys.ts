import { record } from '../audit/record.js';
import { formatInstant, parseInstant } from '../book/model/instant.js';
import { DomainError } from '../domain-error.js';
import { allApiKeys, apiKeyById, insertApiKey, revokeApiKeyRow, updateLastUse } from '../store/api-keys.js';
import { auditHead } from '../store/audit-log.js';
import { allPeople } from '../store/people.js';
import type { ApiKeyRow, PersonRow } from '../store/tables.js';
import type { AccessContext } from './access-context.js';
import type { Actor } from './actor.js';
import { BOOTSTRAP_NAME } from './bootstrap-key.js';
import { keyName, makersOf } from './key-makers.js';
import { isRole, isScope, permissionsOfRole, permissionsOfScopes, type Scope } from './permissions.js';
import { hashOfSecret, newSecret } from './secret.js';

/** By it a key that has leaked is known for what it is. */
const MARK = 'rck_';
const SHOWN = 12;
const NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/;

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
  readonly expiresAt: string | undefined;
  /** To a minute or so. */
  readonly lastUsedAt: string | undefined;
  readonly note: string;
}

/** What somebody says of a key that they make. */
export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** What it is for. */
  readonly note?: string;
  /** An instant with its zone, from which on it is refused; null or absent: never. */
  readonly expires_at?: string | null;
}

/** What decides whose a key is and what it may do. */
export interface KeyRows {
  readonly keys: readonly ApiKeyRow[];
  readonly people: readonly KeyMaker[];
}

/** What counts of a person that a key acts for. */
type KeyMaker = Pick<PersonRow, 'email' | 'role' | 'active'>;

/** How often it is written that a key was used, in milliseconds. */
const USE_INTERVAL = 60_000;

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

function apiKeyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopesOf(row),
    createdAt: row.created_at,
    createdBy: row.created_by,
    revokedAt: row.revoked_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    note: row.note,
  };
}

function scopesOf(row: ApiKeyRow): readonly Scope[] {
  const scopes: readonly string[] = JSON.parse(row.scopes);
  return scopes.filter(isScope);
}

interface KnownKey {
  readonly id: number;
  /** Whom it stands for, or why it has stopped working. */
  readonly actor: Actor | DomainError;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** All keys, in memory: quotes go on when the database is away. */
export class KnownKeys {
  readonly #context: AccessContext;
  #rows: KeyRows = { keys: [], people: [] };
  #keys: ReadonlyMap<string, KnownKey> = new Map();
  /** When keys were last used, by their ids, in milliseconds since 1970. */
  readonly #uses = new Map<number, number>();
  #usesWritten = 0;
  #seen = -1;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /**
   * Whom a key stands for; undefined when it is not known.
   *
   * @throws DomainError sign_in_required when it has stopped working, with the reason
   */
  actorOf(key: string): Actor | undefined {
    const known = this.#keys.get(hashOfSecret(key));
    if (known === undefined) return undefined;
    const { id, actor, expiresAt } = known;
    if (actor instanceof DomainError) throw actor;
    const now = this.#context.clock();
    if (now >= expiresAt) {
      const when = formatInstant(expiresAt);
      throw new DomainError(
        'sign_in_required',
        `the API key ${actor.name.slice(4)} expired at ${when}: ask an admin for a new key`,
      );
    }
    this.#uses.set(id, now);
    return actor;
  }

  /** Writes when keys were used, at most once a minute: quotes do not wait for it. */
  async writeUses(): Promise<void> {
    const { store, clock } = this.#context;
    if (this.#uses.size === 0 || Math.abs(clock() - this.#usesWritten) < USE_INTERVAL) return;
    const uses = [...this.#uses];
    this.#uses.clear();
    this.#usesWritten = clock();
    await store.mutation(async (tx) => {
      for (const [id, at] of uses) await updateLastUse(tx, id, formatInstant(at));
    });
  }

  /** Takes notice of keys that were made or revoked since, here or on another server. */
  async refresh(): Promise<void> {
    const { store } = this.#context;
    const head = (await store.read(auditHead))?.seq ?? 0;
    if (head === this.#seen) return;
    const rows = await store.read(async (db) => ({ keys: await allApiKeys(db), people: await allPeople(db) }));
    this.#take({ keys: rows.keys, people: rows.people.map(({ email, role, active }) => ({ email, role, active })) });
    this.#seen = head;
  }

  /** What is known of keys, as it was last read. */
  get rows(): KeyRows {
    return this.#rows;
  }

  /** Goes by what was known before, until the database can be read. */
  restore(rows: KeyRows): void {
    this.#take(rows);
  }

  #take(rows: KeyRows): void {
    const { keys, people } = rows;
    this.#rows = rows;
    this.#keys = new Map(
      keys.map((row) => [
        row.key_sha256,
        {
          id: row.id,
          actor: actorOfKey(row, keys, people),
          expiresAt: row.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.expires_at),
        },
      ]),
    );
  }
}

/**
 * What a key may do: what its scopes say, and never more than the person it acts for.
 *
 * @returns why it has stopped working, when it was revoked or that person's account is deactivated
 */
function actorOfKey(row: ApiKeyRow, keys: readonly ApiKeyRow[], people: readonly KeyMaker[]): Actor | DomainError {
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
