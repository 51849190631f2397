import { setTimeout as delay } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import Database from 'libsql';

/**
 * How long another process may keep this one from writing before it is told so, in milliseconds. A request over HTTP
 * then has an answer within 5 s.
 */
const MOST_WAITING = 3_500;

/**
 * Kysely over libsql. Transactions take the write lock when they begin, so that one never fails half way because
 * another came first; waiting for the lock does not hold up the quotes of this process, as SQLite's own waiting would.
 */
export class LibsqlDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #mostWaiting: number;

  /**
   * @param file path of the database, which is made when it is not there
   * @param mostWaiting how long another process may keep this one from writing, in milliseconds
   */
  constructor(file: string, mostWaiting = MOST_WAITING) {
    const config = { database: async () => new LibsqlDatabase(openFile(file)) };
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
  readonly #mostWaiting: number;
  #connection: PatientConnection | undefined;

  constructor(config: SqliteDialectConfig, mostWaiting: number) {
    super(config);
    this.#mostWaiting = mostWaiting;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const own = await super.acquireConnection();
    this.#connection ??= new PatientConnection(own, this.#mostWaiting);
    return this.#connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/**
 * Tries a query until no other process is in the way, without holding up this one. All who wait for the same process are
 * told at the same time, not one after another.
 */
class PatientConnection implements DatabaseConnection {
  readonly #own: DatabaseConnection;
  readonly #mostWaiting: number;
  /** Since when another process has been in the way of writing, as `performance.now` has it. */
  #busySince: number | undefined;

  constructor(own: DatabaseConnection, mostWaiting: number) {
    this.#own = own;
    this.#mostWaiting = mostWaiting;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
      try {
        const result = await this.#own.executeQuery<R>(query);
        // Only what writes shows that writing is possible again.
        if (result.numAffectedRows !== undefined) this.#busySince = undefined;
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        const now = performance.now();
        this.#busySince ??= now;
        if (now > this.#busySince + this.#mostWaiting) throw error;
        await delay(wait);
      }
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#own.streamQuery(query, chunkSize);
  }
}

/** What Kysely asks of a database, by libsql. */
class LibsqlDatabase implements SqliteDatabase {
  readonly #db: Database.Database;
  #last: { readonly sql: string; readonly statement: SqliteStatement } | undefined;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** The same as the last one, where that is tried again: left waiting for a lock, it would be in the way of a commit. */
  prepare(sql: string): SqliteStatement {
    if (this.#last?.sql !== sql) this.#last = { sql, statement: adapted(this.#db.prepare(sql)) };
    return this.#last.statement;
  }

  close(): void {
    this.#db.close();
  }
}

function adapted(statement: Database.Statement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(...parameters).map(withoutMetadata),
    run: (parameters) => statement.run(...parameters),
    iterate: (parameters) => statement.iterate(...parameters),
  };
}

function openFile(file: string): Database.Database {
  const db = new Database(file);
  // Switching to WAL needs the file for a moment, which another process may have: that one pragma waits.
  db.pragma('busy_timeout = 5000');
  // PostgreSQL's `like` heeds the case of letters; SQLite's does so when it is told.
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'case_sensitive_like = ON']) {
    db.pragma(pragma);
  }
  db.pragma('busy_timeout = 0');
  return db;
}

/** libsql adds a key of its own to every row. */
function withoutMetadata(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const { _metadata, ...columns } = row as Record<string, unknown>; // A row is a record of its columns.
  return columns;
}

/** Whether SQLite says that another process holds the database. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
