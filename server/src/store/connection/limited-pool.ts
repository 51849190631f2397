import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';

/** After how many milliseconds without an answer we ask whether PostgreSQL answers anybody at all. */
const SILENCE = 1_200;
/** How long that question may take. With the silence before it, it is known within 3.5 s that PostgreSQL hangs. */
const MOST_ASKING = 1_800;
/** An answer of any connection in the last so many milliseconds shows as well that it does not. */
const RECENTLY = 500;
/** How long a statement may take on a PostgreSQL that answers others: it may wait for a long queue of changes. */
const MOST_WAITING = 15_000;

/**
 * What PostgreSQL itself is told, in milliseconds: it gives a statement up before we give the connection up, and ends a
 * transaction whose server has vanished, so that its locks do not hold up all others.
 */
const SESSION = { statement_timeout: MOST_WAITING - 1_000, idle_in_transaction_session_timeout: MOST_WAITING };

/** PostgreSQL does not answer: the machine, the network or the process hangs. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('it does not answer');
  }
}

/**
 * A pool of connections to PostgreSQL, in which no wait is for ever. A server that is stopped answers nothing, not even
 * that a statement has timed out, so the time is measured here as well. A connection that did not answer in time is
 * given up for good: what it still says is of no use to anybody, and a transaction on it ends with it.
 */
export class LimitedPool implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #url: string;
  #answeredAt = performance.now();
  #asking: Promise<boolean> | undefined;

  constructor(url: string, connections: number) {
    this.#url = url;
    this.#pool = openPool(url, connections, async (client) => {
      const settings = Object.entries(SESSION).map(([name, value]) => `set ${name} = ${value}`);
      await client.query(settings.join('; '));
    });
  }

  async connect(): Promise<PostgresPoolClient> {
    const connecting = this.#pool.connect();
    try {
      return new LimitedClient(await this.waitFor(connecting), this);
    } catch (error) {
      if (error instanceof NoAnswer) connecting.then((late) => late.release()).catch(() => undefined);
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }

  /**
   * Waits for an answer while PostgreSQL answers at all, though not for ever.
   *
   * @throws NoAnswer when it hangs
   */
  async waitFor<T>(answer: Promise<T>): Promise<T> {
    const until = performance.now() + MOST_WAITING;
    const ended = answer.then(() => true);
    while (!(await endsWithin(SILENCE, ended))) {
      if (performance.now() > until) throw new NoAnswer();
      const known = performance.now() - this.#answeredAt < RECENTLY;
      if (!known && !(await Promise.race([ended, this.#answers()]))) throw new NoAnswer();
    }
    this.#answeredAt = performance.now();
    return answer;
  }

  /** Whether PostgreSQL answers a connection of its own. */
  #answers(): Promise<boolean> {
    this.#asking ??= answersAnew(this.#url).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }
}

/** A pool whose statements may take their time, as migrations do. */
export function patientPool(url: string): PostgresPool {
  return openPool(url, 1, async () => undefined);
}

function openPool(url: string, connections: number, onConnect: (client: pg.ClientBase) => Promise<void>): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: MOST_WAITING,
    keepAlive: true,
    onConnect,
  });
  // A connection that breaks while it is idle is replaced by the next query; without a listener it would be fatal.
  pool.on('error', () => undefined);
  return pool;
}

class LimitedClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #pool: LimitedPool;
  #isBroken = false;

  constructor(client: pg.PoolClient, pool: LimitedPool) {
    this.#client = client;
    this.#pool = pool;
    // A connection that breaks in use tells so twice: to its query, and by an event that would be fatal.
    client.on('error', this.#breaks);
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    sql: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof sql !== 'string') throw new Error('rows are read by the page, not streamed');
    return this.#query(sql, parameters);
  }

  release(): void {
    this.#client.off('error', this.#breaks);
    this.#client.release(this.#isBroken);
  }

  readonly #breaks = (): void => {
    this.#isBroken = true;
  };

  async #query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    if (this.#isBroken) throw new NoAnswer();
    try {
      const answer = this.#client.query<pg.QueryResultRow & R>(sql, [...parameters]);
      const { command, rowCount, rows } = await this.#pool.waitFor(answer);
      // Kysely tells the commands that change rows by this name, which PostgreSQL gives to others as well.
      return { command: command as PostgresQueryResult<R>['command'], rowCount: rowCount ?? 0, rows };
    } catch (error) {
      // Whatever PostgreSQL itself has not said is an error of the connection.
      if (!(error instanceof pg.DatabaseError)) this.#isBroken = true;
      throw error;
    }
  }
}

/** Whether some work ends within so many milliseconds. It throws what the work throws. */
async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const moment = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), moment]);
  } finally {
    clearTimeout(timer);
  }
}

/** Opens a connection, and says whether PostgreSQL answers there, even if only by an error. */
async function answersAnew(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: MOST_ASKING });
  client.on('error', () => undefined);
  try {
    await client.connect();
    client.end().catch(() => undefined);
    return true;
  } catch (error) {
    return error instanceof pg.DatabaseError;
  }
}
