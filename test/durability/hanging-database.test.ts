import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { record } from '../../server/src/audit/record.js';
import { Store } from '../../server/src/store/store.js';
import { bodyOf } from '../api/server.js';
import { type OwnPostgres, startPostgres } from '../postgres.js';
import { type Served, serve } from '../served.js';
import { firstAdmin, quoteKey, timedQuote } from './people.js';

/* A database that does not answer, though its connections are open: all processes of a real PostgreSQL are stopped. */

const MOST_WAITING = 5_000;

let postgres: OwnPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterEach(() => postgres.goOn());
afterAll(() => postgres.stop());

async function ask<T extends pg.QueryResultRow>(sql: string): Promise<readonly T[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query<T>(sql);
  await client.end();
  return rows;
}

const event = (store: Store, name: string, before?: () => void) =>
  store.mutation(async (tx) => {
    await record(tx, Date.now(), { actor: name, action: 'session.signed_out' });
    before?.();
  });
const events = async (name: string): Promise<number> => {
  const [row] = await ask<{ count: string }>(`select count(*) from audit_log where actor = '${name}'`);
  return Number(row?.count);
};

async function timed<T>(work: Promise<T>): Promise<{ result: T; took: number }> {
  const start = performance.now();
  return { result: await work, took: performance.now() - start };
}

describe('while the database hangs', () => {
  it('requests are refused within 5 s, readiness tells, quotes go on at full speed, and it is used again', async () => {
    const served: Served = await serve({ DATABASE_URL: postgres.url });
    const admin = await firstAdmin(served);
    const key = await quoteKey(admin, 'shop');
    const ready = async () => bodyOf(fetch(`${served.url}/readyz`));
    await expect.poll(async () => (await timedQuote(served.url, key)).status).toBe(200);

    postgres.hang();
    // More requests than there are connections, and quotes meanwhile.
    const waiting = Array.from({ length: 24 }, (_, index) =>
      timed(
        index % 2 === 0
          ? admin.request('POST', '/v1/change-requests', { title: `t ${index}` })
          : admin.request('GET', '/v1/people'),
      ),
    );
    const until = performance.now() + 1_000;
    const quotes: Awaited<ReturnType<typeof timedQuote>>[] = [];
    while (performance.now() < until)
      quotes.push(await timedQuote(served.url, quotes.length % 2 === 0 ? key : undefined));
    expect(new Set(quotes.map(({ status }) => status))).toEqual(new Set([200]));
    const times = quotes.map(({ took }) => took).sort((a, b) => a - b);
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(50);
    for (const { result, took } of await Promise.all(waiting)) {
      expect(result.status).toBe(503);
      expect(await bodyOf(result)).toMatchObject({ code: 'database_away' });
      expect(took).toBeLessThan(MOST_WAITING);
    }
    await expect.poll(ready, { timeout: MOST_WAITING }).toMatchObject({ status: 'degraded', database: 'away' });
    expect((await fetch(`${served.url}/readyz`)).status).toBe(200);
    // Now that it is known, hardly anybody waits.
    const later = await Promise.all(Array.from({ length: 20 }, () => timed(admin.request('GET', '/v1/people'))));
    expect(later.map(({ result }) => result.status)).toEqual(Array.from({ length: 20 }, () => 503));
    expect(later.filter(({ took }) => took > 1_000).length).toBeLessThanOrEqual(1);

    postgres.goOn();
    await expect.poll(ready, { timeout: 10_000 }).toMatchObject({ status: 'ready', database: 'ok' });
    expect((await admin.request('POST', '/v1/change-requests', { title: 'after' })).status).toBe(201);
    expect(await bodyOf(admin.request('GET', '/v1/audit/verification'))).toMatchObject({ ok: true });
    // No connection is left over, and no transaction.
    await expect
      .poll(() =>
        ask(
          "select state from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'",
        ),
      )
      .toEqual([]);
    const [open] = await ask<{ count: string }>(
      'select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    expect(Number(open?.count)).toBeLessThanOrEqual(10);
    await served.stop('SIGTERM');
    expect(served.child.exitCode).toBe(0);
  });

  it('a change is made whole or not at all, never twice, and what is not known is said', async () => {
    const store = await Store.open({ kind: 'postgres', url: postgres.url });
    // It hangs before the change is committed: nobody can know what becomes of it.
    const committing = await timed(event(store, 'committing', postgres.hang).catch((error: unknown) => error));
    expect(committing.took).toBeLessThan(MOST_WAITING);
    expect(committing.result).toMatchObject({ code: 'database_away' });
    expect(String(committing.result)).toContain('Whether the change was made is not known: look before you repeat it');
    postgres.goOn();
    await expect
      .poll(() =>
        event(store, 'next').then(
          () => 'done',
          () => 'refused',
        ),
      )
      .toBe('done');
    expect(await events('committing')).toBe(1);

    // It hangs before the change has written all that it wants to.
    const halfway = store.mutation(async (tx) => {
      await record(tx, Date.now(), { actor: 'halfway', action: 'session.signed_out' });
      postgres.hang();
      await record(tx, Date.now(), { actor: 'halfway', action: 'session.signed_out' });
    });
    await expect(halfway).rejects.toThrow('it did not answer within 3.5 s; nothing was changed');
    postgres.goOn();
    await expect
      .poll(() =>
        event(store, 'last').then(
          () => 'done',
          () => 'refused',
        ),
      )
      .toBe('done');
    expect(await events('halfway')).toBe(0);
    await Promise.all(Array.from({ length: 30 }, (_, index) => event(store, `many ${index}`)));
    await store.close();
  });

  it('a statement that takes too long is given up, and others go on', async () => {
    const store = await Store.open({ kind: 'postgres', url: postgres.url });
    const other = new pg.Client({ connectionString: postgres.url });
    await other.connect();
    await other.query('begin; lock table audit_log in access exclusive mode');
    const { result, took } = await timed(event(store, 'slow').catch((error: unknown) => error));
    expect(took).toBeLessThan(MOST_WAITING);
    expect(result).toMatchObject({ code: 'database_away' });
    expect(String(result)).toContain('the database takes too long');
    expect(store.state).toEqual({ kind: 'ok' });
    await other.query('rollback');
    await event(store, 'quick');
    await other.end();
    await store.close();
  });
});
