import type {
  CompiledQuery,
  DatabaseConnection,
  DatabaseIntrospector,
  Dialect,
  DialectAdapter,
  Driver,
  Kysely,
  QueryCompiler,
  QueryResult,
  TransactionSettings,
} from 'kysely';
import type { DatabaseWatch } from './database-watch.js';

/** A dialect whose every use a watch sees: what the database answers, and how it fails. */
export class WatchedDialect implements Dialect {
  readonly #dialect: Dialect;
  readonly #watch: DatabaseWatch;

  constructor(dialect: Dialect, watch: DatabaseWatch) {
    this.#dialect = dialect;
    this.#watch = watch;
  }

  createDriver(): Driver {
    return new WatchedDriver(this.#dialect.createDriver(), this.#watch);
  }

  createQueryCompiler(): QueryCompiler {
    return this.#dialect.createQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return this.#dialect.createAdapter();
  }

  // biome-ignore lint/suspicious/noExplicitAny: Kysely's own signature.
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return this.#dialect.createIntrospector(db);
  }
}

class WatchedDriver implements Driver {
  readonly #driver: Driver;
  readonly #watch: DatabaseWatch;

  constructor(driver: Driver, watch: DatabaseWatch) {
    this.#driver = driver;
    this.#watch = watch;
  }

  async init(): Promise<void> {
    await this.#watched(() => this.#driver.init());
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    this.#watch.enter();
    // Not an answer yet: a connection that lay idle may be to a database that has stopped since.
    try {
      return new WatchedConnection(await this.#driver.acquireConnection(), this.#watch);
    } catch (error) {
      throw this.#watch.failed(error);
    }
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#watch.leave();
    await this.#driver.releaseConnection(ownOf(connection));
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await this.#watched(() => this.#driver.beginTransaction(ownOf(connection), settings));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#watched(() => this.#driver.commitTransaction(ownOf(connection)), true);
  }

  /** The caller has to know what went wrong before, not that this failed too; a lost connection is rolled back by its end. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#watched(() => this.#driver.rollbackTransaction(ownOf(connection))).catch(() => undefined);
  }

  async destroy(): Promise<void> {
    await this.#driver.destroy();
  }

  async #watched(work: () => Promise<void>, isCommit = false): Promise<void> {
    try {
      await work();
      this.#watch.answered();
    } catch (error) {
      throw this.#watch.failed(error, isCommit);
    }
  }
}

class WatchedConnection implements DatabaseConnection {
  readonly own: DatabaseConnection;
  readonly #watch: DatabaseWatch;

  constructor(own: DatabaseConnection, watch: DatabaseWatch) {
    this.own = own;
    this.#watch = watch;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const result = await this.own.executeQuery<R>(query);
      this.#watch.answered();
      return result;
    } catch (error) {
      throw this.#watch.failed(error);
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.own.streamQuery(query, chunkSize);
  }
}

function ownOf(connection: DatabaseConnection): DatabaseConnection {
  if (connection instanceof WatchedConnection) return connection.own;
  throw new Error('the connection is not one of this driver');
}
