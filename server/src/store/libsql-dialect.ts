import { setTimeout as delay } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import Database from 'libsql';

/** How long a transaction waits for another process to finish its own, in milliseconds. */
const MOST_WAITING = 10_000;

/**
 * Kysely over libsql. Transactions take the write lock when they begin, so that one never fails half way because
 * another came first; waiting for the lock does not hold up the quotes of this process, as SQLite's own waiting would.
 */
export class LibsqlDialect implements Dialect {
  readonly #file: string;

  /** @param file path of the database, which is made when it is not there */
  constructor(file: string) {
    this.#file = file;
  }

  createDriver(): Driver {
    return new LibsqlDriver({ database: async () => openFile(this.#file) });
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

class LibsqlDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const until = Date.now() + MOST_WAITING;
    for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
      try {
        await connection.executeQuery(CompiledQuery.raw('begin immediate'));
        return;
      } catch (error) {
        if (!isBusy(error) || Date.now() > until) throw error;
        await delay(wait);
      }
    }
  }
}

function openFile(file: string): SqliteDatabase {
  const db = new Database(file);
  // PostgreSQL's `like` heeds the case of letters; SQLite's does so when it is told.
  const pragmas = [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'case_sensitive_like = ON',
    'busy_timeout = 0',
  ];
  // Switching to WAL needs the file for a moment, which another process may have: that one pragma waits.
  db.pragma('busy_timeout = 5000');
  for (const pragma of pragmas) db.pragma(pragma);
  return {
    close: () => void db.close(),
    prepare: (sql) => {
      const statement = db.prepare<unknown[]>(sql);
      return {
        reader: statement.reader,
        all: (parameters) => statement.all(...parameters).map(withoutMetadata),
        run: (parameters) => statement.run(...parameters),
        iterate: (parameters) => statement.iterate(...parameters),
      };
    },
  };
}

/** libsql adds a key of its own to every row. */
function withoutMetadata(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const { _metadata, ...columns } = row as Record<string, unknown>; // A row is a record of its columns.
  return columns;
}

/** Whether SQLite says that another process holds the database. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
