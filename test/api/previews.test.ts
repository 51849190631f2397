import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PriceChanges } from '../../schemas/types/api.js';
import { published } from '../books.js';
import { bodyOf } from './answers.js';
import { changed, previewed, stageOf } from './proposals.js';
import { type Person, startServer, type TestServer } from './server.js';

describe('a preview of a change', () => {
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

  it('warns of a new discount for everybody and of a new product without a price', async () => {
    const made = await changed(
      ada,
      ['discounts.yaml', 'rules: []', 'rules:\n  - {id: spring, title: Spring, when: {}, percent_off: 2}'],
      ['image-generation.yaml', 'seedream: {title: Seedream}', 'seedream: {title: Seedream}\n  sora: {title: Sora}'],
    );
    const stages = await previewed(ada, made.id);
    const { warnings, left_out } = stageOf(stages, 'warnings') as unknown as {
      warnings: readonly Record<string, unknown>[];
      left_out: number;
    };
    expect(left_out).toBe(0);
    expect(warnings.map((one) => ['code', 'file', 'line', 'new', 'about'].map((key) => one[key]))).toEqual([
      ['for_everybody', 'rules/discounts.yaml', 8, true, { kind: 'discount', id: 'spring' }],
      ['no_price', 'rules/image-generation.yaml', 11, true, { kind: 'product', id: 'sora' }],
    ]);
    const asked = await ada.done('GET', `/v1/change-requests/${made.id}/warnings`);
    expect(asked).toEqual({ warnings, left_out });
    expect(await ada.done('GET', '/v1/releases/1/warnings')).toEqual({ warnings: [], left_out: 0 });
  });

  it('arrives in stages: edits, problems, prices, checks, warnings, recorded quotes, approvals', async () => {
    const made = await changed(
      ada,
      ['multipliers.yaml', '1.5}', '1.65}'],
      ['image-generation.yaml', '[14, 53', '[14, null'],
    );
    const stages = await previewed(ada, made.id);
    expect(stages.map(({ stage }) => stage)).toEqual([
      'edits',
      'problems',
      'comparison',
      'checks',
      'warnings',
      'progress',
      'impact',
      'approvals',
    ]);
    expect(stageOf(stages, 'edits')).toEqual({ stage: 'edits', edits: 2 });
    expect(stageOf(stages, 'comparison')['prices']).toMatchObject({
      summary: { prices: 13, products: 3, dearer: 12, no_longer_offered: 1 },
      left_out: 0,
      too_large: [],
    });
    const checks = stageOf(stages, 'checks')['checks'] as readonly { outcome: string; counterexample: object | null }[];
    expect(checks).toHaveLength(85);
    expect(checks.filter(({ outcome }) => outcome === 'failed').length).toBe(16);
    expect(stageOf(stages, 'progress')).toEqual({ stage: 'progress', done: 222, of: 222 });
    const impact = stageOf(stages, 'impact')['impact'] as {
      quotes: number;
      refused: number;
      currencies: readonly Record<string, string>[];
    };
    expect(impact).toMatchObject({ quotes: 222, refused: 3, unknown: 0 });
    // The same totals, from single quotes.
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

  it('contains only the problems of a broken book, and otherwise as many prices as requested', async () => {
    const broken = await changed(ada, ['multipliers.yaml', 'multiply: 1.5', 'multply: 1.5']);
    const stages = await previewed(ada, broken.id);
    expect(stages).toMatchObject([
      { stage: 'edits' },
      { stage: 'problems', problems: [{ file: 'rules/multipliers.yaml', line: 7 }, {}] },
    ]);
    const made = await changed(ada, ['multipliers.yaml', '1.5}', '1.65}']);
    const prices = stageOf(await previewed(ada, made.id, { limit: 2, days: 1 }), 'comparison')[
      'prices'
    ] as PriceChanges;
    expect(prices.changes).toHaveLength(2);
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

  it('stops when its client disconnects, and the server goes on', async () => {
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
    expect(await previewed(ada, made.id)).toHaveLength(8);
  });
});

const rounded = (amount: number): number => Math.floor(Number((amount + 0.5).toFixed(6)));
