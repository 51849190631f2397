import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { Refused } from '../refused.js';
import { isBusy, LibsqlDialect } from './libsql-dialect.js';
import { migrate } from './migrate.js';
import type { Tables } from './tables.js';
import { requireAllRecorded } from './unrecorded-rows.js';

/** Where the database is: a PostgreSQL address, or a folder for a SQLite file. */
export type StoreLocation =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'sqlite'; readonly folder: string };

/** The name of the SQLite file in the data folder. */
export const DATABASE_FILE = 'ratecard.db';

/** Any number will do, as long as every Ratecard uses the same. */
const MUTATION_LOCK = 7_283_001;

/** Runs queries: the database itself, or a transaction on it. */
export type Queries = Kysely<Tables> | Transaction<Tables>;

/** The database, its schema up to date. */
export class Store {
  readonly db: Kysely<Tables>;
  readonly #kind: StoreLocation['kind'];

  private constructor(db: Kysely<Tables>, kind: StoreLocation['kind']) {
    this.db = db;
    this.#kind = kind;
  }

  /**
   * Opens the database and brings its schema up to date.
   *
   * @throws Refused database_away when it cannot be reached, or was made by a newer Ratecard
   */
  static async open(location: StoreLocation): Promise<Store> {
    const db = new Kysely<Tables>({ dialect: dialectOf(location) });
    try {
      await migrate(db);
    } catch (error) {
      await db.destroy().catch(() => undefined);
      if (error instanceof Refused) throw error;
      throw new Refused('database_away', `cannot open the database ${nameOf(location)}: ${reasonOf(error)}`);
    }
    return new Store(db, location.kind);
  }

  /**
   * Runs one change of the database: whole or not at all, and one after another on all servers, so that what it reads
   * is still so when it writes, and events of the log have one order. Whatever writes rows that the log states records an
   * event after them.
   */
  async mutation<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#away(() =>
      this.db.transaction().execute(async (tx) => {
        // SQLite's transactions take the one write lock as they begin.
        if (this.#kind === 'postgres') await sql`select pg_advisory_xact_lock(${MUTATION_LOCK})`.execute(tx);
        const result = await work(tx);
        requireAllRecorded(tx);
        return result;
      }),
    );
  }

  /** Runs queries that change nothing. */
  async read<T>(work: (db: Queries) => Promise<T>): Promise<T> {
    return this.#away(() => work(this.db));
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }

  async #away<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error)) throw error;
      throw new Refused('database_away', `the database cannot be reached: ${reasonOf(error)}; nothing was changed`);
    }
  }
}

function dialectOf(location: StoreLocation) {
  if (location.kind === 'sqlite') {
    // It holds hashes of passwords: nobody else's business.
    mkdirSync(location.folder, { recursive: true, mode: 0o700 });
    return new LibsqlDialect(join(location.folder, DATABASE_FILE));
  }
  const pool = new pg.Pool({ connectionString: location.url, max: 8, connectionTimeoutMillis: 5_000 });
  // A connection that breaks while it is idle is replaced by the next query; without a listener it would be fatal.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
}

/** The location without the password that an address may hold. */
function nameOf(location: StoreLocation): string {
  if (location.kind === 'sqlite') return join(location.folder, DATABASE_FILE);
  return location.url.replace(/:\/\/([^:@/]*):[^@/]*@/, '://$1:***@');
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** Errors of the connection, not of the query: SQLSTATE classes 08, 53 and 57, the network's, and a locked file. */
function isAway(error: unknown): boolean {
  if (isBusy(error)) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(08|53|57P)/.test(code) || /^(ECONN|ETIMEDOUT|ENOTFOUND|EPIPE|EHOST|EAI_)/.test(code)) return true;
  if (/^SQLITE_(CANTOPEN|IOERR|FULL|READONLY|NOTADB)/.test(code)) return true;
  return error instanceof Error && /connection terminated|timeout exceeded when trying to connect/i.test(error.message);
}
