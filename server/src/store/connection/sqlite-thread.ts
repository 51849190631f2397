import { parentPort, workerData } from 'node:worker_threads';
import { CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import { LibsqlDialect } from './libsql-dialect.js';

/* The thread in which a server's SQLite works, so that no quote waits for a read or for the disk. */

/** What the thread is told to do, in the order of Kysely's driver. */
export type SqliteRequest = { readonly id: number } & (
  | { readonly step: 'init' | 'acquire' | 'begin' | 'commit' | 'rollback' | 'release' | 'close' }
  | { readonly step: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
);

/** What came of it. An error is sent in parts, since one that is sent to another thread loses its code. */
export type SqliteReport = { readonly id: number } & (
  | { readonly result: QueryResult<unknown> | undefined }
  | { readonly failed: { readonly message: string; readonly code: string | undefined } }
);

const { file } = workerData as { readonly file: string }; // As `ThreadedSqliteDialect` starts it.
const driver = new LibsqlDialect(file).createDriver();
let connection: DatabaseConnection | undefined;

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
    case 'init':
      await driver.init();
      return undefined;
    case 'acquire':
      connection = await driver.acquireConnection();
      return undefined;
    case 'release':
      await driver.releaseConnection(acquired());
      return undefined;
    case 'close':
      await driver.destroy();
      return undefined;
    case 'query':
      return acquired().executeQuery(CompiledQuery.raw(request.sql, [...request.parameters]));
    case 'begin':
      await driver.beginTransaction(acquired(), {});
      return undefined;
    case 'commit':
      await driver.commitTransaction(acquired());
      return undefined;
    case 'rollback':
      await driver.rollbackTransaction(acquired());
      return undefined;
  }
}

function acquired(): DatabaseConnection {
  if (connection === undefined) throw new Error('a query came before its connection');
  return connection;
}
