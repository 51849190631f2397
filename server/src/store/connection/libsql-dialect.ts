import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import { LibsqlDatabase } from './libsql-database.js';
import { LockPatience } from './lock-patience.js';

/**
 * Kysely over libsql. Transactions take the write lock when they begin, so that one never fails half way because
 * another came first; waiting for the lock does not hold up the quotes of this process, as SQLite's own waiting would.
 */
export class LibsqlDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #mostWaiting: number | undefined;

  /**
   * @param file path of the database, which is made when it is not there
   * @param mostWaiting how long another process may keep this one from writing, in milliseconds
   */
  constructor(file: string, mostWaiting?: number) {
    const config = { database: async () => new LibsqlDatabase(file) };
    super(config);
    this.#config = config;
    this.#mostWaiting = mostWaiting;
  }

  override createDriver(): Driver {
    return new LibsqlDriver(this.#config, this.#mostWaiting);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

/** SQLite's DDL is transactional, so a migration happens whole or not at all. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class LibsqlDriver extends SqliteDriver {
  readonly #patience: LockPatience;
  #connection: PatientConnection | undefined;

  constructor(config: SqliteDialectConfig, mostWaiting: number | undefined) {
    super(config);
    this.#patience = new LockPatience(mostWaiting);
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const own = await super.acquireConnection();
    this.#connection ??= new PatientConnection(own, this.#patience);
    return this.#connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(BEGIN);
  }
}

/** Begins a transaction with the write lock. */
export const BEGIN = CompiledQuery.raw('begin immediate');

class PatientConnection implements DatabaseConnection {
  readonly #own: DatabaseConnection;
  readonly #patience: LockPatience;

  constructor(own: DatabaseConnection, patience: LockPatience) {
    this.#own = own;
    this.#patience = patience;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#patience.query(() => this.#own.executeQuery<R>(query));
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#own.streamQuery(query, chunkSize);
  }
}
