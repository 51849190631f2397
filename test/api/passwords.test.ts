import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptInvitation, invitePerson } from '../../server/src/access/people/invitations.js';
import { passwordFault } from '../../server/src/access/sign-in/acceptable-password.js';
import { bodyOf, problemOf } from './answers.js';
import { type Person, startServer, type TestServer } from './server.js';

const PASSWORD = 'correct horse battery';
const SECOND = 1_000;
let server: TestServer;
let root: Person;
beforeAll(async () => {
  // The server trusts one proxy, so that a test can send requests from many addresses.
  server = await startServer({ proxies: 1 });
  root = await server.person('root', 'admin');
});
afterAll(() => server.close());

const signIn = (email: string, password: string, from: string) =>
  server.post('/v1/session', { email, password }, { 'x-forwarded-for': from });
const session = async (cookie: string) => (await bodyOf(server.get('/v1/session', { cookie }))) as unknown as object;
const cookieOf = (response: Response) => (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';

/** A person with a password who has not signed in yet. */
async function known(name: string): Promise<string> {
  const email = `${name}@example.com`;
  const token = await invitePerson(server.services.context, 'test', email, 'viewer');
  await acceptInvitation(server.services.context, { token, name, password: PASSWORD });
  return email;
}

describe('a new password', () => {
  it('ends all other sessions of the person, and is recorded in the audit log', async () => {
    const eve = await server.person('eve', 'editor');
    const other = cookieOf(await signIn(eve.name, PASSWORD, '203.0.113.1'));
    const { link } = await root.done('POST', '/v1/invitations', { email: eve.name, role: 'viewer' });
    const accept = { token: link.split('#')[1], name: 'Eve', password: 'another horse, another battery' };
    const accepted = await server.post('/v1/invitations/accept', accept);
    expect(await session(eve.cookie)).toMatchObject({ signed_in: false });
    expect(await session(other)).toMatchObject({ signed_in: false });
    expect(await session(cookieOf(accepted))).toMatchObject({ signed_in: true, role: 'editor' });
    expect(await session(root.cookie)).toMatchObject({ signed_in: true });
    const { events } = await root.done('GET', '/v1/audit?action=person.password_changed');
    expect(events).toMatchObject([{ actor: eve.name, details: { email: eve.name, sessions_ended: 2 } }]);
  });

  it('is refused with the reason when it is easy to guess, and the invitation stays usable', async () => {
    const { link } = await root.done('POST', '/v1/invitations', { email: 'Fred.Miller@example.com', role: 'viewer' });
    const accept = (password: string) =>
      server.post('/v1/invitations/accept', { token: link.split('#')[1], name: 'Fred', password });
    for (const [password, reason] of [
      ['password123', 'tried first'],
      ['Fred.Miller@Example.com', 'the e-mail address'],
      ['aaaaaaaaaaaa', 'over and over again'],
      ['short', '10 to 200 characters'],
    ] as const) {
      const { code, detail, ...rest } = await problemOf(accept(password));
      expect([code, rest]).toEqual(['invalid', expect.objectContaining({ pointer: '/password' })]);
      expect(detail).toContain(reason);
    }
    expect((await accept('a fine password of fred')).status).toBe(201);
  });

  it('is refused when it is common, repetitive or like the e-mail address, and accepted otherwise', () => {
    const easy = [
      '1234567890',
      'QWERTYUIOP',
      'Password2026!',
      'dragondragon',
      '..Basketball..',
      'ababababab',
      '7777777777',
    ];
    for (const password of [...easy, 'fred.miller', 'FRED.MILLER@EXAMPLE.COM']) {
      expect(passwordFault(password, 'fred.miller@example.com'), password).toBeDefined();
    }
    for (const password of [
      PASSWORD,
      'kq7#Lm2!xW',
      '8372615409',
      'a long enough one',
      'пароль из слов',
      'basketball is fun',
    ]) {
      expect(passwordFault(password, 'fred.miller@example.com'), password).toBeUndefined();
    }
  });
});

describe('failed sign-ins for one account', () => {
  it.each(['somebody', 'nobody'])(
    'delay the next one longer and longer from any address, whether the account exists or not: %s',
    async (name) => {
      const email = name === 'nobody' ? 'nobody@example.com' : await known(name);
      const waits: (string | null)[] = [];
      for (let round = 0; waits.length < 9; round++) {
        const address = `203.0.113.${round}`;
        const response = await signIn(email.toUpperCase(), 'wrong wrong wrong', address);
        if (response.status === 401) continue;
        expect([response.status, (await problemOf(response)).code]).toEqual([429, 'too_many_requests']);
        waits.push(response.headers.get('retry-after'));
        // The right password is refused as well, since otherwise it would show that the account exists.
        expect((await signIn(email, PASSWORD, address)).status).toBe(429);
        server.time.now += Number(response.headers.get('retry-after')) * SECOND;
      }
      expect(waits).toEqual(['1', '2', '4', '8', '16', '32', '60', '60', '60']);
      const right = await signIn(email, PASSWORD, '203.0.113.99');
      expect(right.status).toBe(name === 'nobody' ? 401 : 201);
    },
  );

  it('do not delay its owner at an address where they signed in before, nor any other account', async () => {
    const email = await known('owner');
    const home = '198.51.100.7';
    expect((await signIn(email, PASSWORD, home)).status).toBe(201);
    for (let round = 0; round < 6; round++) await signIn(email, 'wrong wrong wrong', `192.0.2.${round}`);
    expect((await signIn(email, PASSWORD, '192.0.2.9')).status).toBe(429);
    expect((await signIn(email, PASSWORD, home)).status).toBe(201);
    expect((await signIn(await known('another'), PASSWORD, '192.0.2.9')).status).toBe(201);
    server.time.now += 16 * 60 * SECOND;
    expect((await signIn(email, PASSWORD, '192.0.2.9')).status).toBe(201);
  });

  it('are all counted when they are sent at the same time', async () => {
    const tries = Array.from({ length: 12 }, (_, index) =>
      signIn('crowd@example.com', 'wrong', `192.0.2.${100 + index}`),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(5).fill(401), ...Array(7).fill(429)]);
  });
});
