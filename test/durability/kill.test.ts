import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { DATABASES_OF_SERVERS, type EmptyDatabase, emptyDatabase } from '../databases.js';
import { times } from '../long-runs.js';
import { type Served, serve } from '../served.js';

/*
 * A server is killed at random moments, under concurrent edits, reviews, publishes, keys and quotes, and
 * everything that it acknowledged must be there when it starts again.
 */

const KILLS = times(12, 4);
const PASSWORD = 'correct horse battery';

const BOOK = {
  'book.yaml': 'kind: book\ntitle: T\ncurrencies: {credits: {decimals: 0}}\n',
  'prices.yaml': `kind: prices
title: P
currency: credits
products: {a: {title: A}, b: {title: B}}
options: {batch: {choices: [1, 4], default: 1}}
tables:
  - title: T
    columns: {1x: {batch: 1}, 4x: {batch: 4}}
    rows:
      - {title: A, when: {product: a}, prices: [1, 4]}
      - {title: B, when: {product: b}, prices: [2, 8]}
`,
};

const rules = mkdtempSync(join(tmpdir(), 'ratecard-kill-'));
for (const [name, text] of Object.entries(BOOK)) writeFileSync(join(rules, name), text);
afterAll(() => rmSync(rules, { recursive: true }));

interface Body {
  readonly id: number;
  readonly revision: number;
  readonly digest: string;
  readonly number: number;
  readonly state: string;
  readonly release: number | null;
  readonly key: string;
  readonly name: string;
  readonly code: string;
  readonly revisions: readonly { readonly revision: number; readonly digest: string }[];
  readonly reviews: readonly { readonly comment: string }[];
  readonly api_keys: readonly { readonly name: string }[];
  readonly total: { readonly amount: string };
}

/** What the server has acknowledged. */
class Acknowledged {
  readonly edits: { readonly id: number; readonly revision: number; readonly digest: string }[] = [];
  readonly reviews: { readonly id: number; readonly comment: string }[] = [];
  readonly releases: { readonly id: number; readonly number: number; readonly digest: string }[] = [];
  readonly keys: string[] = [];
  quotes = 0;
  /** Ends when the first release is published and others are in progress. */
  readonly releasing: Promise<void>;
  release: () => void = () => undefined;

  constructor() {
    this.releasing = new Promise((resolve) => {
      this.release = resolve;
    });
  }
}

class Client {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.#url = url;
    this.#headers = headers;
  }

  /** The answer to a successful request; undefined when it is refused. Throws when the server is gone. */
  async send(method: string, path: string, body?: unknown, revision?: number): Promise<Body | undefined> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        ...this.#headers,
        'content-type': 'application/json',
        ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status >= 500) throw new Error(text);
    return response.ok ? (JSON.parse(text) as Body) : undefined;
  }

  async get(path: string): Promise<Body> {
    const found = await this.send('GET', path);
    if (found === undefined) throw new Error(`${path} is not there`);
    return found;
  }
}

let counter = 0;

/** Makes changes and publishes them, again and again. */
async function publisher(editor: Client, reviewer: Client, done: Acknowledged): Promise<void> {
  for (;;) {
    const made = await editor.send('POST', '/v1/change-requests', { title: 'a price' });
    if (made === undefined) continue;
    const path = `/v1/change-requests/${made.id}` as const;
    const patch = [{ op: 'replace', path: '/tables/0/rows/0/prices/0', value: ++counter }];
    let request = await editor.send('PATCH', `${path}/files/rules/prices.yaml`, patch, made.revision);
    if (request === undefined) continue;
    done.edits.push({ id: made.id, revision: request.revision, digest: request.digest });
    // Another change of the same price may have been published meanwhile.
    for (let tries = 0; tries < 5; tries++) {
      await editor.send('POST', `${path}/submit`, undefined, request.revision);
      const comment = `looks right ${++counter}`;
      if (await reviewer.send('POST', `${path}/reviews`, { verdict: 'approve', comment }, request.revision)) {
        done.reviews.push({ id: made.id, comment });
      }
      const release = await editor.send('POST', `${path}/publish`, {}, request.revision);
      if (release !== undefined) {
        done.releases.push({ id: made.id, number: release.number, digest: release.digest });
        done.release();
        break;
      }
      const place = { file: 'rules/prices.yaml', path: '/tables/[T]/rows/[product=a]/prices/[batch=1]' };
      const resolve = [{ ...place, take: 'ours' }];
      const rebased: Body | undefined = await editor.send('POST', `${path}/rebase`, { resolve }, request.revision);
      if (rebased === undefined) break;
      request = rebased;
      done.edits.push({ id: made.id, revision: request.revision, digest: request.digest });
    }
  }
}

/** Edits of one change request, one after another. */
async function editor(client: Client, done: Acknowledged): Promise<void> {
  const made = await client.send('POST', '/v1/change-requests', { title: 'many edits' });
  let revision = made?.revision ?? 0;
  const id = made?.id ?? 0;
  for (;;) {
    const patch = [{ op: 'replace', path: '/tables/0/rows/1/prices/1', value: ++counter }];
    const path = `/v1/change-requests/${id}/files/rules/prices.yaml` as const;
    const edited = await client.send('PATCH', path, patch, revision);
    if (edited === undefined) throw new Error('an edit was refused');
    revision = edited.revision;
    done.edits.push({ id, revision, digest: edited.digest });
    const comment = `a remark ${++counter}`;
    const said = await client.send(
      'POST',
      `/v1/change-requests/${id}/reviews`,
      { verdict: 'comment', comment },
      revision,
    );
    if (said !== undefined) done.reviews.push({ id, comment });
    await delay(40);
  }
}

