import { existsSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { emptyDatabase } from '../databases.js';
import { serve } from '../served.js';

it('the log of a server contains no password, key, session or link', async () => {
  const database = await emptyDatabase('sqlite');
  const server = await serve({ ...database.env, LOG_LEVEL: 'trace' });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const password = 'correct horse battery';
  const accepted = await post('/v1/invitations/accept', { token: server.token, email: 'a@b.c', name: 'A', password });
  const cookie = (accepted.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  await post('/v1/session', { email: 'a@b.c', password: 'wrong wrong wrong' });
  const made = await post('/v1/api-keys', { name: 'k', scopes: ['admin'] }, { cookie, origin: server.url });
  const { key } = (await made.json()) as { key: string };
  await post('/v1/change-requests', { title: 't' }, { authorization: `Bearer ${key}` });
  await post('/v1/change-requests', { title: 't' }, { authorization: 'Bearer rck_unknown-but-secret' });
  // An error is logged with its details: none of the request's headers may be among them.
  await fetch(`${server.url}/v1/releases/1`, { headers: { cookie } });
  await server.stop('SIGTERM');
  const log = server.output();
  expect(log).toContain('"/v1/change-requests"');
  const secrets = [password, 'wrong wrong wrong', key, 'rck_unknown-but-secret', cookie.split('=')[1], server.token];
  for (const secret of secrets) {
    expect(secret?.length).toBeGreaterThan(10);
    expect(log).not.toContain(secret);
  }
  // Only its owner can read the link, and once there is an admin it is gone.
  const { linkFile = '' } = server;
  expect(statSync(linkFile).mode & 0o777).toBe(0o600);
  const again = await serve(database.env);
  expect([again.linkFile, existsSync(linkFile)]).toEqual([undefined, false]);
  await again.stop('SIGTERM');
  await database.remove();
});
