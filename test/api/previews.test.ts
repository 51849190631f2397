import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecorderSettings } from '../../server/src/releases/quote-recorder.js';
import { published, shippedFiles } from '../books.js';
import { rawSql } from '../databases.js';
import { type ApiBody, bodyOf, NOW, type Person, startServer, type TestServer } from './server.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The shipped book with some of its text replaced, in a folder. */
function folderWith(...edits: readonly (readonly [file: string, from: string, to: string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'ratecard-'));
  folders.push(folder);
  for (const { path, text } of shippedFiles()) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    let edited = text;
    for (const [file, from, to] of edits) if (name === file) edited = edited.replace(from, to);
    writeFileSync(join(folder, name), edited);
  }
  return folder;
}

interface Stage extends Record<string, unknown> {
  readonly stage: string;
}

/** The stages of a preview. */
async function previewed(by: Person, id: number, body: object = {}): Promise<readonly Stage[]> {
  const response = await by.request('POST', `/v1/change-requests/${id}/preview`, body);
  expect(response.status, await response.clone().text()).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  return (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Stage);
}

/** A change request with some of the book's text replaced. */
async function changed(
  by: Person,
  ...edits: readonly (readonly [file: string, from: string, to: string])[]
): Promise<ApiBody> {
  let made = await by.done('POST', '/v1/change-requests', { title: 'A change' });
  for (const [file, from, to] of edits) {
    const path = `/v1/change-requests/${made.id}/files/rules/${file}`;
    const text = await (await by.request('GET', path)).text();
    expect(text).toContain(from);
    const response = await by.request('PUT', path, text.replace(from, to), {
      'if-match': `"${made.revision}"`,
      'content-type': 'application/yaml',
    });
    made = await bodyOf(response);
  }
  return made;
}

const stageOf = (stages: readonly Stage[], name: string): Stage => {
  const found = stages.find(({ stage }) => stage === name);
  if (found === undefined) throw new Error(`no ${name} in ${stages.map(({ stage }) => stage).join()}`);
  return found;
};

