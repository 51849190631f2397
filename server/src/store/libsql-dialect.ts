import { setTimeout as delay } from 'node:timers/promises';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import Database from 'libsql';

/**
 * How long another process may keep this one from writing before it is told so, in milliseconds. Whoever asked over HTTP
 * then has an answer within 5 s.
 */
const MOST_WAITING = 3_500;

/**
 * Kysely over libsql. Transactions take the write lock when they begin, so that one never fails half way because
 * another came first; waiting for the lock does not hold up the quotes of this process, as SQLite's own waiting would.
 */
export class LibsqlDialect implements Dialect {
  readonly #file: string;
  readonly #mostWaiting: number;

  /**
   * @param file path of the database, which is made when it is not there
   * @param mostWaiting how long another process may keep this one from writing, in milliseconds
   */
  constructor(file: string, mostWaiting = MOST_WAITING) {
    this.#file = file;
    this.#mostWaiting = mostWaiting;
  }

  createDriver(): Driver {
    return new LibsqlDriver(this.#file, this.#mostWaiting);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  // biome-ignore lint/suspicious/noExplicitAny: Kysely's own signature.
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

/** SQLite's DDL is transactional, so a migration happens whole or not at all. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** One connection, as SQLite has it: whoever comes while it is in use waits. */
class LibsqlDriver implements Driver {
  readonly #file: string;
  readonly #mostWaiting: number;
  #connection: LibsqlConnection | undefined;
  /** Ends when the connection is free. */
  #free: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(file: string, mostWaiting: number) {
    this.#file = file;
    this.#mostWaiting = mostWaiting;
  }

  async init(): Promise<void> {
    this.#connection = new LibsqlConnection(openFile(this.#file), this.#mostWaiting);
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const turn = this.#free;
    let release = (): void => undefined;
    this.#free = new Promise((resolve) => {
      release = resolve;
    });
    await turn;
    this.#release = release;
    return this.#open;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  async beginTransaction(): Promise<void> {
    await this.#open.execute('begin immediate');
  }

  async commitTransaction(): Promise<void> {
    await this.#open.execute('commit');
  }

  async rollbackTransaction(): Promise<void> {
    await this.#open.execute('rollback');
  }

  async destroy(): Promise<void> {
    this.#connection?.close();
  }

  get #open(): LibsqlConnection {
    if (this.#connection === undefined) throw new Error('the database is not open');
    return this.#connection;
  }
}

class LibsqlConnection implements DatabaseConnection {
  readonly #db: Database.Database;
  readonly #mostWaiting: number;
  /** Since when another process has been in the way of writing, as `performance.now` has it. */
  #busySince: number | undefined;

  constructor(db: Database.Database, mostWaiting: number) {
    this.#db = db;
    this.#mostWaiting = mostWaiting;
  }

  async execute(sql: string): Promise<void> {
    await this.#whenFree(() => this.#db.exec(sql));
    this.#busySince = undefined;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    // Tried again, a statement is set back; given up while it waits for a lock, it would be in the way of a commit.
    const statement = this.#db.prepare<unknown[]>(sql);
    if (statement.reader) {
      const rows = await this.#whenFree(() => statement.all(...parameters));
      return { rows: rows.map(withoutMetadata) as R[] }; // R says what the query asks for.
    }
    const { changes } = await this.#whenFree(() => statement.run(...parameters));
    this.#busySince = undefined;
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  // biome-ignore lint/correctness/useYield: nothing here streams; Kysely wants the method.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are read by the page, not streamed');
  }

  close(): void {
    this.#db.close();
  }

  /**
   * Tries until no other process is in the way, without holding up this one. All who wait for the same process are told
   * at the same time, not one after another.
   */
  async #whenFree<T>(work: () => T): Promise<T> {
    for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error)) throw error;
        const now = performance.now();
        this.#busySince ??= now;
        if (now > this.#busySince + this.#mostWaiting) throw error;
        await delay(wait);
      }
    }
  }
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
