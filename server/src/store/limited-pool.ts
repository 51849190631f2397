import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';

/**
 * How long getting a connection and its first answer may take together, and each answer after that, in milliseconds.
 * Whoever asked over HTTP then has an answer within 5 s.
 */
const MOST_WAITING = 3_500;

/**
 * What PostgreSQL itself is told, in milliseconds: it gives a statement up before we give the connection up, and ends a
 * transaction whose server has vanished, so that its locks do not hold up all others.
 */
const SESSION = { statement_timeout: 3_000, idle_in_transaction_session_timeout: 15_000 };

/** PostgreSQL does not answer: the machine, the network or the process hangs. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code = 'ETIMEDOUT';

  constructor() {
    super(`it did not answer within ${MOST_WAITING / 1000} s`);
  }
}

/**
 * A pool of connections to PostgreSQL, in which no wait is for ever. A server that is stopped answers nothing, not even
 * that a statement has timed out, so the time is measured here as well. A connection that did not answer in time is
 * given up for good: what it still says is of no use to anybody, and a transaction on it ends with it.
 */
export function limitedPool(url: string, connections: number): PostgresPool {
  const pool = openPool(url, connections, async (client) => {
    const settings = Object.entries(SESSION).map(([name, value]) => `set ${name} = ${value}`);
    await client.query(settings.join('; '));
  });
  return {
    connect: async () => {
      const until = performance.now() + MOST_WAITING;
      const client = await answerBy(until, pool.connect(), (late) => late.release());
      return new LimitedClient(client, until);
    },
    end: () => pool.end(),
  };
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
  #until: number | undefined;
  #isBroken = false;

  constructor(client: pg.PoolClient, until: number) {
    this.#client = client;
    this.#until = until;
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
    const until = this.#until ?? performance.now() + MOST_WAITING;
    this.#until = undefined;
    try {
      const answer = this.#client.query<pg.QueryResultRow & R>(sql, [...parameters]);
      const { command, rowCount, rows } = await answerBy(until, answer);
      // Kysely tells the commands that change rows by this name, which PostgreSQL gives to others as well.
      return { command: command as PostgresQueryResult<R>['command'], rowCount: rowCount ?? 0, rows };
    } catch (error) {
      // Whatever PostgreSQL itself has not said is an error of the connection.
      if (!(error instanceof pg.DatabaseError)) this.#isBroken = true;
      throw error;
    }
  }
}

/**
 * Waits for an answer, but not for ever.
 *
 * @param until the moment, as `performance.now` has it
 * @param dispose what to do with an answer that comes too late
 */
async function answerBy<T>(
  until: number,
  answer: Promise<T>,
  dispose: (late: T) => void = () => undefined,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer()), until - performance.now());
  });
  try {
    return await Promise.race([answer, tooLate]);
  } catch (error) {
    if (error instanceof NoAnswer) answer.then(dispose, () => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