async function keyMaker(client: Client, done: Acknowledged): Promise<void> {
  for (;;) {
    const name = `key ${++counter}`;
    if (await client.send('POST', '/v1/api-keys', { name, scopes: ['quote'] })) done.keys.push(name);
    await delay(100);
  }
}

async function quoter(client: Client, done: Acknowledged): Promise<void> {
  for (;;) {
    const answer = await client.send('POST', '/v1/quotes', { product: 'a' });
    if (!/^\d+$/.test(answer?.total.amount ?? '')) throw new Error(`no quote: ${JSON.stringify(answer)}`);
    done.quotes++;
    await delay(1);
  }
}

/** Makes the key of an admin and the session of a reviewer. Both stay valid when the server is killed. */
async function setUp(served: Served): Promise<{ key: string; cookie: string }> {
  const accept = async (token: string, email?: string): Promise<string> => {
    const response = await fetch(`${served.url}/v1/invitations/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, name: 'N', password: PASSWORD, ...(email === undefined ? {} : { email }) }),
    });
    return (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  };
  const root = await accept(served.token ?? '', 'root@example.com');
  const admin = new Client(served.url, { cookie: root, origin: served.url });
  const made = await admin.send('POST', '/v1/api-keys', { name: 'robot', scopes: ['admin'] });
  const invited = await admin.send('POST', '/v1/invitations', { email: 'ben@example.com', role: 'approver' });
  const link = (invited as unknown as { link: string }).link;
  return { key: made?.key ?? '', cookie: await accept(link.split('#')[1] ?? '') };
}

/** Asserts that everything that was acknowledged is there. */
async function assertAll(client: Client, done: Acknowledged): Promise<void> {
  const ids = new Set([...done.edits, ...done.reviews, ...done.releases].map(({ id }) => id));
  for (const id of ids) {
    const request = await client.get(`/v1/change-requests/${id}`);
    const { revisions } = await client.get(`/v1/change-requests/${id}/revisions`);
    for (const edit of done.edits.filter((one) => one.id === id)) {
      expect(revisions).toContainEqual(expect.objectContaining({ revision: edit.revision, digest: edit.digest }));
    }
    for (const { comment } of done.reviews.filter((one) => one.id === id)) {
      expect(request.reviews.map((one) => one.comment)).toContain(comment);
    }
    for (const { number, digest } of done.releases.filter((one) => one.id === id)) {
      expect(request).toMatchObject({ state: 'published', release: number });
      expect((await client.get(`/v1/releases/${number}`)).digest).toBe(digest);
    }
  }
  const names = (await client.get('/v1/api-keys')).api_keys.map(({ name }) => name);
  for (const name of done.keys) expect(names).toContain(name);
}

describe.concurrent.each(DATABASES_OF_SERVERS)('a server on %s', (kind) => {
  it(`loses nothing that it acknowledged when it is killed ${KILLS} times`, async () => {
    const database: EmptyDatabase = await emptyDatabase(kind);
    const env = { ...database.env, RATECARD_RULES: rules };
    let served = await serve(env);
    const { key, cookie } = await setUp(served);
    const all = new Acknowledged();
    for (let kill = 0; kill < KILLS; kill++) {
      const done = new Acknowledged();
      const robot = new Client(served.url, { authorization: `Bearer ${key}` });
      const ben = new Client(served.url, { cookie, origin: served.url });
      const faults: string[] = [];
      const work = [
        publisher(robot, ben, done),
        publisher(robot, ben, done),
        editor(robot, done),
        keyMaker(robot, done),
        quoter(robot, done),
      ].map((one) =>
        one.catch((error: unknown) => {
          // The end of the server shows as a connection that fails; anything else is a fault.
          if (!(error instanceof TypeError)) faults.push(String(error));
        }),
      );
      // Half of the kills come during releases, the others at any time from the start.
      if (kill % 2 === 0) await Promise.race([done.releasing, delay(20_000)]);
      await delay(Math.random() * (kill % 2 === 0 ? 300 : 800));
      await served.stop('SIGKILL');
      await Promise.all(work);
      expect(faults).toEqual([]);

      served = await serve(env);
      const client = new Client(served.url, { authorization: `Bearer ${key}` });
      await assertAll(client, done);
      expect(await client.get('/v1/audit/verification')).toMatchObject({ ok: true });
      all.quotes += done.quotes;
      for (const name of ['edits', 'reviews', 'releases', 'keys'] as const) all[name].push(...(done[name] as never[]));
    }
    await assertAll(new Client(served.url, { authorization: `Bearer ${key}` }), all);
    await served.stop('SIGTERM');
    await database.remove();
    const counts = {
      kills: KILLS,
      edits: all.edits.length,
      reviews: all.reviews.length,
      releases: all.releases.length,
    };
    process.stdout.write(
      `${kind}: ${JSON.stringify({ ...counts, keys: all.keys.length, quotes: all.quotes })}, nothing lost\n`,
    );
    // Half of the rounds wait for a release, so at least a third of them have one.
    for (const count of Object.values(counts)) expect(count).toBeGreaterThanOrEqual(KILLS / 3);
  }, 240_000);
});
