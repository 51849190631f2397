import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeRequest } from '../../schemas/types/api.js';
import { record } from '../../server/src/audit/record.js';
import { insertNewRelease } from '../../server/src/releases/insert-release.js';
import { published, ROOT } from '../books.js';
import { emptyDatabase } from '../databases.js';
import { bodyOf, itemsOf, problemOf } from './answers.js';
import { NOW, type Person, startServer, type TestServer } from './server.js';

const FILE = 'rules/kling-o1.yaml';
const HOUR = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

let server: TestServer;
let ada: Person;
beforeAll(async () => {
  server = await startServer();
  ada = await server.person('ada', 'admin');
});
afterAll(() => server.close());

/** A submitted change request that sets the first price of Kling O1, on the last release. */
async function submitted(value: number, base: number, by = ada): Promise<ChangeRequest> {
  const made = await by.done('POST', '/v1/change-requests', { title: `to ${value}`, base });
  const path = `/v1/change-requests/${made.id}` as const;
  const patch = [{ op: 'replace', path: '/tables/0/rows/0/prices/0', value }];
  const edited = await by.done('PATCH', `${path}/files/${FILE}`, patch, made.revision);
  return by.done('POST', `${path}/submit`, undefined, edited.revision);
}

const publish = (request: ChangeRequest, by = ada) =>
  by.done('POST', `/v1/change-requests/${request.id}/publish`, {}, request.revision);
const schedule = (request: ChangeRequest, at: number, by = ada) =>
  by.request(
    'POST',
    `/v1/change-requests/${request.id}/schedule`,
    { effective_at: iso(at) },
    { 'if-match': `"${request.revision}"` },
  );

const ask = (more: object = {}, of = server) => bodyOf(of.post('/v1/quotes', { product: 'kling-o1', ...more }));
const answered = async (more: object = {}) => {
  const response = await server.post('/v1/quotes', { product: 'kling-o1', ...more });
  if (!response.ok) return (await problemOf(response)).code;
  const { release, total } = await bodyOf(response);
  return `${release}: ${total.amount}`;
};

