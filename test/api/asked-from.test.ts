import { type IncomingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptInvitation, invitePerson } from '../../server/src/access/people/invitations.js';
import { readSettings } from '../../server/src/settings.js';
import { startServer } from './server.js';

/* What a server answers, depending on where a request comes from and which host it names: proxies, other sites. */

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server with these environment variables, and a function that sends requests with any headers. */
async function started(env: Readonly<Record<string, string>>) {
  const settings = readSettings(env);
  if (typeof settings === 'string') throw new Error(settings);
  const { anonymousQuotes, local, publicOrigin, host, hosts, proxies } = settings;
  const server = await startServer({ anonymousQuotes, local, publicOrigin, host, hosts, proxies });
  const ask = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body: object | undefined = method === 'POST' ? { product: 'kling-o1' } : undefined,
  ) =>
    new Promise<Answer>((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const type = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': text.length };
      const sent = request(server.url + path, { method, headers: { ...type, ...headers } }, (response) => {
        let said = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          said += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: said }));
      });
      sent.on('error', reject);
      sent.end(text);
    });
  return { ...server, ask };
}

/** All routes that anybody may use where anonymous quotes are allowed; different code answers each of them. */
const OPEN = [
  ['POST', '/v1/quotes'],
  ['POST', '/v1/quotes/'],
  ['POST', '/v1/quotes/batch'],
  ['GET', '/v1/products'],
  ['GET', '/v1/prices'],
  ['GET', '/metrics'],
] as const;

type Started = Awaited<ReturnType<typeof started>>;

async function statuses({ ask }: Started, headers: Record<string, string> = {}): Promise<readonly number[]> {
  const answers = OPEN.map(([method, path]) =>
    ask(method, path, headers, path.endsWith('batch') ? { items: [{ product: 'kling-o1' }] } : undefined),
  );
  return (await Promise.all(answers)).map(({ status }) => status);
}

const all = (status: number) => OPEN.map(() => status);

describe('a server behind a proxy on the same machine', () => {
  it.each([
    ['with RATECARD_PROXIES', { RATECARD_PROXIES: '1' }, '127.0.0.1:3000'],
    ['with an https address in RATECARD_URL', { RATECARD_URL: 'https://prices.example.com' }, 'prices.example.com'],
    ['with an http address in RATECARD_URL', { RATECARD_URL: 'http://prices.internal' }, 'prices.internal'],
  ])('refuses anonymous requests with 401 and sets Secure cookies, %s', async (_what, env, host) => {
    const server = await started(env);
    expect(await statuses(server, { host })).toEqual(all(401));
    expect(await statuses(server)).toEqual(all(401));
    const token = await invitePerson(server.services.context, 'test', 'ada@example.com', 'viewer');
    const password = 'correct horse battery';
    await acceptInvitation(server.services.context, { token, name: 'Ada', password });
    const signedIn = await server.ask('POST', '/v1/session', {}, { email: 'ada@example.com', password });
    expect(signedIn.status).toBe(201);
    expect(signedIn.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
    await server.close();
  });
});

describe('a server that listens only on its own machine', () => {
  let server: Started;
  beforeAll(async () => {
    server = await started({ RATECARD_HOSTS: 'prices.svc, Other.Name' });
  });
  afterAll(() => server.close());

  it('answers anonymous requests that name it by a loopback host', async () => {
    for (const host of ['127.0.0.1:3000', 'localhost:3000', 'LOCALHOST', '[::1]:3000', '127.0.0.1']) {
      expect(await statuses(server, { host }), host).toEqual(all(200));
    }
  });

  it('refuses anonymous requests with 401 when they name another of its hosts or come through a proxy', async () => {
    for (const headers of [
      { host: 'prices.svc' },
      { host: 'other.name:8080' },
      { 'x-forwarded-for': '203.0.113.7' },
      { forwarded: 'for=203.0.113.7' },
    ]) {
      expect(await statuses(server, headers), JSON.stringify(headers)).toEqual(all(401));
    }
  });

  it('refuses a host name that is not its own with 421, and says which settings add it', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', '10.1.2.3:3000', '127.0.0.1.evil.example']) {
      const found = await statuses(server, { host });
      // Probes address a pod by its IP address; metrics need a key there.
      expect(found, host).toEqual([...all(421).slice(1), 401]);
      const { body, headers } = await server.ask('POST', '/v1/quotes', { host });
      expect(headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(body)).toMatchObject({ code: 'misdirected_request', status: 421 });
      expect(JSON.parse(body).detail).toMatch(/set RATECARD_URL .*, or RATECARD_HOSTS to/);
      for (const path of ['/healthz', '/readyz', '/readyz?']) {
        expect((await server.ask('GET', path, { host })).status, path).toBe(200);
      }
      for (const path of ['/', '/docs', '/v1/session', '/openapi.json']) {
        expect((await server.ask('GET', path, { host })).status, path).toBe(421);
      }
    }
  });
});

describe('a server', () => {
  it('makes links from its own address, never from the host that a request names', async () => {
    const plain = await started({ RATECARD_HOSTS: 'prices.svc' });
    const root = await plain.person('root', 'admin');
    const { cookie } = root;
    const body = { email: 'a@b.c', role: 'viewer' };
    const headers = { cookie, host: 'prices.svc', origin: 'http://prices.svc' };
    const made = await plain.ask('POST', '/v1/invitations', headers, body);
    expect(JSON.parse(made.body).link).toMatch(new RegExp(`^${plain.url}/setup#`));
    await plain.close();
  });

  it('refuses an http origin as cross-site when its own address is https', async () => {
    const server = await started({ RATECARD_URL: 'https://prices.example.com/', RATECARD_HOSTS: 'prices.svc' });
    const signIn = async (host: string, origin: string) => {
      const body = { email: 'nobody@example.com', password: 'x' };
      const { status, body: said } = await server.ask('POST', '/v1/session', { host, origin }, body);
      return status === 403 ? JSON.parse(said).code : 'own site';
    };
    expect(await signIn('prices.example.com', 'https://prices.example.com')).toBe('own site');
    expect(await signIn('prices.svc', 'https://prices.svc')).toBe('own site');
    expect(await signIn('prices.svc', 'https://prices.example.com')).toBe('own site');
    expect(await signIn('prices.example.com', 'http://prices.example.com')).toBe('cross_site');
    expect(await signIn('prices.svc', 'http://prices.svc')).toBe('cross_site');
    expect(await signIn('127.0.0.1', 'http://127.0.0.1')).toBe('cross_site');
    await server.close();
  });
});
