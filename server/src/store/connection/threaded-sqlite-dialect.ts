import { Worker } from 'node:worker_threads';
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import { ThreadCalls } from '../../thread-calls.js';
import { BEGIN, LibsqlDialect } from './libsql-dialect.js';
import type { SqliteReport, SqliteRequest } from './sqlite-thread.js';

// The built file, which is the same number of folders up from src/ and from dist/.
const WORKER = new URL('../../../dist/store/connection/sqlite-thread.js', import.meta.url);

type Step = SqliteRequest extends infer Request ? (Request extends unknown ? Omit<Request, 'id'> : never) : never;

/**
 * The same as `LibsqlDialect`, with the database in a thread of its own: a read of many rows, or a disk that is slow to
 * store a change, holds up no quote. A query takes some 50 microseconds longer.
 */
export class ThreadedSqliteDialect extends LibsqlDialect {
  readonly #file: string;

  /** @param file path of the database, which is made when it is not there */
  constructor(file: string) {
    super(file);
    this.#file = file;
  }

  override createDriver(): Driver {
    return new ThreadedDriver(this.#file);
  }
}

/** Passes on what Kysely asks of a driver. */
class ThreadedDriver implements Driver {
  readonly #thread: SqliteThread;
  /** Settled once the one connection is free for who asks next. */
  #free: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(file: string) {
    this.#thread = new SqliteThread(file);
  }

  async init(): Promise<void> {
    await this.#thread.ask({ step: 'open' });
  }

  /** The one connection, given to one after another. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const free = this.#free;
    const { promise, resolve } = withResolver();
    this.#free = promise;
    await free;
    this.#release = resolve;
    return new ThreadedConnection(this.#thread);
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(BEGIN);
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(COMMIT);
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(ROLLBACK);
  }

  async destroy(): Promise<void> {
    await this.#thread.close();
  }
}

const COMMIT = CompiledQuery.raw('commit');
const ROLLBACK = CompiledQuery.raw('rollback');

function withResolver(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

class ThreadedConnection implements DatabaseConnection {
  readonly #thread: SqliteThread;

  constructor(thread: SqliteThread) {
    this.#thread = thread;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#thread.ask({ step: 'query', sql, parameters });
    return result as QueryResult<R>; // The caller knows the rows of its query, as with every driver of Kysely.
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for it, and no query of ours is streamed.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('SQLite in a thread streams no rows: read them in pages');
  }
}

/** The thread, from outside. */
class SqliteThread {
  readonly #file: string;
  readonly #calls = new ThreadCalls();
  #worker: Worker | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  ask(step: Step): Promise<QueryResult<unknown> | undefined> {
    this.#worker ??= this.#start();
    return this.#calls.send(this.#worker, { id: this.#calls.newId(), ...step } satisfies SqliteRequest);
  }

  async close(): Promise<void> {
    if (this.#worker === undefined) return;
    await this.ask({ step: 'close' });
    await this.#worker.terminate();
  }

  #start(): Worker {
    const worker = new Worker(WORKER, { workerData: { file: this.#file } });
    worker.on('message', (report: SqliteReport) => {
      const waiting = this.#calls.settle(worker, report.id);
      if ('failed' in report) {
        const { message, code } = report.failed;
        waiting?.reject(Object.assign(new Error(message), code === undefined ? {} : { code }));
      } else waiting?.resolve(report.result as never); // What is answered is known by the step that was sent.
    });
    // An error that nobody catches ends the server, as one on its own thread does: a half-done transaction is rolled back by that.
    return worker;
  }
}
