import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../postgres.js';
import { startServer, type TestServer } from './server.js';

/* Sign-in by OpenID Connect with a real provider, by a client that keeps cookies and follows redirects. */

/** What the provider states about addresses: verified, not verified, nothing, or something invalid. */
const VERIFIED = new Map<string, unknown>([
  ['Olga', true],
  ['ben', true],
  ['olga', true],
  ['unverified', false],
  ['silent', undefined],
  ['text', 'true'],
]);

const SECRET = 'a secret of the client, long enough';
let provider: Server;
let issuer: string;
let server: TestServer;
/** A server that trusts every address of the provider. */
let trusting: TestServer;

beforeAll(async () => {
  // The provider has to know the server's address before either is started.
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  const openId = {
    issuer,
    clientId: 'ratecard',
    clientSecret: SECRET,
    newcomers: 'viewer' as const,
    trustEmail: false,
  };
  server = await startServer({ openId });
  trusting = await startServer({ openId: { ...openId, trustEmail: true } });
  const redirect_uris = [server, trusting].map(({ url }) => `${url}/v1/session/openid/callback`);
  const app = new Provider(issuer, {
    clients: [{ client_id: 'ratecard', client_secret: SECRET, redirect_uris }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['test'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: VERIFIED.get(id.split('@')[0] ?? ''), name: 'Some Body' }),
    }),
  });
  provider = createServer(app.callback());
  await new Promise<void>((resolve) => provider.listen(port, '127.0.0.1', resolve));
  expect((provider.address() as AddressInfo).port).toBe(port);
});
afterAll(async () => {
  await server.close();
  await trusting.close();
  provider.closeAllConnections();
  await new Promise((resolve) => provider.close(resolve));
});

/** A browser that keeps cookies by host and follows redirects until a page asks for input. */
class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  async open(url: string, form?: Record<string, string>): Promise<{ url: string; response: Response }> {
    let [at, body] = [url, form === undefined ? undefined : new URLSearchParams(form)];
    for (let hops = 0; hops < 12; hops++) {
      const { host } = new URL(at);
      const jar = this.#cookies.get(host) ?? new Map<string, string>();
      this.#cookies.set(host, jar);
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(at, {
        redirect: 'manual',
        headers: { cookie },
        ...(body === undefined ? {} : { method: 'POST', body }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (name === undefined || value === undefined) continue;
        if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) return { url: at, response };
      [at, body] = [new URL(location, at).href, undefined];
      if (new URL(at).host === new URL(url).host && new URL(at).pathname === '/') return { url: at, response };
    }
    throw new Error('too many redirects');
  }

  cookie(host: string): string {
    return [...(this.#cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  forget(host: string): void {
    this.#cookies.delete(host);
  }
}

/** Signs in at the provider, whose pages for development take any name. */
async function signIn(browser: Browser, email: string, at = server): Promise<{ url: string; response: Response }> {
  let page = await browser.open(`${at.url}/v1/session/openid`);
  for (let step = 0; step < 3 && page.url.includes('/interaction/'); step++) {
    const prompt = /name="prompt" value="(\w+)"/.exec(await page.response.text())?.[1] ?? '';
    page = await browser.open(page.url, prompt === 'login' ? { prompt, login: email, password: 'x' } : { prompt });
  }
  return page;
}

const session = async (browser: Browser) =>
  (await server.get('/v1/session', { cookie: browser.cookie(new URL(server.url).host) })).json();

describe('sign-in by OpenID Connect', () => {
  it('creates an account with the role viewer at the first sign-in', async () => {
    const browser = new Browser();
    const { url } = await signIn(browser, 'Olga@example.com');
    expect(new URL(url).origin).toBe(server.url);
    expect(await session(browser)).toMatchObject({
      signed_in: true,
      name: 'olga@example.com',
      role: 'viewer',
      openid: true,
    });
    const admin = await server.person('root', 'admin');
    const { events } = await admin.done('GET', '/v1/audit?actor=olga@example.com');
    expect(events.map(({ action }) => action)).toEqual(['session.signed_in', 'person.joined']);
    expect(events[0]?.details['by']).toBe('openid');
  });

  it('keeps the name and role of a person who has an account', async () => {
    await server.person('ben', 'approver');
    const browser = new Browser();
    await signIn(browser, 'ben@example.com');
    expect(await session(browser)).toMatchObject({ name: 'ben@example.com', role: 'approver' });
  });

  it('is refused with 401 for an address that is not verified and for a deactivated person', async () => {
    // A stranger could claim the address of an invited person, and be signed in as them.
    const admin = await server.person('root', 'admin');
    for (const name of ['unverified', 'silent', 'text']) {
      await admin.done('POST', '/v1/invitations', { email: `${name}@example.com`, role: 'admin' });
      const { response } = await signIn(new Browser(), `${name}@example.com`);
      const said = expect.stringContaining(`does not say that ${name}@example.com is verified`);
      expect([response.status, await response.text()]).toEqual([401, said]);
    }
    const { people } = await admin.done('GET', '/v1/people');
    const olga = people.find(({ email }) => email === 'olga@example.com');
    await admin.done('PATCH', `/v1/people/${olga?.id}`, { active: false });
    expect((await signIn(new Browser(), 'olga@example.com')).response.status).toBe(401);
  });

  it('accepts every address of a provider that is configured as trusted', async () => {
    for (const name of ['unverified', 'silent', 'ben']) {
      const { url } = await signIn(new Browser(), `${name}@example.com`, trusting);
      expect(url).toBe(`${trusting.url}/`);
    }
  });

  it('is refused with 401 when it was not started in the same browser', async () => {
    const browser = new Browser();
    await browser.open(`${server.url}/v1/session/openid`);
    const forged = await browser.open(`${server.url}/v1/session/openid/callback?code=x&state=y`);
    expect(forged.response.status).toBe(401);
    const other = new Browser();
    const lost = await other.open(`${server.url}/v1/session/openid/callback?code=x&state=y`);
    expect(await lost.response.text()).toContain('begun in another browser');
  });

  it('answers 404 when it is not configured, and says when the provider cannot be reached', async () => {
    const plain = await startServer();
    expect((await plain.get('/v1/session/openid')).status).toBe(404);
    await plain.close();
    const openId = {
      issuer: 'http://127.0.0.1:1',
      clientId: 'x',
      clientSecret: 'y',
      newcomers: undefined,
      trustEmail: false,
    };
    const away = await startServer({ openId });
    const response = await away.get('/v1/session/openid');
    expect([response.status, await response.text()]).toEqual([401, expect.stringContaining('cannot be reached')]);
    await away.close();
  });
});
