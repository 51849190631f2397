import { describe, expect, it } from 'vitest';
import type { RecorderSettings } from '../../server/src/recording/quote-recorder.js';
import { addToHour, emptyHour, hoursSince } from '../../server/src/store/queries/recorded-quotes.js';
import { rawSql } from '../databases.js';
import { bodyOf } from './answers.js';
import { changed, previewed, stageOf } from './proposals.js';
import { NOW, startServer, type TestServer } from './server.js';

const ALL = { share: 1, days: 30, megabytes: 1000 };
const DAY = 86_400_000;

describe('recorded quotes', () => {
  const recording = async (settings: RecorderSettings, work: (server: TestServer) => Promise<void>): Promise<void> => {
    const server = await startServer({ recording: settings });
    try {
      await work(server);
    } finally {
      await server.close();
    }
  };
  const rows = async ({ store, services }: TestServer) => {
    await services.recorder.flush();
    return store.db.selectFrom('recorded_quotes').selectAll().orderBy('quotes', 'desc').execute();
  };
  const metric = async ({ get }: TestServer, name: string): Promise<number> =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await (await get('/metrics')).text())?.[1]);
  const counts = async (server: TestServer) => [
    await metric(server, 'ratecard_quotes_recorded_total'),
    await metric(server, 'ratecard_quotes_not_recorded_total'),
  ];
  /** The headers of a backend with a key. */
  const withKey = async (server: TestServer): Promise<Record<string, string>> => {
    const root = await server.person('root', 'admin');
    const { key } = await root.done('POST', '/v1/api-keys', { name: 'shop', scopes: ['quote'] });
    return { authorization: `Bearer ${key}` };
  };

  it('are counted by question and answer with private facts hashed, and replayed with those facts', async () => {
    await recording(ALL, async (server) => {
      const context = { plan: 'pro', customer: 'ada@example.com' };
      for (let index = 0; index < 3; index++) await server.post('/v1/quotes', { product: 'seedream', context });
      await server.post('/v1/quotes', { product: 'seedream', context: { customer: 'ben@example.com' } });
      // Rejected questions and questions about another time are not recorded.
      await server.post('/v1/quotes', { product: 'seedream', options: { quality: 'hd' } });
      await server.post('/v1/quotes', { product: 'seedream', at: '2026-12-24T00:00:00Z' });
      await server.post('/v1/quotes', { product: 'seedream', release: 1 });
      const [row, other, ...more] = await rows(server);
      expect(row).toEqual({
        hour: '2026-11-23T12:00:00.000Z',
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        product: 'seedream',
        release: 1,
        options: '{"batch":1,"quality":"standard"}',
        context: '{"customer":"hmac:*","plan":"pro"}',
        hashed_facts: expect.stringMatching(/^\{"customer":"hmac:[0-9a-f]{32}"\}$/),
        list_price: '14',
        total: '14',
        currency: 'credits',
        identified: 0,
        simplified: 0,
        first_at: '2026-11-23T12:00:00.000Z',
        quotes: 3,
      });
      expect([other?.quotes, other?.hashed_facts === row?.hashed_facts, more]).toEqual([1, false, []]);
      expect(await counts(server)).toEqual([4, 0]);

      // An offer for this customer alone finds their quotes, although only a hash of the customer is stored.
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
        coverage: { recorded: 4, dropped: 0, percent: 100, simplified: 0 },
      });

      // The same question in the same hour adds to its count, and the next preview includes it.
      await server.post('/v1/quotes', { product: 'seedream', context });
      expect((await rows(server)).map(({ quotes }) => quotes)).toEqual([4, 1]);
      expect(stageOf(await previewed(ada, made.id), 'impact')).toMatchObject({ impact: { quotes: 5 } });
    });
  });

  it('exclude signed-in people and questions with `record: false`, and mark those asked with a key', async () => {
    await recording(ALL, async (server) => {
      const key = await withKey(server);
      const ada = await server.person('ada', 'editor');
      const [seedream, not] = [{ product: 'seedream' }, { product: 'seedream', record: false }];
      // In the console, signed in or not, and from a terminal.
      await ada.request('POST', '/v1/quotes', seedream);
      await ada.request('POST', '/v1/quotes', { ...seedream, record: true });
      await server.post('/v1/quotes', not);
      await server.post('/v1/quotes', { ...not, explain: 'trace' });
      await server.post('/v1/quotes/batch', { items: [seedream, not], record: false });
      expect(await rows(server)).toEqual([]);

      await server.post('/v1/quotes/batch', { items: [{ ...seedream, record: true }, not, seedream] });
      await server.post('/v1/quotes', seedream, key);
      const kept = await rows(server);
      expect(kept.map(({ identified, quotes }) => [identified, quotes])).toEqual([
        [0, 2],
        [1, 1],
      ]);
      const wrong = await bodyOf(server.post('/v1/quotes', { ...seedream, record: 'no' }));
      expect(wrong).toMatchObject({ code: 'malformed', detail: '/record: this is a text: send true or false' });
    });
  });

  it('are taken at the configured share, and deleted after the configured number of days', async () => {
    await recording({ ...ALL, share: 0 }, async (server) => {
      await server.post('/v1/quotes', { product: 'seedream' });
      expect(await rows(server)).toEqual([]);
    });
    await recording({ ...ALL, share: 0.5, days: 2 }, async (server) => {
      const items = Array.from({ length: 1000 }, () => ({ product: 'seedream' }));
      await server.post('/v1/quotes/batch', { items });
      const [row, ...more] = await rows(server);
      expect(row?.quotes).toBeGreaterThan(350);
      expect(row?.quotes).toBeLessThan(650);
      expect(more).toEqual([]);
      server.time.now = NOW + 3 * DAY;
      expect(await rows(server)).toEqual([]);
      expect(await hoursSince(server.store.db, '')).toEqual([]);
    });
  });

  it('are dropped from the oldest hour on when they exceed the configured size, and counted as dropped', async () => {
    await recording({ ...ALL, megabytes: 0.1 }, async (server) => {
      const asked = async (quotes: number): Promise<void> => {
        const items = Array.from({ length: quotes }, (_, index) => ({
          product: 'seedream',
          context: { customer: `customer ${index}` },
        }));
        await server.post('/v1/quotes/batch', { items });
        await server.services.recorder.flush();
      };
      await asked(200);
      server.time.now = NOW + DAY;
      await asked(150);
      const [old, day] = await hoursSince(server.store.db, '');
      expect(old).toMatchObject({ quotes: 0, questions: 0, bytes: 0, dropped: 200 });
      expect(day).toMatchObject({ quotes: 150, questions: 150, dropped: 0 });
      expect(day?.bytes).toBeLessThan(100_000);
      expect(await rows(server)).toHaveLength(150);
    });
  });

  it('are complete at any speed and after the database was away, and no quote waits or fails', async () => {
    await recording(ALL, async (server) => {
      const items = Array.from({ length: 1000 }, () => ({ product: 'seedream' }));
      const batches = async (many: number): Promise<void> => {
        for (let batch = 0; batch < many; batch++)
          expect((await server.post('/v1/quotes/batch', { items })).status).toBe(200);
      };
      await batches(7);
      expect((await rows(server)).map(({ quotes }) => quotes)).toEqual([7000]);
      await rawSql(server.database.location, 'alter table recorded_quotes rename to moved_away');
      await server.post('/v1/quotes', { product: 'seedream' });
      await server.services.recorder.flush();
      server.time.now = NOW + DAY / 24;
      await batches(2);
      await server.services.recorder.flush();
      expect(await counts(server)).toEqual([7000, 0]);
      await rawSql(server.database.location, 'alter table moved_away rename to recorded_quotes');
      expect((await rows(server)).map(({ quotes }) => quotes)).toEqual([7001, 2000]);
      expect(await counts(server)).toEqual([9001, 0]);
    });
  });

  it('state in a preview which share of all quotes they are when some were dropped', async () => {
    await recording(ALL, async (server) => {
      for (let index = 0; index < 26; index++) await server.post('/v1/quotes', { product: 'seedream' });
      await server.services.recorder.flush();
      const hour = emptyHour(new Date(NOW - 3 * DAY).toISOString());
      await server.store.mutation((tx) => addToHour(tx, { ...hour, dropped: 74 }));
      const old = emptyHour(new Date(NOW - 40 * DAY).toISOString());
      await server.store.mutation((tx) => addToHour(tx, { ...old, dropped: 1000 }));
      const ada = await server.person('ada', 'editor');
      const made = await changed(ada, ['multipliers.yaml', '1.5}', '1.51}']);
      const impact = stageOf(await previewed(ada, made.id, { days: 30 }), 'impact');
      expect(impact).toMatchObject({
        impact: { quotes: 26, coverage: { recorded: 26, dropped: 74, percent: 26, simplified: 0 } },
      });
    });
  });
});
