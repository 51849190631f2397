import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS, ROLES, SCOPES } from '../../server/src/access/permissions.js';
import { routeTable } from '../../server/src/http/routes/route-table.js';
import { rawSql } from '../databases.js';
import { bodyOf, problemOf } from './answers.js';
import { type Person, startServer, type TestServer } from './server.js';

let server: TestServer;
let root: Person;
beforeAll(async () => {
  server = await startServer({ anonymousQuotes: 'nobody' });
  root = await server.person('root', 'admin');
});
afterAll(() => server.close());

/** The permissions of each role and scope, repeated here by hand: the test below compares the server with them. */
const MAY: Readonly<Record<string, readonly (typeof PERMISSIONS)[number][]>> = {
  nobody: [],
  viewer: ['quote', 'read'],
  amounts_editor: ['quote', 'read', 'edit_amounts', 'publish'],
  editor: ['quote', 'read', 'edit_amounts', 'edit_rules', 'publish'],
  approver: ['quote', 'read', 'edit_amounts', 'edit_rules', 'publish', 'review'],
  admin: [...PERMISSIONS],
  'key quote': ['quote'],
  'key read': ['quote', 'read'],
  'key propose': ['quote', 'read', 'edit_amounts', 'edit_rules'],
  'key publish': ['quote', 'read', 'edit_amounts', 'edit_rules', 'publish'],
  'key admin': ['quote', 'read', 'edit_amounts', 'edit_rules', 'publish', 'administer'],
};

/** The permission that each route requires, repeated here by hand. */
const ASKS: Readonly<Record<string, string>> = {
  'POST /v1/quotes': 'quote',
  'POST /v1/quotes/batch': 'quote',
  'GET /v1/products': 'quote',
  'GET /v1/prices': 'quote',
  'GET /metrics': 'quote',
  'GET /healthz': 'anybody',
  'GET /readyz': 'anybody',
  'GET /openapi.json': 'anybody',
  'GET /openapi-3.0.json': 'anybody',
  'GET /v1/change-requests': 'read',
  'POST /v1/change-requests': 'edit_amounts',
  'GET /v1/change-requests/{id}': 'read',
  'PATCH /v1/change-requests/{id}': 'edit_amounts',
  'GET /v1/change-requests/{id}/revisions': 'read',
  'GET /v1/change-requests/{id}/problems': 'read',
  'GET /v1/change-requests/{id}/compare': 'read',
  'GET /v1/change-requests/{id}/files': 'read',
  'GET /v1/change-requests/{id}/files/{path}': 'read',
  'PUT /v1/change-requests/{id}/files/{path}': 'edit_amounts',
  'PATCH /v1/change-requests/{id}/files/{path}': 'edit_amounts',
  'DELETE /v1/change-requests/{id}/files/{path}': 'edit_rules',
  'POST /v1/change-requests/{id}/expectations': 'edit_amounts',
  'POST /v1/change-requests/{id}/preview': 'read',
  'GET /v1/prices/history': 'read',
  'POST /v1/change-requests/{id}/submit': 'edit_amounts',
  'POST /v1/change-requests/{id}/reviews': 'edit_amounts',
  'POST /v1/change-requests/{id}/withdraw': 'edit_amounts',
  'POST /v1/change-requests/{id}/rebase': 'edit_amounts',
  'POST /v1/change-requests/{id}/publish': 'publish',
  'POST /v1/change-requests/{id}/schedule': 'publish',
  'GET /v1/releases': 'read',
  'GET /v1/releases/{number}': 'read',
  'GET /v1/releases/{number}/files/{path}': 'read',
  'GET /v1/releases/{number}/compare/{other}': 'read',
  'POST /v1/releases/{number}/restore': 'edit_amounts',
  'POST /v1/releases/{number}/withdraw': 'publish',
  'GET /v1/audit': 'read',
  'GET /v1/audit/verification': 'read',
  'GET /v1/session': 'anybody',
  'POST /v1/session': 'anybody',
  'DELETE /v1/session': 'signed_in',
  'GET /v1/session/openid': 'anybody',
  'GET /v1/session/openid/callback': 'anybody',
  'POST /v1/invitations': 'administer',
  'POST /v1/invitations/accept': 'anybody',
  'GET /v1/people': 'administer',
  'PATCH /v1/people/{id}': 'administer',
  'GET /v1/api-keys': 'administer',
  'POST /v1/api-keys': 'administer',
  'DELETE /v1/api-keys/{id}': 'administer',
  'GET /v1/releases/{number}/tables': 'read',
  'GET /v1/change-requests/{id}/tables': 'read',
  'GET /v1/releases/{number}/warnings': 'read',
  'GET /v1/change-requests/{id}/warnings': 'read',
  'PATCH /v1/change-requests/{id}/prices': 'edit_amounts',
  'GET /v1/change-requests/{id}/steps': 'read',
  'POST /v1/change-requests/{id}/quotes': 'read',
};

