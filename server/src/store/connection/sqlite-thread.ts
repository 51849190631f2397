import { parentPort, workerData } from 'node:worker_threads';
import type { QueryResult } from 'kysely';
import { LibsqlDatabase } from './libsql-database.js';
import { LockPatience } from './lock-patience.js';

/* The thread in which a server's SQLite works, so that no quote waits for a read or for the disk. */

/** What the thread is told to do: one thing after another, since its driver has one connection. */
export type SqliteRequest = { readonly id: number } & (
  | { readonly step: 'open' | 'close' }
  | { readonly step: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
);

/** What came of it. An error is sent in parts, since one that is sent to another thread loses its code. */
export type SqliteReport = { readonly id: number } & (
  | { readonly result: QueryResult<unknown> | undefined }
  | { readonly failed: { readonly message: string; readonly code: string | undefined } }
);

const { file } = workerData as { readonly file: string }; // As `ThreadedSqliteDialect` starts it.
const patience = new LockPatience();
let database: LibsqlDatabase | undefined;

parentPort?.on('message', async (request: SqliteRequest) => {
  parentPort?.postMessage(await reportOf(request));
});

async function reportOf(request: SqliteRequest): Promise<SqliteReport> {
  const { id } = request;
  try {
    return { id, result: await carryOut(request) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    return { id, failed: { message: error instanceof Error ? error.message : String(error), code } };
  }
}

async function carryOut(request: SqliteRequest): Promise<QueryResult<unknown> | undefined> {
  switch (request.step) {
    case 'open':
      database = new LibsqlDatabase(file);
      return undefined;
    case 'close':
      database?.close();
      database = undefined;
      return undefined;
    case 'query': {
      const { sql, parameters } = request;
      return patience.query(() => opened().run(sql, parameters));
    }
  }
}

function opened(): LibsqlDatabase {
  if (database === undefined) throw new Error('the database is asked before it is opened, or after it was closed');
  return database;
}
