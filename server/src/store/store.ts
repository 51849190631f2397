import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Dialect, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { DomainError } from '../domain-error.js';
import { type DatabaseState, DatabaseWatch, illnessOf, reasonOf } from './connection/database-watch.js';
import { LibsqlDialect } from './connection/libsql-dialect.js';
import { writeProbe } from './connection/room-probe.js';
import { ThreadedSqliteDialect } from './connection/threaded-sqlite-dialect.js';
import { WatchedDialect } from './connection/watched-dialect.js';
import { migrate } from './migrate.js';
import type { Queries } from './queries.js';
import { requireAllRecorded } from './record/unrecorded-rows.js';
import type { Tables } from './tables.js';

/** Where the database is: a PostgreSQL address, or a folder for a SQLite file. */
export type StoreLocation =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'sqlite'; readonly folder: string };

/** The name of the SQLite file in the data folder. */
export const DATABASE_FILE = 'ratecard.db';

/** Any number will do, as long as every Ratecard uses the same. */
const MUTATION_LOCK = 7_283_001;

/** How many connections a server's own thread has to PostgreSQL. */
const CONNECTIONS = 8;

/** How long a start waits for another server's migrations of a SQLite file, in milliseconds. */
const MIGRATION_WAIT = 120_000;

/** The database, its schema up to date. */
export class Store {
  readonly db: Kysely<Tables>;
  readonly location: StoreLocation;
  readonly #watch: DatabaseWatch;

  private constructor(db: Kysely<Tables>, location: StoreLocation, watch: DatabaseWatch) {
    this.db = db;
    this.location = location;
    this.#watch = watch;
  }

  /**
   * Opens the database and brings its schema up to date.
   *
   * @param forServing whether this thread also answers quotes, which are not to wait for SQLite
   * @throws DomainError database_away when it cannot be reached, or was made by a newer Ratecard; with `passing` among its
   *   details where it may be reached later
   */
  static async open(location: StoreLocation, forServing = false): Promise<Store> {
    const store = Store.connect(location, { forServing });
    try {
      await migrate(store.db, () => new Kysely<Tables>({ dialect: patientDialectOf(location) }));
    } catch (error) {
      await store.close().catch(() => undefined);
      const { state } = store;
      if (error instanceof DomainError && state.kind === 'ok') throw error;
      const reason = state.kind === 'ok' ? reasonOf(error) : state.reason;
      // A file is there or not; a server may come back.
      const passing = location.kind === 'postgres' && (state.kind !== 'ok' || illnessOf(error) !== undefined);
      throw new DomainError('database_away', `cannot open the database ${databaseName(location)}: ${reason}`, {
        passing,
      });
    }
    return store;
  }

  /**
   * A database that is taken as it is: the first query connects to it. Its schema has been brought up to date by another
   * store of this process, or will be by `bringUpToDate` before anything else is asked.
   *
   * @param connections how many it may have to PostgreSQL at once
   * @param forServing as for `open`
   */
  static connect(location: StoreLocation, { connections = CONNECTIONS, forServing = false } = {}): Store {
    const watch = new DatabaseWatch();
    const own =
      forServing && location.kind === 'sqlite'
        ? new ThreadedSqliteDialect(fileIn(location.folder))
        : dialectOf(location, connections);
    const dialect = new WatchedDialect(own, watch);
    return new Store(new Kysely<Tables>({ dialect }), location, watch);
  }

  /** Whether the database can be used, as far as is known from the last time that it was. */
  get state(): DatabaseState {
    return this.#watch.state;
  }

  /**
   * Runs one change of the database: whole or not at all, and one after another on all servers, so that what it reads
   * is still so when it writes, and events of the log have one order. Whatever writes rows that the log states records an
   * event after them.
   */
  async mutation<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.db.transaction().execute(async (tx) => {
      // SQLite's transactions take the one write lock as they begin.
      if (this.location.kind === 'postgres') await sql`select pg_advisory_xact_lock(${MUTATION_LOCK})`.execute(tx);
      const result = await work(tx);
      requireAllRecorded(tx);
      return result;
    });
  }

  /**
   * Brings the schema of a database that was not open at the start up to date.
   *
   * @throws DomainError database_away as long as it cannot be reached
   */
  async bringUpToDate(): Promise<void> {
    // By this store's own connections, so that its state says whether it can be reached.
    await sql`select 1`.execute(this.db);
    const opened = await Store.open(this.location);
    await opened.close();
  }

  /** Runs queries that change nothing. */
  async read<T>(work: (db: Queries) => Promise<T>): Promise<T> {
    return work(this.db);
  }

  /** Finds out whether a database that was full has room again. Its state says what was found. */
  async tryRoom(): Promise<void> {
    await writeProbe((work) => this.mutation(work));
    this.#watch.hasRoom();
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }
}

/**
 * A connection of its own to a database whose schema is up to date, for long reading in a thread. To be closed with
 * `destroy`.
 */
export function readingConnection(location: StoreLocation): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: dialectOf(location, CONNECTIONS) });
}

function dialectOf(location: StoreLocation, connections: number): Dialect {
  if (location.kind === 'sqlite') return new LibsqlDialect(fileIn(location.folder));
  const { url } = location;
  // Loaded for PostgreSQL alone: a start on SQLite need not wait for its driver.
  return new PostgresDialect({
    pool: async () => new (await import('./connection/limited-pool.js')).LimitedPool(url, connections),
  });
}

/** For migrations, which may take longer than any request waits. */
function patientDialectOf(location: StoreLocation): Dialect {
  if (location.kind === 'sqlite') return new LibsqlDialect(fileIn(location.folder), MIGRATION_WAIT);
  const { url } = location;
  return new PostgresDialect({ pool: async () => (await import('./connection/limited-pool.js')).patientPool(url) });
}

function fileIn(folder: string): string {
  // It holds hashes of passwords: nobody else's business.
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error;
    throw new DomainError('database_away', `RATECARD_DATA is "${folder}", which is a file: name a folder`);
  }
  const file = join(folder, DATABASE_FILE);
  keepToOwner(file);
  return file;
}

/** Makes the database's files readable by their owner alone; SQLite gives those beside it the mode of the file. */
function keepToOwner(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  for (const one of [file, `${file}-wal`, `${file}-shm`]) {
    // Only the owner can change the mode; another user may use the database all the same.
    if (existsSync(one) && statSync(one).uid === process.getuid?.()) chmodSync(one, 0o600);
  }
}

/** The location without the password that an address may hold. */
export function databaseName(location: StoreLocation): string {
  if (location.kind === 'sqlite') return join(location.folder, DATABASE_FILE);
  return location.url.replace(/:\/\/([^:@/]*):[^@/]*@/, '://$1:***@');
}
