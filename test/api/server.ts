import { pino } from 'pino';
import type { AnswerTo } from '../../schemas/types/answer-to.js';
import { acceptInvitation, invitePerson } from '../../server/src/access/people/invitations.js';
import type { Role } from '../../server/src/access/permissions.js';
import { assemble, type ServiceSettings } from '../../server/src/assemble.js';
import { createApp } from '../../server/src/http/app.js';
import { listen } from '../../server/src/http/server.js';
import { importFirstRelease } from '../../server/src/releases/first-release.js';
import { readRulesFolder } from '../../server/src/releases/rules-folder.js';
import { Store } from '../../server/src/store/store.js';
import { ROOT, schemas } from '../books.js';
import { type EmptyDatabase, emptyDatabase } from '../databases.js';
import { type Answered, type AnyProblem, bodyOf, problemOf } from './answers.js';
import { assertDescribed } from './described.js';

/** The moment at which the clocks of test servers stand, until a test moves them. */
export const NOW = Date.UTC(2026, 10, 23, 12);

/** What may differ between test servers. */
export interface ServerOptions extends Partial<ServiceSettings> {
  /** The book of an empty database. */
  readonly rules?: string;
  /** Whether the book has its checks; most tests change prices freely. */
  readonly checks?: boolean;
  /** A database that is shared with another server; otherwise the server has its own. */
  readonly database?: EmptyDatabase;
}

const CHECKS = ['rules/checks.yaml', 'rules/published-prices.yaml'];
const PASSWORD = 'correct horse battery';

/** A real server on a free port of 127.0.0.1, on a database of its own. */
export async function startServer(options: ServerOptions = {}) {
  const database = options.database ?? (await emptyDatabase());
  const store = await Store.open(database.location);
  const time = { now: NOW };
  const clock = () => time.now;
  const { files } = readRulesFolder(options.rules ?? `${ROOT}rules`, 'rules');
  const kept = options.checks === true ? files : files.filter(({ path }) => !CHECKS.includes(path));
  await importFirstRelease(store, kept, clock());
  const recording = { share: 1, days: 30, megabytes: 1000 };
  const settings = {
    anonymousQuotes: 'this machine' as const,
    local: true,
    publicOrigin: undefined,
    host: '127.0.0.1',
    hosts: [],
    keyLimit: 0,
    openId: undefined,
    proxies: 0,
    recording,
  };
  const logger = pino({ level: 'silent' });
  const assembled = await assemble({
    store,
    schemas,
    settings: { ...settings, ...options },
    logger,
    clock,
    isReady: () => true,
  });
  const { services, refresh } = assembled;
  const server = await listen(createApp(services), '127.0.0.1', 0);

  const send = async <Method extends string, Address extends string>(
    method: Method,
    path: Address,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered<AnswerTo<Method, Address>>> => {
    const response = await fetch(server.url + path, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    });
    await assertDescribed(method, path, response);
    return response;
  };
  const post = <Address extends string>(path: Address, body: unknown, headers?: Record<string, string>) =>
    send('POST', path, body, headers);
  const get = <Address extends string>(path: Address, headers?: Record<string, string>) =>
    send('GET', path, undefined, headers);

  /** A person who is signed in. */
  const person = async (name: string, role: Role) => {
    const email = `${name}@example.com`;
    const token = await invitePerson(services.context, 'test', email, role);
    await acceptInvitation(services.context, { token, name, password: PASSWORD });
    const signedIn = await post('/v1/session', { email, password: PASSWORD });
    const cookie = (signedIn.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    const own = { cookie, origin: server.url };
    const request = <Method extends string, Address extends string>(
      method: Method,
      path: Address,
      body?: unknown,
      headers: Record<string, string> = {},
    ) => send(method, path, body, { ...own, ...headers });
    const onRevision = (revision: number | undefined) =>
      revision === undefined ? {} : { 'if-match': `"${revision}"` };
    /** Sends a request, and expects success. */
    const done = async <Method extends string, Address extends string>(
      method: Method,
      path: Address,
      body?: unknown,
      revision?: number,
    ): Promise<AnswerTo<Method, Address>> => {
      const response = await request(method, path, body, onRevision(revision));
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return bodyOf(response);
    };
    /** Sends a request, and expects it to be refused. */
    const refused = async (method: string, path: string, body?: unknown, revision?: number): Promise<AnyProblem> => {
      const response = await request(method, path, body, onRevision(revision));
      if (response.ok) throw new Error(`${method} ${path} was not refused: ${await response.text()}`);
      return problemOf(response);
    };
    return { name: email, cookie, request, done, refused };
  };

  return {
    url: server.url,
    database,
    store,
    time,
    services,
    releases: services.releases,
    refresh,
    send,
    post,
    get,
    person,
    close: async () => {
      await server.close();
      await store.close();
      if (options.database === undefined) await database.remove();
    },
  };
}

export type TestServer = Awaited<ReturnType<typeof startServer>>;
export type Person = Awaited<ReturnType<TestServer['person']>>;
