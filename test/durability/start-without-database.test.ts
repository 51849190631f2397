import { connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { bodyOf } from '../api/server.js';
import { emptyDatabase } from '../databases.js';
import { freePort } from '../postgres.js';
import { serve } from '../served.js';
import { firstAdmin, quoteKey, timedQuote } from './people.js';

it('a server waits for a database that is away at its start, and tells a key that is unknown from one it cannot know', async () => {
  const database = await emptyDatabase('postgres');
  const target = new URL(database.env['DATABASE_URL'] ?? '');
  const through = new URL(target);
  const port = await freePort();
  through.port = String(port);
  const sockets = new Set<Socket>();
  let attempts = 0;
  let isThere = false;
  const line = createServer((socket) => {
    attempts++;
    if (!isThere) {
      socket.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    for (const one of [socket, upstream]) sockets.add(one.on('error', () => undefined));
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => line.listen(port, '127.0.0.1', resolve));
  const starting = serve({ DATABASE_URL: through.href, LOG_LEVEL: 'info' });
  await expect.poll(() => attempts, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  isThere = true;
  const served = await starting;
  expect(served.output()).toMatch(/"attempt":1,.*trying again in 0.5 s/);
  expect(served.output()).toMatch(
    /"attempt":2,"waited_seconds":\d+,"reason":"cannot open the database postgres:.*trying again in 1 s/,
  );
  expect(served.output()).toContain('the database is there');

  const admin = await firstAdmin(served);
  const known = await quoteKey(admin, 'known');
  const revoked = await quoteKey(admin, 'revoked');
  const keys = (await bodyOf(admin.request('GET', '/v1/api-keys'))).api_keys;
  const id = keys.find(({ name }) => name === 'revoked')?.id;
  expect((await admin.request('DELETE', `/v1/api-keys/${id}`)).status).toBeLessThan(300);
  const quote = async (key: string) => (await timedQuote(served.url, key)).status;
  await expect.poll(() => quote(known), { timeout: 5_000 }).toBe(200);
  expect(await quote('rck_unknown')).toBe(401);

  line.close();
  for (const socket of sockets) socket.destroy();
  const ready = () => bodyOf(fetch(`${served.url}/readyz`));
  await expect.poll(ready, { timeout: 10_000 }).toMatchObject({ status: 'degraded', database: 'away' });
  expect(await quote(known)).toBe(200);
  expect(await quote(revoked)).toBe(401);
  expect(await timedQuote(served.url, 'rck_unknown')).toMatchObject({ status: 503, body: { code: 'database_away' } });
  await served.stop('SIGTERM');
  await database.remove();
});

it('a server says at once what no waiting changes', async () => {
  const database = await emptyDatabase('postgres');
  const nowhere = new URL(database.env['DATABASE_URL'] ?? '');
  nowhere.pathname = '/no_such_database';
  await expect(serve({ DATABASE_URL: nowhere.href })).rejects.toThrow('database "no_such_database" does not exist');
  await database.remove();
});