describe('every route', () => {
  it('answers each role and scope that has the permission, and refuses all others with 401 or 403', async () => {
    // A server of its own, because this test fails to sign in more often than a server allows.
    const server = await startServer({ anonymousQuotes: 'nobody' });
    const root = await server.person('root', 'admin');
    const routes = routeTable(server.services);
    expect(Object.fromEntries(routes.map(({ operation, access }) => [operation, access]))).toEqual(ASKS);

    type Send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
    const askers = new Map<string, Send>([['nobody', server.send]]);
    for (const role of ROLES) askers.set(role, (await server.person(`walk-${role}`, role)).request);
    for (const scope of SCOPES) {
      const { key } = await root.done('POST', '/v1/api-keys', { name: `walk ${scope}`, scopes: [scope] });
      askers.set(`key ${scope}`, (method, path, body, headers) =>
        server.send(method, path, body, { authorization: `Bearer ${key}`, ...headers }),
      );
    }
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const paths = [...new Set(routes.map(({ operation }) => operation.split(' ')[1] ?? ''))];
    for (const [asker, send] of askers) {
      for (const path of paths) {
        for (const method of methods) {
          const access = ASKS[`${method} ${path}`];
          // Numbers that do not exist, so that nothing is changed; and the session is not ended, because it is still needed.
          if (method === 'DELETE' && path === '/v1/session' && asker !== 'nobody') continue;
          const address = path.replace('{path}', 'rules/x.yaml').replace(/\{\w+\}/g, '999');
          const response = await send(method, address, method === 'GET' ? undefined : 'nonsense', {
            'if-match': '"1"',
          });
          const { status } = response;
          const what = `${asker}: ${method} ${path} gave ${status}`;
          if (access === undefined) {
            expect(status, what).toBe(405);
            continue;
          }
          const may =
            MAY[asker]?.some((one) => one === access) ||
            access === 'anybody' ||
            (access === 'signed_in' && asker !== 'nobody');
          const { code } = (response.headers.get('content-type') ?? '').includes('problem')
            ? await problemOf(response)
            : { code: '' };
          const stopped = ['sign_in_required', 'forbidden'].includes(code);
          expect(stopped, `${what} ${code}`).toBe(!may);
          if (stopped) expect(code, what).toBe(asker === 'nobody' ? 'sign_in_required' : 'forbidden');
        }
      }
    }
    await server.close();
  }, 120_000);
});