describe('releases', () => {
  it('come into force by the clock, in their order, and answer questions about every instant', async () => {
    const start = NOW;
    server.time.now = start + HOUR;
    const second = await publish(await submitted(70, 1));
    expect(second).toMatchObject({ number: 2, effective_at: iso(start + HOUR), published_at: iso(start + HOUR) });

    server.time.now = start + 2 * HOUR;
    const third = await bodyOf(schedule(await submitted(71, 2), start + 10 * HOUR));
    expect(third).toMatchObject({ number: 3, state: 'scheduled' });
    // The next release is based on the scheduled one, and may not come into force before it.
    const next = await submitted(72, 3);
    expect(await bodyOf(schedule(next, start + 9 * HOUR))).toMatchObject({ code: 'later_release', release: 3 });
    expect(await ada.refused('POST', `/v1/change-requests/${next.id}/publish`, {}, next.revision)).toMatchObject({
      code: 'later_release',
    });
    expect(await bodyOf(schedule(next, start + HOUR))).toMatchObject({ code: 'invalid', pointer: '/effective_at' });
    expect(await bodyOf(schedule(next, start + 20 * HOUR))).toMatchObject({ number: 4, state: 'scheduled' });
    // A change that is based on the release in force is refused, because the scheduled releases come after it.
    const late = await submitted(73, 2);
    expect(await ada.refused('POST', `/v1/change-requests/${late.id}/publish`, {}, late.revision)).toMatchObject({
      code: 'base_outdated',
      last: 4,
    });

    expect(await answered()).toBe('2: 70');
    const at = (hours: number) => ({ at: iso(start + hours * HOUR) });
    expect(await answered(at(0))).toBe('1: 68');
    expect(await answered(at(1))).toBe('2: 70');
    expect(await answered({ at: iso(start + HOUR - 1) })).toBe('1: 68');
    expect(await answered({ at: iso(start + 10 * HOUR - 1) })).toBe('2: 70');
    expect(await answered(at(10))).toBe('3: 71');
    expect(await answered(at(100))).toBe('4: 72');
    expect(await answered({ release: 1 })).toBe('1: 68');
    expect(await answered({ release: 4, ...at(0) })).toBe('4: 72');
    expect(await answered({ at: iso(start - 1) })).toBe('not_in_force');
    expect(await answered({ release: 9 })).toBe('not_found');

    // What was known at an earlier time, about any day: later releases were not known then.
    expect(await answered({ known_at: iso(start), ...at(100) })).toBe('1: 68');
    expect(await answered({ known_at: iso(start + HOUR), ...at(100) })).toBe('2: 70');
    expect(await answered({ known_at: iso(start + 2 * HOUR), ...at(100) })).toBe('4: 72');
    expect(await answered({ known_at: iso(start - 1) })).toBe('not_in_force');

    // Only the clock advances: nothing is published or refreshed.
    server.time.now = start + 10 * HOUR - 1;
    expect(await answered()).toBe('2: 70');
    server.time.now = start + 10 * HOUR;
    expect(await answered()).toBe('3: 71');
    expect(await bodyOf(server.get('/readyz'))).toMatchObject({ release: 3 });
    expect((await bodyOf(server.get('/v1/prices?product=kling-o1'))).release).toBe(3);
    expect((await bodyOf(server.get(`/v1/prices?product=kling-o1&at=${iso(start)}`))).release).toBe(1);
    expect((await bodyOf(server.get('/v1/products?release=2'))).release).toBe(2);
    expect((await ada.done('GET', '/v1/releases')).releases.map(({ number, state }) => [number, state])).toEqual([
      [4, 'scheduled'],
      [3, 'in_force'],
      [2, 'past'],
      [1, 'past'],
    ]);
  });

  it('can be withdrawn before they come into force, and not afterwards', async () => {
    const withdraw = (number: number) => `/v1/releases/${number}/withdraw` as const;
    expect(await ada.refused('POST', withdraw(3), {})).toMatchObject({ code: 'wrong_state' });
    const fifth = await bodyOf(schedule(await submitted(75, 4), NOW + 30 * HOUR));
    expect(await ada.refused('POST', withdraw(4), {})).toMatchObject({ code: 'wrong_state', release: fifth.number });
    const known = iso(server.time.now);
    server.time.now += HOUR;
    expect(await ada.done('POST', withdraw(5), { reason: 'second thoughts' })).toMatchObject({
      state: 'withdrawn',
      withdrawn: { actor: ada.name, reason: 'second thoughts' },
    });
    // Its change request is approved as before, and without required approvals it can be published again.
    const request = await ada.done('GET', `/v1/change-requests/${fifth.number === 5 ? await lastRequest() : 0}`);
    expect(request).toMatchObject({ state: 'approved', release: null });
    const far = { at: iso(NOW + 100 * HOUR) };
    expect(await answered(far)).toBe('4: 72');
    expect(await answered({ ...far, known_at: known })).toBe('5: 75');
    expect(await bodyOf(schedule(request, NOW + 31 * HOUR))).toMatchObject({ number: 6 });
    const withdrawn = await ada.done(
      'POST',
      `/v1/change-requests/${request.id}/withdraw`,
      { reason: 'no' },
      request.revision,
    );
    expect(withdrawn.state).toBe('withdrawn');
    expect((await ada.done('GET', '/v1/releases/6')).state).toBe('withdrawn');
    const log = await ada.done('GET', '/v1/audit?action=release.withdrawn');
    expect(log.events.map(({ release, reason }) => [release, reason])).toEqual([
      [6, 'no'],
      [5, 'second thoughts'],
    ]);
    expect(await ada.refused('POST', withdraw(6), {})).toMatchObject({ code: 'wrong_state' });
  });

  const lastRequest = async () => (await ada.done('GET', '/v1/change-requests?limit=1')).change_requests[0]?.id ?? 0;

  it('return their files byte for byte, can be compared by price, and can be restored', async () => {
    const file = await ada.request('GET', `/v1/releases/1/files/${FILE}`);
    expect(await file.text()).toBe(readFileSync(`${ROOT}${FILE}`, 'utf8'));
    // The digest is the SHA-256 of what sha256sum prints for the files, so that anybody can compute it.
    const { files, digest } = await ada.done('GET', '/v1/releases/1');
    const sums = files.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
    expect(createHash('sha256').update(sums.join('')).digest('hex')).toBe(digest);
    const etag = file.headers.get('etag') ?? '';
    expect(
      (await ada.request('GET', `/v1/releases/1/files/${FILE}`, undefined, { 'if-none-match': etag })).status,
    ).toBe(304);
    expect(await ada.refused('GET', '/v1/releases/1/files/rules/nope.yaml')).toMatchObject({ code: 'not_found' });
    const compared = await ada.done('GET', '/v1/releases/1/compare/4');
    expect(compared.prices?.changes).toMatchObject([
      {
        cases: [
          {
            before: { list_price: { amount: '68' } },
            after: { list_price: { amount: '72' } },
            change: { percent: '+5.88' },
          },
          { context: { plan: 'pro' } },
          { context: { plan: 'ultra' } },
        ],
      },
    ]);

    server.time.now = NOW + 40 * HOUR;
    expect(await answered()).toBe('4: 72');
    const restored = await ada.done('POST', '/v1/releases/1/restore', { reason: 'it was right' });
    expect(restored).toMatchObject({ title: 'Restore release 1', base: 4, state: 'draft' });
    expect(restored.digest).toBe((await ada.done('GET', '/v1/releases/1')).digest);
    const path = `/v1/change-requests/${restored.id}` as const;
    await ada.done('POST', `${path}/submit`, undefined, 1);
    await ada.done('POST', `${path}/publish`, {}, 1);
    expect(await answered()).toBe('7: 68');
    expect(await ada.refused('POST', '/v1/releases/1/restore', {})).toMatchObject({ code: 'nothing_changed' });
  });

  it('never come into force when they do not compile', async () => {
    const own = await startServer();
    await own.store.mutation(async (tx) => {
      const files = [{ path: 'rules/broken.yaml', text: 'kind: nope\n' }];
      const { number, seal } = await insertNewRelease(tx, files, {
        publishedAt: NOW,
        effectiveAt: undefined,
        author: 'x',
        approvers: [],
        reason: 'a fault',
        emergency: undefined,
        changeRequest: undefined,
        last: 1,
      });
      await record(tx, NOW, { actor: 'x', action: 'release.published', release: number, details: { seal } });
    });
    await own.refresh();
    expect((await ask({}, own)).release).toBe(1);
    await own.close();
  });
});

