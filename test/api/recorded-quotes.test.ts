import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RecorderSettings } from '../../server/src/releases/quote-recorder.js';
import { rawSql } from '../databases.js';
import { changed, previewed, stageOf } from './proposals.js';
import { NOW, startServer, type TestServer } from './server.js';

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
