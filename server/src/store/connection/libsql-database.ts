import type { QueryResult, SqliteDatabase, SqliteStatement } from 'kysely';
import Database from 'libsql';

/* SQLite by libsql. It imports no more of Kysely than types: the thread that uses it starts with the server, which waits for it. */

/** What Kysely asks of a database, by libsql. */
export class LibsqlDatabase implements SqliteDatabase {
  readonly #db: Database.Database;
  #last: { readonly sql: string; readonly statement: SqliteStatement } | undefined;

  /** @param file path of the database, which is made when it is not there */
  constructor(file: string) {
    this.#db = openFile(file);
  }

  /** The same as the last one, where that is tried again: left waiting for a lock, it would be in the way of a commit. */
  prepare(sql: string): SqliteStatement {
    if (this.#last?.sql !== sql) this.#last = { sql, statement: adapted(this.#db.prepare(sql)) };
    return this.#last.statement;
  }

  /** Runs a query, and gives what Kysely's own driver makes of it. */
  run(sql: string, parameters: readonly unknown[]): QueryResult<unknown> {
    const statement = this.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
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