describe('two servers on one database', () => {
  it('publish a change request once when both are asked at the same moment, and one of them answers 409', async () => {
    const database = await emptyDatabase();
    const [one, two] = [await startServer({ database }), await startServer({ database })];
    const eve = await one.person('eve', 'admin');
    const headers = { cookie: eve.cookie, origin: two.url };
    for (let round = 0; round < 5; round++) {
      const base = one.releases.last.number;
      const request = await submitted(100 + round, base, eve);
      const path = `/v1/change-requests/${request.id}/publish` as const;
      await two.refresh();
      const answers = await Promise.all([
        eve.request('POST', path, {}, { 'if-match': `"${request.revision}"` }),
        two.send('POST', path, {}, { ...headers, 'if-match': `"${request.revision}"` }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(await problemOf(answers.find(({ ok }) => !ok) ?? Response.error())).toMatchObject({
        code: 'wrong_state',
        release: base + 1,
      });
      await one.refresh();
      await two.refresh();
      const quotes = await Promise.all([ask({}, one), ask({}, two)]);
      expect(quotes.map(({ release, total }) => [release, total.amount])).toEqual([
        [base + 1, String(100 + round)],
        [base + 1, String(100 + round)],
      ]);
    }
    expect(await eve.done('GET', '/v1/audit/verification')).toMatchObject({ ok: true, releases: 6 });
    await one.close();
    await two.close();
    await database.remove();
  });

  it('import the first book only once when they start at the same time', async () => {
    const database = await emptyDatabase();
    const servers = await Promise.all([1, 2, 3].map(() => startServer({ database })));
    for (const one of servers) expect(one.releases.headers).toHaveLength(1);
    for (const one of servers) await one.close();
    await database.remove();
  });
});

describe('a batch of quotes', () => {
  it('is answered from one release, even when another comes into force meanwhile', async () => {
    const own = await startServer();
    const eve = await own.person('eve', 'admin');
    const items = Array.from({ length: 1000 }, () => ({ product: 'kling-o1' }));
    for (let round = 0; round < 4; round++) {
      const request = await submitted(200 + round, round + 1, eve);
      own.time.now += 1_000;
      await bodyOf(schedule(request, own.time.now + 500, eve));
      const asked = [
        own.post('/v1/quotes/batch', { items: items.map((item) => ({ ...item, explain: 'trace' })) }),
        own.post('/v1/quotes/batch', { items, explain: 'none' }),
      ];
      setTimeout(() => {
        own.time.now += 500;
      }, 20);
      for (const response of await Promise.all(asked)) {
        const answers = await itemsOf(response);
        const totals = new Set(answers.map(({ quote }) => `${quote?.release} ${quote?.total.amount}`));
        expect(totals.size).toBe(1);
      }
      own.time.now += 1_000;
    }
    await own.close();
  });
});

describe('quotes from past releases', () => {
  it('are byte for byte the same as those stored in the repository for each release', async () => {
    const own = await startServer({ rules: `${ROOT}test/fixtures/golden/book` });
    const eve = await own.person('eve', 'admin');
    const edit = async (title: string, file: string, patch: readonly object[]) => {
      const made = await eve.done('POST', '/v1/change-requests', { title });
      const path = `/v1/change-requests/${made.id}` as const;
      await eve.done('PATCH', `${path}/files/rules/${file}`, patch, 1);
      await eve.done('POST', `${path}/submit`, undefined, 2);
      await eve.done('POST', `${path}/publish`, {}, 2);
    };
    await edit('audio', 'multipliers.yaml', [{ op: 'replace', path: '/rules/0/multiply', value: 1.55 }]);
    const rule = { id: 'launch', title: 'Launch', when: { product: ['seedream'], coupon: 'X' }, percent_off: 12.5 };
    await edit('launch', 'discounts.yaml', [{ op: 'add', path: '/rules/-', value: rule }]);

    const questions = published.prices.flatMap(({ product, options }) => [
      { product, options },
      { product, options, context: { plan: 'pro', coupon: 'X' } },
    ]);
    for (const release of [1, 2, 3]) {
      const answers: string[] = [];
      for (const question of questions) {
        const response = await own.post('/v1/quotes', { ...question, release, at: '2026-11-23T12:00:00Z' });
        // Every error has a request id of its own.
        answers.push((await response.text()).replace(/urn:ratecard:request:[^"]*/, 'urn:ratecard:request:'));
      }
      const golden = `${ROOT}test/fixtures/golden/release-${release}.jsonl`;
      const text = `${answers.join('\n')}\n`;
      if (process.env['WRITE_GOLDEN'] && !existsSync(golden)) writeFileSync(golden, text);
      expect(text).toBe(readFileSync(golden, 'utf8'));
    }
    await own.close();
  });
});
