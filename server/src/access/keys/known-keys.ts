import { formatInstant } from '../../book/model/instant.js';
import { DomainError } from '../../domain-error.js';
import { allApiKeys } from '../../store/queries/api-keys.js';
import { auditHead } from '../../store/queries/audit-log.js';
import { allPeople } from '../../store/queries/people.js';
import type { AccessContext } from '../access-context.js';
import type { Actor } from '../actor.js';
import { hashOfSecret } from '../secret.js';
import { actorOfKey, type KeyRows } from './actor-of-key.js';
import type { KeyUses } from './key-uses.js';

interface KnownKey {
  readonly id: number;
  /** The actor that it stands for, or why it has stopped working. */
  readonly actor: Actor | DomainError;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** All keys, in memory: quotes go on when the database is away. */
export class KnownKeys {
  readonly #context: AccessContext;
  readonly #uses: KeyUses;
  #rows: KeyRows = { keys: [], people: [] };
  #keys: ReadonlyMap<string, KnownKey> = new Map();
  #seen = -1;

  /** @param uses is told of every use of a key */
  constructor(context: AccessContext, uses: KeyUses) {
    this.#context = context;
    this.#uses = uses;
  }

  /**
   * The actor that a key stands for; undefined when it is not known.
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
    this.#uses.note(id, now);
    return actor;
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
    this.#rows = rows;
    this.#keys = new Map(
      rows.keys.map((row) => [
        row.key_sha256,
        {
          id: row.id,
          actor: actorOfKey(row, rows),
          expiresAt: row.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.expires_at),
        },
      ]),
    );
  }
}
