import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ApiKeys } from '../../schemas/types/api.js';
import { type Answered, bodyOf } from '../api/answers.js';
import { emptyDatabase } from '../databases.js';
import { freePort } from '../postgres.js';
import { serve } from '../served.js';
import { firstAdmin, quoteKey, timedQuote } from './people.js';

it('a server waits for its database at the start, and while it is away answers unknown keys with 503, not 401', async () => {
  const database = await emptyDatabase('postgres');
  const line = await lineTo(database.env['DATABASE_URL'] ?? '');
  const data = mkdtempSync(join(tmpdir(), 'ratecard-away-'));
  const env = { DATABASE_URL: line.url, RATECARD_DATA: data, LOG_LEVEL: 'info' };
  const starting = serve(env);
  await expect.poll(() => line.attempts, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  line.isThere = true;
  const served = await starting;
  expect(served.output()).toMatch(/"attempt":1,.*trying again in 0.5 s/);
  expect(served.output()).toMatch(
    /"attempt":2,"waited_seconds":\d+,"reason":"cannot open the database postgres:.*trying again in 1 s/,
  );
  expect(served.output()).toContain('the database is there');
  expect(served.output()).toMatch(/postgres:\/\/\w+:\*\*\*@/);
  expect(served.output()).not.toContain(`:${new URL(line.url).password}@`);

  const admin = await firstAdmin(served);
  const known = await quoteKey(admin, 'known');
  const revoked = await quoteKey(admin, 'revoked');
  const listed: Answered<ApiKeys> = await admin.request('GET', '/v1/api-keys');
  const id = (await bodyOf(listed)).api_keys.find(({ name }) => name === 'revoked')?.id;
  expect((await admin.request('DELETE', `/v1/api-keys/${id}`)).status).toBeLessThan(300);
  const quote = async (key: string) => (await timedQuote(served.url, key)).status;
  await expect.poll(() => quote(known), { timeout: 5_000 }).toBe(200);
  expect(await quote('rck_unknown')).toBe(401);

  const state = join(data, 'snapshot', 'state.json');
  await expect.poll(() => readFileSync(state, 'utf8'), { timeout: 5_000 }).toMatch(/"revoked_at":"2/);
  line.cut();
  const ready = () => bodyOf(fetch(`${served.url}/readyz`));
  await expect.poll(ready, { timeout: 10_000 }).toMatchObject({ status: 'degraded', database: 'away' });
  expect(await quote(known)).toBe(200);
  expect(await quote(revoked)).toBe(401);
  expect(await timedQuote(served.url, 'rck_unknown')).toMatchObject({ status: 503, body: { code: 'database_away' } });
  await served.stop('SIGTERM');

  // It starts again from its snapshot while the database is still away.
  const again = await serve(env);
  expect(again.output()).toContain('quotes are answered from the snapshot in the data folder');
  const quoteAgain = (key: string) => timedQuote(again.url, key);
  expect((await quoteAgain(known)).status).toBe(200);
  expect((await quoteAgain(revoked)).status).toBe(401);
  expect(await quoteAgain('rck_unknown')).toMatchObject({ status: 503, body: { code: 'database_away' } });
  expect(await bodyOf(fetch(`${again.url}/readyz`))).toMatchObject({ status: 'degraded', database: 'away' });
  line.isThere = true;
  await expect.poll(() => bodyOf(fetch(`${again.url}/readyz`)), { timeout: 10_000 }).toMatchObject({ status: 'ready' });
  expect((await quoteAgain('rck_unknown')).status).toBe(401);
  await expect
    .poll(() => again.output(), { timeout: 10_000 })
    .toContain('the database is there: quotes are answered from it again');
  await again.stop('SIGTERM');

  // Only the owner can read the snapshot, and it contains no key and no password.
  const folder = join(data, 'snapshot');
  const names = readdirSync(folder);
  expect(names).toHaveLength(2);
  for (const name of names) {
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain(known);
  }

  // A damaged snapshot is not used.
  line.cut();
  writeFileSync(state, readFileSync(state, 'utf8').replace('"database"', '"databasf"'));
  const attempts = line.attempts;
  const waiting = serve(env);
  await expect.poll(() => line.attempts, { timeout: 20_000 }).toBeGreaterThan(attempts + 1);
  line.isThere = true;
  const last = await waiting;
  expect(last.output()).toMatch(/state\.json was damaged: its checksum.*the snapshot in the data folder is not used/);
  await last.stop('SIGTERM');
  line.cut();
  await database.remove();
  rmSync(data, { recursive: true });
});

/** A connection to a database that can be cut. */
async function lineTo(address: string) {
  const target = new URL(address);
  const through = new URL(target);
  const port = await freePort();
  through.port = String(port);
  through.password = 'secret';
  const sockets = new Set<Socket>();
  const line = {
    url: through.href,
    attempts: 0,
    isThere: false,
    cut: () => {
      line.isThere = false;
      for (const socket of sockets) socket.destroy();
    },
  };
  const server = createServer((socket) => {
    line.attempts++;
    if (!line.isThere) {
      socket.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    for (const one of [socket, upstream]) sockets.add(one.on('error', () => undefined));
    socket.pipe(upstream).pipe(socket);
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return line;
}

it('a server that starts with a database that does not exist says so at once and does not wait', async () => {
  const database = await emptyDatabase('postgres');
  const nowhere = new URL(database.env['DATABASE_URL'] ?? '');
  nowhere.pathname = '/no_such_database';
  await expect(serve({ DATABASE_URL: nowhere.href })).rejects.toThrow('database "no_such_database" does not exist');
  await database.remove();
});
