import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { describe, it } from 'vitest';
import { record } from '../../server/src/audit/record.js';
import { Store } from '../../server/src/store/store.js';
import { bodyOf } from '../api/answers.js';
import { emptyDatabase } from '../databases.js';
import { startPostgres } from '../postgres.js';
import { serve } from '../served.js';
import { firstAdmin, quoteKey, timedQuote } from './people.js';

/* A database that does not answer, though its connections are open: all processes of a real PostgreSQL are paused. */

const MOST_WAITING = 5_000;

async function ask<T extends pg.QueryResultRow>(url: string, question: string): Promise<readonly T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<T>(question);
  await client.end();
  return rows;
}

const event = (store: Store, name: string) =>
  store.mutation((tx) => record(tx, Date.now(), { actor: name, action: 'session.signed_out' }));

async function timed<T>(work: Promise<T>): Promise<{ result: T; took: number }> {
  const start = performance.now();
  return { result: await work, took: performance.now() - start };
}

describe.concurrent('a database', () => {
  it('that hangs makes other requests fail within 5 s while quotes are answered, and is then used again', async ({
    expect,
  }) => {
    const postgres = await startPostgres();
    const served = await serve({ DATABASE_URL: postgres.url });
    const store = await Store.open({ kind: 'postgres', url: postgres.url });
    const admin = await firstAdmin(served);
    const key = await quoteKey(admin, 'shop');
    const ready = async () => bodyOf(fetch(`${served.url}/readyz`));
    await expect.poll(async () => (await timedQuote(served.url, key)).status, { timeout: 5_000 }).toBe(200);
    const quotesFor = async (milliseconds: number) => {
      const until = performance.now() + milliseconds;
      const quotes: Awaited<ReturnType<typeof timedQuote>>[] = [];
      while (performance.now() < until) {
        quotes.push(await timedQuote(served.url, quotes.length % 2 === 0 ? key : undefined));
      }
      return quotes;
    };

    // One change is about to be committed when the database hangs, another has still to write.
    await sql`create table marks (name text)`.execute(store.db);
    const mark = (name: string) => sql`insert into marks values (${name})`;
    let hangs = (): void => undefined;
    const hung = new Promise<void>((resolve) => {
      hangs = resolve;
    });
    const begun = ['commits', 'writes'].map((name) =>
      store.db
        .transaction()
        .execute(async (tx) => {
          await mark(name).execute(tx);
          await hung;
          if (name === 'writes') await mark(`${name} more`).execute(tx);
        })
        .catch((error: unknown) => error),
    );
    await expect
      .poll(() => ask(postgres.url, "select 1 from pg_stat_activity where state = 'idle in transaction'"), {
        timeout: 10_000,
      })
      .toHaveLength(2);

    postgres.hang();
    hangs();
    // Sends more requests than there are connections, and quotes meanwhile.
    const waiting = Array.from({ length: 24 }, (_, index) =>
      timed(
        index % 2 === 0
          ? admin.request('POST', '/v1/change-requests', { title: `t ${index}` })
          : admin.request('GET', '/v1/people'),
      ),
    );
    const changes = begun.map(timed);
    const quotes = await quotesFor(1_000);
    expect(new Set(quotes.map(({ status }) => status))).toEqual(new Set([200]));
    // No quote waits for the database, which is given up after 3 s.
    expect(Math.max(...quotes.map(({ took }) => took))).toBeLessThan(1_000);
    for (const { result, took } of await Promise.all(waiting)) {
      expect(result.status).toBe(503);
      expect(await bodyOf(result)).toMatchObject({ code: 'database_away' });
      expect(took).toBeLessThan(MOST_WAITING);
    }
    const [commits, writes] = await Promise.all(changes);
    for (const change of [commits, writes]) {
      expect(change?.result).toMatchObject({ code: 'database_away' });
      expect(change?.took).toBeLessThan(MOST_WAITING);
    }
    // A change whose outcome is unknown is not reported as undone.
    expect(String(commits?.result)).toContain('Whether the change was made is not known: look before you repeat it');
    expect(String(writes?.result)).toContain('it does not answer; nothing was changed');
    await expect.poll(ready, { timeout: MOST_WAITING }).toMatchObject({ status: 'degraded', database: 'away' });
    expect((await fetch(`${served.url}/readyz`)).status).toBe(200);
    // Once the server knows that the database hangs, hardly any request waits.
    const later = await Promise.all(Array.from({ length: 20 }, () => timed(admin.request('GET', '/v1/people'))));
    expect(later.map(({ result }) => result.status)).toEqual(Array.from({ length: 20 }, () => 503));
    expect(later.filter(({ took }) => took > 1_500).length).toBeLessThanOrEqual(1);

    postgres.goOn();
    await expect.poll(ready, { timeout: 10_000 }).toMatchObject({ status: 'ready', database: 'ok' });
    expect((await admin.request('POST', '/v1/change-requests', { title: 'after' })).status).toBe(201);
    expect(await bodyOf(admin.request('GET', '/v1/audit/verification'))).toMatchObject({ ok: true });
    const again = () => event(store, 'again').then(() => 'done', String);
    await expect.poll(again, { timeout: 5_000 }).toBe('done');
    await Promise.all(Array.from({ length: 20 }, (_, index) => event(store, `many ${index}`)));
    // Each change was made once and completely, or not at all; no transaction and no connection is left open.
    expect(await ask(postgres.url, 'select name from marks')).toEqual([{ name: 'commits' }]);
    const connections = `select state from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
    await expect.poll(() => ask(postgres.url, `${connections} and state <> 'idle'`), { timeout: 5_000 }).toEqual([]);
    // Two servers have 8 connections each, and the thread that verified the log has 2. The probe has closed its own.
    await expect
      .poll(async () => (await ask(postgres.url, connections)).length, { timeout: 5_000 })
      .toBeLessThanOrEqual(2 * 8 + 2);
    await store.close();
    await served.stop('SIGTERM');
    expect(served.child.exitCode).toBe(0);
    await postgres.stop();
  });

  it('that is only slow is waited for, for example by a change that waits for a lock', async ({ expect }) => {
    const database = await emptyDatabase('postgres');
    const store = await Store.open(database.location);
    const other = new pg.Client({ connectionString: database.env['DATABASE_URL'] });
    await other.connect();
    await other.query('begin; lock table audit_log in access exclusive mode');
    const waiting = event(store, 'patient');
    // Longer than a server takes to find that a database hangs.
    await expect(Promise.race([waiting, delay(4_500).then(() => 'waits')])).resolves.toBe('waits');
    await other.query('rollback');
    await waiting;

    // PostgreSQL cancels a statement that takes too long. The test cancels it sooner.
    await other.query('begin; lock table audit_log in access exclusive mode');
    const cancelled = event(store, 'cancelled').catch((error: unknown) => String(error));
    const cancel = `select pg_cancel_backend(pid) from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(async () => (await other.query(cancel)).rowCount, { timeout: 5_000 }).toBe(1);
    expect(await cancelled).toContain('the database takes too long: canceling statement');
    expect(store.state).toEqual({ kind: 'ok' });
    await other.query('rollback');
    await event(store, 'quick');
    await other.end();
    await store.close();
    await database.remove();
  });
});
