import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf } from './answers.js';
import { NOW, type Person, startServer, type TestServer } from './server.js';

const FILE = 'rules/kling-o1.yaml';
let server: TestServer;
let root: Person;
beforeAll(async () => {
  server = await startServer({ anonymousQuotes: 'nobody', keyLimit: 5 });
  root = await server.person('root', 'admin');
});
afterAll(() => server.close());

const made = async (name: string, scopes: readonly string[], more: object = {}) =>
  root.done('POST', '/v1/api-keys', { name, scopes, ...more });
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const quote = (key: string, path = '/v1/quotes') => server.post(path, { product: 'kling-o1' }, bearer(key));
const listed = async (name: string) =>
  (await root.done('GET', '/v1/api-keys')).api_keys.find((one) => one.name === name) as unknown as object;

describe('an API key', () => {
  it('with the scope publish or admin publishes by the policy, and never in an emergency', async () => {
    for (const scope of ['publish', 'admin']) {
      const { key } = await made(`by ${scope}`, [scope]);
      const send = async <Method extends string, Address extends string>(
        method: Method,
        path: Address,
        body: unknown,
        revision?: number,
      ) => {
        const headers = { ...bearer(key), ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }) };
        // Each request is sent in a minute of its own, because the key may send five in one minute.
        server.time.now += 60_000;
        return bodyOf(server.send(method, path, body, headers));
      };
      const { id } = await send('POST', '/v1/change-requests', { title: 'By a program' });
      const at = `/v1/change-requests/${id}` as const;
      const price = scope === 'publish' ? 90 : 91;
      const edit = [{ op: 'replace', path: '/tables/0/rows/0/prices/0', value: price }];
      const { revision } = await send('PATCH', `${at}/files/${FILE}`, edit, 1);
      const emergency = await send('POST', `${at}/publish`, { emergency: 'It cannot wait' }, revision);
      const code = scope === 'admin' ? 'people_only' : 'forbidden';
      expect(emergency).toMatchObject({ status: 403, code });
      expect(await send('POST', `${at}/publish`, {}, revision)).toMatchObject({ code: 'wrong_state' });
      await send('POST', `${at}/submit`, undefined, revision);
      expect(await send('POST', `${at}/publish`, {}, revision)).toMatchObject({ state: 'in_force' });
    }
  });

  it('is refused with 401 from the instant at which it expires, and its name can be used again', async () => {
    const expires = new Date(server.time.now + 3_600_000).toISOString();
    const { key } = await made('short', ['quote'], { expires_at: expires, note: 'For the campaign' });
    expect(await listed('short')).toMatchObject({ expires_at: expires, note: 'For the campaign', last_used_at: null });
    expect((await quote(key)).status).toBe(200);
    expect(await root.refused('POST', '/v1/api-keys', { name: 'short', scopes: ['quote'] })).toMatchObject({
      code: 'already_exists',
    });
    server.time.now += 3_600_000;
    const refused = await bodyOf(quote(key));
    expect(refused).toMatchObject({
      status: 401,
      detail: `the API key short expired at ${expires}: ask an admin for a new key`,
    });
    await made('short', ['quote']);
    for (const expires_at of ['tomorrow', '2026-12-01', new Date(NOW - 1).toISOString()]) {
      expect(await root.refused('POST', '/v1/api-keys', { name: 'x', scopes: ['quote'], expires_at })).toMatchObject({
        code: 'invalid',
        pointer: '/expires_at',
      });
    }
    const { events } = await root.done('GET', '/v1/audit?action=api_key.created');
    expect(events[1]?.details).toMatchObject({ name: 'short', expires_at: expires, note: 'For the campaign' });
    expect(await root.done('GET', '/v1/audit/verification')).toMatchObject({ ok: true });
  });

  it('shows when it was last used, which is stored at most once a minute', async () => {
    const { key } = await made('used', ['quote']);
    server.time.now += 60_000;
    const first = new Date(server.time.now).toISOString();
    await quote(key);
    await server.refresh();
    expect(await listed('used')).toMatchObject({ last_used_at: first });
    server.time.now += 30_000;
    await quote(key);
    await server.refresh();
    expect(await listed('used')).toMatchObject({ last_used_at: first });
    server.time.now += 30_000;
    await server.refresh();
    expect(await listed('used')).toMatchObject({ last_used_at: new Date(server.time.now - 30_000).toISOString() });
  });

  it('is limited to a number of requests in a minute over all routes, without affecting other keys', async () => {
    const [{ key }, other] = [await made('busy', ['quote']), await made('calm', ['quote'])];
    const [first, second] = [await quote(key), await quote(key, '/v1/quotes/')];
    expect(first.headers.get('ratelimit-policy')).toBe('"api-key"; q=5; w=60');
    expect(first.headers.get('ratelimit')).toBe('"api-key"; r=4; t=60');
    server.time.now += 10_500;
    expect(second.headers.get('ratelimit')).toBe('"api-key"; r=3; t=60');
    expect((await server.get('/v1/products', bearer(key))).headers.get('ratelimit')).toBe('"api-key"; r=2; t=50');
    await server.post('/v1/quotes/batch', { items: [{ product: 'kling-o1' }] }, bearer(key));
    expect((await quote(key)).status).toBe(200);
    for (const answer of [
      await quote(key),
      await quote(key, '/v1/quotes/'),
      await server.get('/v1/products', bearer(key)),
      await server.post('/v1/quotes/batch', { items: [] }, bearer(key)),
    ]) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '50']);
      expect(answer.headers.get('ratelimit')).toBe('"api-key"; r=0; t=50');
      expect(await bodyOf(answer)).toMatchObject({ code: 'too_many_requests', retry_after: 50 });
    }
    expect((await quote(other.key)).status).toBe(200);
    expect((await root.request('GET', '/v1/releases')).headers.get('ratelimit')).toBeNull();
    server.time.now += 49_500;
    expect((await quote(key)).headers.get('ratelimit')).toBe('"api-key"; r=4; t=60');
  });
});