describe('a preview', () => {
  let server: TestServer;
  let ada: Person;
  beforeAll(async () => {
    server = await startServer({ checks: true });
    ada = await server.person('ada', 'editor');
    for (const { product, options } of published.prices) await server.post('/v1/quotes', { product, options });
    for (const plan of ['pro', 'ultra']) {
      const items = published.prices.map(({ product, options }) => ({ product, options, context: { plan } }));
      await server.post('/v1/quotes/batch', { items });
    }
    await server.services.recorder.flush();
  });
  afterAll(() => server.close());

  it('comes in stages: problems, prices, checks, recorded quotes, approvals', async () => {
    const made = await changed(
      ada,
      ['multipliers.yaml', '1.5}', '1.65}'],
      ['image-generation.yaml', '[14, 53', '[14, null'],
    );
    const stages = await previewed(ada, made.id);
    expect(stages.map(({ stage }) => stage)).toEqual([
      'problems',
      'comparison',
      'checks',
      'progress',
      'impact',
      'approvals',
    ]);
    expect(stageOf(stages, 'comparison')['prices']).toMatchObject({
      summary: { prices: 13, products: 3, dearer: 12, no_longer_offered: 1 },
      left_out: 0,
      too_large: [],
    });
    const checks = stageOf(stages, 'checks')['checks'] as readonly { outcome: string; counterexample: object | null }[];
    expect(checks).toHaveLength(85);
    expect(checks.filter(({ outcome }) => outcome === 'broken').length).toBe(16);
    expect(stageOf(stages, 'progress')).toEqual({ stage: 'progress', done: 222, of: 222 });
    const impact = stageOf(stages, 'impact')['impact'] as {
      quotes: number;
      refused: number;
      currencies: readonly Record<string, string>[];
    };
    expect(impact).toMatchObject({ quotes: 222, refused: 3, unknown: 0 });
    // The same, asked for one by one.
    let [before, after] = [0, 0];
    for (const { product, options, credits } of published.prices) {
      if (credits === null) continue;
      for (const plan of ['free', 'pro', 'ultra']) {
        const question = { product, options, context: { plan } };
        before += Number((await bodyOf(server.post('/v1/quotes', question))).total.amount);
        if (product === 'seedream' && options['batch'] === 4) continue;
        const audio = product.startsWith('kling-3') && options['audio'] === true;
        const list = audio
          ? rounded(
              Number(options['duration']) *
                (product.endsWith('pro') ? 33.6 : 21) *
                1.65 *
                (options['batch'] === 4 ? 3.7647 : 1),
            )
          : credits;
        after += rounded(list * (plan === 'pro' ? 0.975 : plan === 'ultra' ? 0.95 : 1));
      }
    }
    expect([impact.currencies[0]?.['before'], impact.currencies[0]?.['after']]).toEqual([
      String(before),
      String(after),
    ]);
    expect(stageOf(stages, 'approvals')).toEqual({ stage: 'approvals', needed: 0, because: [] });
  });

  it('of a broken book is its problems alone, and lists as many prices as are asked for', async () => {
    const broken = await changed(ada, ['multipliers.yaml', 'multiply: 1.5', 'multply: 1.5']);
    const stages = await previewed(ada, broken.id);
    expect(stages).toMatchObject([{ stage: 'problems', problems: [{ file: 'rules/multipliers.yaml', line: 7 }, {}] }]);
    const made = await changed(ada, ['multipliers.yaml', '1.5}', '1.65}']);
    const prices = stageOf(await previewed(ada, made.id, { limit: 2, days: 1 }), 'comparison')[
      'prices'
    ] as ApiBody['prices'];
    expect(prices.moved).toHaveLength(2);
    expect(prices).toMatchObject({ left_out: 10 });
    for (const body of [{ limit: -1 }, { days: 0 }, { nope: 1 }, 3]) {
      expect(await ada.refused('POST', `/v1/change-requests/${made.id}/preview`, body)).toMatchObject({
        code: 'malformed',
      });
    }
    const csv = await ada.request('GET', `/v1/change-requests/${made.id}/compare`, undefined, { accept: 'text/csv' });
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(1 + 12 * 3);
    const none = await ada.request('GET', `/v1/change-requests/${broken.id}/compare`, undefined, {
      accept: 'text/csv',
    });
    expect(none.status).toBe(422);
    const image = await ada.request('GET', `/v1/change-requests/${made.id}/compare`, undefined, {
      accept: 'image/png',
    });
    expect(image.status).toBe(406);
  });

  it('ends where nobody listens any more', async () => {
    const made = await changed(ada, ['multipliers.yaml', '1.5}', '1.66}']);
    const stop = new AbortController();
    const response = await fetch(`${server.url}/v1/change-requests/${made.id}/preview`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', origin: server.url, cookie: ada.cookie },
      signal: stop.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    stop.abort();
    await expect(reader?.read()).rejects.toThrow();
    expect((await server.get('/healthz')).status).toBe(200);
    expect(await previewed(ada, made.id)).toHaveLength(6);
  });
});

const rounded = (amount: number): number => Math.floor(Number((amount + 0.5).toFixed(6)));

describe('checks', () => {
  let server: TestServer;
  let ada: Person;
  let ben: Person;
  let root: Person;
  beforeAll(async () => {
    const rules = folderWith(
      ['checks.yaml', 'title: The Pro tier never costs less', 'title: The Pro tier never costs less, level: warn'],
      [
        'book.yaml',
        'approvals: 0  ',
        'approvals: 0\n  thresholds:\n    - {approvals: 1, prices: 10}\n    - {approvals: 2, percent: 50}\n    - {approvals: 1, quotes_percent: 3}\n ',
      ],
    );
    server = await startServer({ checks: true, rules });
    ada = await server.person('ada', 'editor');
    ben = await server.person('ben', 'approver');
    root = await server.person('root', 'admin');
  });
  afterAll(() => server.close());

  const at = ({ id }: ApiBody): string => `/v1/change-requests/${id}`;
  const submit = (request: ApiBody) => ada.done('POST', `${at(request)}/submit`, undefined, request.revision);
  const updated = (request: ApiBody) => ada.done('POST', `${at(request)}/expectations`, undefined, request.revision);

  it('that block hold up a release, also in an emergency, until the expectation moves with the price', async () => {
    const made = await changed(ada, ['kling-o1.yaml', '[68, 258]', '[70, 258]']);
    const refused = await ada.refused('POST', `${at(made)}/submit`, undefined, made.revision);
    expect(refused).toMatchObject({
      code: 'checks_broken',
      status: 422,
      checks: ['kling-o1 duration=5 batch=1'],
      detail: expect.stringContaining('rules/published-prices.yaml:'),
    });
    expect(refused.detail).toContain('does not hold: Kling O1, duration 5, batch 1: 70, not a list price of 68');
    expect(await root.refused('POST', `${at(made)}/publish`, { emergency: 'now' }, made.revision)).toMatchObject({
      code: 'checks_broken',
    });

    const mended = await updated(made);
    expect(mended.revision).toBe(made.revision + 1);
    const compared = await ada.done('GET', `${at(made)}/compare`);
    const [cell, figure] = compared.files.map(({ diff }) => diff.match(/^[-+] .*$/gm));
    expect([cell?.length, figure?.length]).toEqual([2, 2]);
    expect(figure?.[1]).toContain('{product: kling-o1, options: {duration: 5, batch: 1}, list_price: 70}');
    expect(await ada.refused('POST', `${at(made)}/expectations`, undefined, mended.revision)).toMatchObject({
      code: 'nothing_changed',
    });
    expect(await submit(mended)).toMatchObject({ state: 'approved', approvals: { needed: 0, because: [] } });
    const release = await ada.done('POST', `${at(made)}/publish`, {}, mended.revision);
    expect(release).toMatchObject({ number: 2, state: 'in_force' });
  });

  it('that warn need one approval more', async () => {
    const made = await updated(await changed(ada, ['other-actions.yaml', 'prices: [2000]', 'prices: [200]']));
    const submitted = await submit(made);
    expect(submitted).toMatchObject({ state: 'in_review', approvals: { by: [], needed: 3 } });
    expect(submitted.approvals).toMatchObject({
      because: [
        'a price moves by 90.00%, 50% or more, which needs 2 approvals',
        'the check does not hold: `pro-tier-costs-no-less`, which needs one approval more',
      ],
    });
    expect(await ada.refused('POST', `${at(made)}/publish`, {}, made.revision)).toMatchObject({
      code: 'not_approved',
      needed: 3,
    });
    for (const [index, approver] of [ben, root].entries()) {
      const reviewed = await approver.done('POST', `${at(made)}/reviews`, { verdict: 'approve' }, made.revision);
      expect(reviewed).toMatchObject({
        state: 'in_review',
        approvals: { by: [ben.name, root.name].slice(0, index + 1), needed: 3 },
      });
    }
    const carol = await server.person('carol', 'approver');
    expect(await carol.done('POST', `${at(made)}/reviews`, { verdict: 'approve' }, made.revision)).toMatchObject({
      state: 'approved',
    });
    expect(await ada.done('POST', `${at(made)}/publish`, {}, made.revision)).toMatchObject({
      approvers: [ben.name, root.name, carol.name],
    });
  });

  it('and thresholds: what more moves needs more approvals, also by what buyers ask for', async () => {
    const back = await updated(await changed(ada, ['other-actions.yaml', 'prices: [200]', 'prices: [2000]']));
    await submit(back);
    for (const approver of [ben, root])
      await approver.done('POST', `${at(back)}/reviews`, { verdict: 'approve' }, back.revision);
    await ada.done('POST', `${at(back)}/publish`, {}, back.revision);
    const many = await updated(await changed(ada, ['multipliers.yaml', '1.5}', '1.51}']));
    expect((await submit(many)).approvals).toMatchObject({
      needed: 1,
      because: ['12 prices move, 10 or more, which needs 1 approval'],
    });
    const one = await updated(await changed(ada, ['kling-o1.yaml', '[70, 258]', '[73, 258]']));
    expect((await submit(one)).approvals).toMatchObject({ needed: 0 });
    // By now most buyers ask for just this price.
    for (let index = 0; index < 20; index++) await server.post('/v1/quotes', { product: 'kling-o1' });
    await server.services.recorder.flush();
    const refused = await ada.refused('POST', `${at(one)}/publish`, {}, one.revision);
    expect(refused).toMatchObject({
      code: 'not_approved',
      needed: 1,
      because: ['what recorded quotes come to moves by +4.29%, 3% or more, which needs 1 approval'],
    });
    await ben.done('POST', `${at(one)}/reviews`, { verdict: 'approve' }, one.revision);
    expect(await ada.done('POST', `${at(one)}/publish`, {}, one.revision)).toMatchObject({ approvers: [ben.name] });
  });
});

describe('quotes', () => {
  const recording = async (settings: RecorderSettings, work: (server: TestServer) => Promise<void>): Promise<void> => {
    const server = await startServer({ recording: settings });
    try {
      await work(server);
    } finally {
      await server.close();
    }
  };
  const rows = async ({ store }: TestServer) =>
    store.db.selectFrom('recorded_quotes').selectAll().orderBy('first_at').execute();
  const metric = async ({ get }: TestServer, name: string): Promise<number> =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await (await get('/metrics')).text())?.[1]);

  it('are recorded without anybody in them, and replayed as who they were', async () => {
    await recording({ share: 1, days: 30 }, async (server) => {
      const context = { plan: 'pro', customer: 'ada@example.com' };
      for (let index = 0; index < 3; index++) await server.post('/v1/quotes', { product: 'seedream', context });
      await server.post('/v1/quotes', { product: 'seedream', context: { customer: 'ben@example.com' } });
      // What is refused, or asks about another time, is nobody's price.
      await server.post('/v1/quotes', { product: 'seedream', options: { quality: 'hd' } });
      await server.post('/v1/quotes', { product: 'seedream', at: '2026-12-24T00:00:00Z' });
      await server.post('/v1/quotes', { product: 'seedream', release: 1 });
      await server.services.recorder.flush();
      const [row, ...more] = await rows(server);
      expect([row?.quotes, more]).toEqual([4, []]);
      const content = inflateRawSync(Buffer.from(row?.content ?? '', 'base64')).toString();
      expect(content).not.toContain('example.com');
      const { questions, asked } = JSON.parse(content);
      expect(asked).toEqual([0, 0, 0, 1]);
      expect(questions[0]).toEqual({
        product: 'seedream',
        options: { quality: 'standard', batch: 1 },
        context: { plan: 'pro', customer: expect.stringMatching(/^hmac:[0-9a-f]{32}$/) },
        release: 1,
        listPrice: '14',
        total: '14',
        currency: 'credits',
      });
      expect(questions[1].context.customer).not.toBe(questions[0].context.customer);
      expect([
        await metric(server, 'ratecard_quotes_recorded_total'),
        await metric(server, 'ratecard_quotes_not_recorded_total'),
      ]).toEqual([4, 0]);

      // An offer for just this customer finds their quotes, though nobody can read them.
      const ada = await server.person('ada', 'editor');
      const rule = '  - {id: dear-ada, when: {customer: ada@example.com}, percent_off: 50}';
      const made = await changed(ada, ['discounts.yaml', 'rules: []', `rules:\n${rule}`]);
      const impact = stageOf(await previewed(ada, made.id), 'impact')['impact'];
      expect(impact).toMatchObject({
        quotes: 4,
        currencies: [
          {
            before: '56',
            after: '35',
            change: '-21',
            plans: [
              { plan: 'pro', quotes: 3, change: '-21' },
              { plan: 'free', change: '0' },
            ],
          },
        ],
      });
    });
  });

  it('are recorded at the rate that is configured, and forgotten after so many days', async () => {
    await recording({ share: 0, days: 30 }, async (server) => {
      await server.post('/v1/quotes', { product: 'seedream' });
      await server.services.recorder.flush();
      expect(await rows(server)).toEqual([]);
    });
    await recording({ share: 0.5, days: 2 }, async (server) => {
      const items = Array.from({ length: 1000 }, () => ({ product: 'seedream' }));
      await server.post('/v1/quotes/batch', { items });
      await server.services.recorder.flush();
      const [row] = await rows(server);
      expect(row?.quotes).toBeGreaterThan(350);
      expect(row?.quotes).toBeLessThan(650);
      server.time.now = NOW + 3 * 86_400_000;
      await server.services.recorder.flush();
      expect(await rows(server)).toEqual([]);
    });
  });

  it('that come too fast, or while the database is away, are counted and neither wait nor fail', async () => {
    await recording({ share: 1, days: 30 }, async (server) => {
      const items = Array.from({ length: 1000 }, () => ({ product: 'seedream' }));
      for (let batch = 0; batch < 7; batch++)
        expect((await server.post('/v1/quotes/batch', { items })).status).toBe(200);
      await server.services.recorder.flush();
      const counts = async () => [
        await metric(server, 'ratecard_quotes_recorded_total'),
        await metric(server, 'ratecard_quotes_not_recorded_total'),
      ];
      expect(await counts()).toEqual([5000, 2000]);
      await rawSql(server.database.location, 'alter table recorded_quotes rename to moved_away');
      await server.post('/v1/quotes', { product: 'seedream' });
      await server.services.recorder.flush();
      expect(await counts()).toEqual([5000, 2001]);
      expect((await server.post('/v1/quotes', { product: 'seedream' })).status).toBe(200);
      await rawSql(server.database.location, 'alter table moved_away rename to recorded_quotes');
      await server.services.recorder.flush();
      expect(await counts()).toEqual([5001, 2001]);
    });
  });
});