describe('a person', () => {
  it('signs in with a password, and the session ends when they sign out', async () => {
    const response = await server.post('/v1/session', {
      email: 'ROOT@example.com ',
      password: 'correct horse battery',
    });
    expect(response.status).toBe(201);
    const cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    expect(await bodyOf(server.get('/v1/session', { cookie }))).toMatchObject({ signed_in: true, role: 'admin' });
    const out = await server.send('DELETE', '/v1/session', undefined, { cookie, origin: server.url });
    expect([out.status, out.headers.getSetCookie()[0]]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect(await bodyOf(server.get('/v1/session', { cookie }))).toMatchObject({ signed_in: false });
    expect((await server.get('/v1/releases', { cookie })).status).toBe(401);
  });

  it('gets the same error for an unknown address as for a wrong password, and the audit log records both', async () => {
    const [one, two] = await Promise.all(
      [
        { email: 'root@example.com', password: 'wrong wrong wrong' },
        { email: 'nobody@example.com', password: 'wrong wrong wrong' },
      ].map((body) => problemOf(server.post('/v1/session', body))),
    );
    expect([one?.status, one?.code, one?.detail]).toEqual([two?.status, two?.code, two?.detail]);
    const { events } = await root.done('GET', '/v1/audit?action=session.sign_in_failed');
    expect(events.map(({ details }) => details['email']).sort()).toEqual(['nobody@example.com', 'root@example.com']);
    expect(JSON.stringify(events)).not.toContain('wrong wrong');
  });

  it('is refused with 429 after twenty failed sign-ins', async () => {
    const own = await startServer();
    const statuses: number[] = [];
    for (let round = 0; round < 22; round++) {
      statuses.push((await own.post('/v1/session', { email: `x${round}@y.z`, password: 'p' })).status);
    }
    expect(statuses).toEqual([...Array(20).fill(401), 429, 429]);
    await own.close();
  }, 60_000);

  it('is refused when another site makes their browser send a request', async () => {
    const send = (origin: Record<string, string>) =>
      server.send('POST', '/v1/change-requests', { title: 'x' }, { cookie: root.cookie, ...origin });
    expect((await problemOf(send({ origin: 'https://evil.example' }))).code).toBe('cross_site');
    expect((await problemOf(send({ origin: 'null' }))).code).toBe('cross_site');
    expect((await problemOf(send({}))).code).toBe('cross_site');
    expect((await send({ origin: server.url })).status).toBe(201);
    const signIn = await server.post(
      '/v1/session',
      { email: 'a@b.c', password: 'p' },
      { origin: 'https://evil.example' },
    );
    expect((await problemOf(signIn)).code).toBe('cross_site');
  });

  it('joins by an invitation that works once, has a new role at once, and is refused once deactivated', async () => {
    const { link } = await root.done('POST', '/v1/invitations', { email: 'Eva@Example.com', role: 'viewer' });
    const token = link.split('#')[1];
    const accept = (more: object = {}) =>
      server.post('/v1/invitations/accept', { token, name: 'Eva', password: 'a long enough one', ...more });
    expect(await bodyOf(accept({ password: 'short' }))).toMatchObject({ code: 'invalid', pointer: '/password' });
    const accepted = await accept();
    expect(accepted.status).toBe(201);
    expect(await bodyOf(accept())).toMatchObject({ code: 'link_used', status: 410 });
    const cookie = (accepted.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    const create = () => server.send('POST', '/v1/change-requests', { title: 'x' }, { cookie, origin: server.url });
    expect((await create()).status).toBe(403);
    const { people } = await root.done('GET', '/v1/people');
    const eva = people.find(({ email }) => email === 'eva@example.com');
    await root.done('PATCH', `/v1/people/${eva?.id}`, { role: 'editor' });
    expect((await create()).status).toBe(201);
    await root.done('PATCH', `/v1/people/${eva?.id}`, { active: false });
    expect((await create()).status).toBe(401);
    expect((await server.post('/v1/session', { email: 'eva@example.com', password: 'a long enough one' })).status).toBe(
      401,
    );
    const rootId = people.find(({ email }) => email === root.name)?.id;
    for (const { id, role } of people)
      if (role === 'admin' && id !== rootId) await root.done('PATCH', `/v1/people/${id}`, { active: false });
    expect(await root.refused('PATCH', `/v1/people/${rootId}`, { role: 'editor' })).toMatchObject({
      code: 'wrong_state',
    });
    expect(await root.refused('PATCH', '/v1/people/999', { role: 'editor' })).toMatchObject({ code: 'not_found' });
  });
});

describe('an API key', () => {
  it('is shown once, stored only as a hash, and refused with 401 after it was revoked', async () => {
    const made = await root.done('POST', '/v1/api-keys', { name: 'billing', scopes: ['quote'] });
    expect(made.key).toMatch(/^rck_[\w-]{43}$/);
    const quote = () => server.post('/v1/quotes', { product: 'kling-o1' }, { authorization: `Bearer ${made.key}` });
    expect((await quote()).status).toBe(200);
    expect((await server.post('/v1/quotes/', { product: 'kling-o1' })).status).toBe(401);
    expect((await server.post('/v1/quotes', { product: 'kling-o1' })).status).toBe(401);
    expect((await server.post('/v1/quotes', { product: 'kling-o1' }, { authorization: 'Bearer rck_x' })).status).toBe(
      401,
    );
    expect((await server.post('/v1/quotes', { product: 'kling-o1' }, { authorization: 'Basic x' })).status).toBe(401);
    expect(JSON.stringify(await root.done('GET', '/v1/api-keys'))).not.toContain(made.key);
    const rows = await rawSql(
      server.database.location,
      'select * from api_keys',
      'select * from audit_log',
      'select * from sessions',
    );
    expect(JSON.stringify(rows)).not.toContain(made.key);
    expect(JSON.stringify(rows)).not.toContain(root.cookie.split('=')[1]);
    expect(await root.refused('POST', '/v1/api-keys', { name: 'billing', scopes: ['read'] })).toMatchObject({
      code: 'already_exists',
    });
    await root.request('DELETE', `/v1/api-keys/${made.id}`);
    expect((await quote()).status).toBe(401);
    expect(await root.refused('DELETE', `/v1/api-keys/${made.id}`)).toMatchObject({ code: 'wrong_state' });
  });

  it('with the scope propose may propose and comment on changes, but not approve them', async () => {
    const { key } = await root.done('POST', '/v1/api-keys', { name: 'robot', scopes: ['propose'] });
    const send = <Method extends string, Address extends string>(
      method: Method,
      path: Address,
      body: unknown,
      revision?: number,
    ) =>
      server.send(method, path, body, {
        authorization: `Bearer ${key}`,
        ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
      });
    const made = await bodyOf(send('POST', '/v1/change-requests', { title: 'by a robot' }));
    expect(made.author).toBe('key:robot');
    const approve = await problemOf(send('POST', `/v1/change-requests/${made.id}/reviews`, { verdict: 'approve' }, 1));
    expect(approve.code).toBe('forbidden');
    const say = await send('POST', `/v1/change-requests/${made.id}/reviews`, { verdict: 'comment', comment: 'hm' }, 1);
    expect(say.status).toBe(201);
  });
});
