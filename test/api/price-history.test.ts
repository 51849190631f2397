import { describe, expect, it } from 'vitest';
import { changed } from './proposals.js';
import { startServer } from './server.js';

describe('GET /v1/prices/history', () => {
  it('lists every release that changed a price, with its author, reason and changed lines', async () => {
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
      const { changes } = told;
      expect(changes.map(({ release }) => release.number)).toEqual([4, 2, 1]);
      expect(changes[1]).toMatchObject({
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
      expect(at).toMatchObject({ at: '2026-12-24T00:00:00.000Z', changes: [{}, {}, {}] });
      // A removed product keeps its history.
      const gone = await ada.done('POST', '/v1/change-requests', { title: 'No more videos of Veo' });
      const path = `/v1/change-requests/${gone.id}/files/rules` as const;
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
        changes: [{ before: {}, after: null, release: { number: 5 } }, { release: { number: 1 } }],
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