describe('GET /v1/prices/history', () => {
  it('tells every release that moved a price, who and why, and the lines', async () => {
    const server = await startServer();
    try {
      const ada = await server.person('ada', 'editor');
      const publish = async (title: string, edit: readonly [string, string, string]): Promise<void> => {
        const made = await changed(ada, edit);
        const named = await ada.done('PATCH', `/v1/change-requests/${made.id}`, { title }, made.revision);
        await ada.done('POST', `/v1/change-requests/${made.id}/submit`, undefined, named.revision);
        await ada.done('POST', `/v1/change-requests/${made.id}/publish`, {}, named.revision);
        server.time.now += 3_600_000;
      };
      server.time.now += 3_600_000;
      await publish('Audio up', ['multipliers.yaml', 'multiply: 1.5}', 'multiply: 1.6}']);
      await publish('Another product', ['kling-o1.yaml', '[68, 258]', '[70, 258]']);
      await publish('Pro up', ['kling-3.yaml', 'amount: 33.6,', 'amount: 34,']);
      const told = await ada.done('GET', '/v1/prices/history?product=kling-3-pro&audio=true&plan=pro');
      expect(told).toMatchObject({
        options: { duration: 5, audio: true, batch: 1 },
        context: { plan: 'pro' },
        at: null,
      });
      const moves = (told as unknown as { moves: readonly Record<string, unknown>[] }).moves;
      expect(moves.map(({ release }) => (release as { number: number }).number)).toEqual([4, 2, 1]);
      expect(moves[1]).toMatchObject({
        cause: 'release',
        before: { total: { amount: '246' } },
        after: { list_price: { amount: '269' }, total: { amount: '262' } },
        because: [
          {
            rule: 'with-audio',
            lines: {
              before: '- {id: with-audio, title: With audio, option: audio, when: {audio: true}, multiply: 1.5}',
              after: '- {id: with-audio, title: With audio, option: audio, when: {audio: true}, multiply: 1.6}',
            },
          },
        ],
        release: { number: 2, author: ada.name, approvers: [], reason: 'Audio up', change_request: 1, state: 'past' },
      });
      const at = await ada.done('GET', '/v1/prices/history?product=kling-3-pro&audio=true&at=2026-12-24T00:00:00Z');
      expect(at).toMatchObject({ at: '2026-12-24T00:00:00.000Z', moves: [{}, {}, {}] });
      // A product that is gone keeps its history.
      const gone = await ada.done('POST', '/v1/change-requests', { title: 'No more videos of Veo' });
      const path = `/v1/change-requests/${gone.id}/files/rules`;
      const contents = [
        {
          op: 'replace',
          path: '/contents/Video generation',
          value: ['kling-3.yaml', 'kling-o1.yaml', 'seedance-1.5-pro.yaml'],
        },
      ];
      await ada.done('DELETE', `${path}/veo-3.1.yaml`, undefined, 1);
      await ada.done('PATCH', `${path}/book.yaml`, contents, 2);
      await ada.done('POST', `/v1/change-requests/${gone.id}/submit`, undefined, 3);
      await ada.done('POST', `/v1/change-requests/${gone.id}/publish`, {}, 3);
      const veo = await ada.done('GET', '/v1/prices/history?product=veo-3.1-fast');
      expect(veo).toMatchObject({
        moves: [{ before: {}, after: null, release: { number: 5 } }, { release: { number: 1 } }],
      });
      for (const [query, code] of [
        ['', 'malformed'],
        ['product=nope', 'invalid'],
        ['product=seedream&nope=1', 'invalid'],
        ['product=seedream&batch=2', 'invalid'],
        ['product=seedream&at=nope', 'malformed'],
      ]) {
        expect(await ada.refused('GET', `/v1/prices/history?${query}`), query).toMatchObject({ code });
      }
    } finally {
      await server.close();
    }
  });
});
