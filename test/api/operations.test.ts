import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../books.js';
import { bodyOf, startServer, type TestServer } from './server.js';

let server: TestServer;
const folder = mkdtempSync(join(tmpdir(), 'ratecard-'));
const rules = join(folder, 'rules');
beforeAll(async () => {
  cpSync(`${ROOT}rules`, rules, { recursive: true });
  server = await startServer(rules);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const total = async () => (await bodyOf(server.post('/v1/quotes', { product: 'kling-o1' }))).total.amount;

describe('operations', () => {
  it('says that it is alive and ready', async () => {
    expect(await bodyOf(server.get('/healthz'))).toEqual({ status: 'ok' });
    expect(await bodyOf(server.get('/readyz'))).toEqual({ status: 'ready', release: 1 });
  });

  it('measures quotes by route, what it remembered, and the release', async () => {
    await server.post('/v1/quotes', { product: 'kling-o1' });
    await server.post('/v1/quotes', { product: 'kling-o1' });
    await server.post('/v1/quotes', { product: 'seedream', options: { quality: 'hd' } });
    const text = await (await server.get('/metrics')).text();
    expect(text).toMatch(/^ratecard_quote_duration_seconds_count\{route="\/v1\/quotes"\} [3-9]/m);
    expect(text).toMatch(/^ratecard_quote_cache_hits_total [1-9]/m);
    expect(text).toMatch(/^ratecard_release_number 1$/m);
    expect(text).toMatch(/^ratecard_quotes_refused_total\{code="not_offered"\} 1$/m);
  });

  it('describes itself on a page that loads nothing from outside', async () => {
    const page = await (await server.get('/docs')).text();
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => String(match[1]));
    expect(assets.length).toBeGreaterThanOrEqual(3);
    for (const asset of assets) {
      expect(asset).not.toMatch(/^(?:https?:)?\/\//);
      expect((await server.get(`/${asset}`)).status).toBe(200);
    }
    expect((await server.get('/docs')).headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('answers unknown addresses with a problem', async () => {
    for (const path of ['/nope', '/docs/nope', '/%zz', '/v1/quotes/nope']) {
      const response = await server.get(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    }
  });

  it('puts a changed book in force at once, and a broken one never', async () => {
    expect(await total()).toBe('68');
    const path = join(rules, 'kling-o1.yaml');
    const text = readFileSync(path, 'utf8');

    writeFileSync(path, text.replace('[68, 258]', '[69, 258]'));
    expect(server.releases.reload()).toEqual([]);
    expect(await total()).toBe('69');
    expect(server.releases.current.number).toBe(2);

    writeFileSync(path, text.replace('[68, 258]', '[70]'));
    expect(server.releases.reload()).toMatchObject([{ code: 'row_length' }]);
    expect(await total()).toBe('69');

    writeFileSync(path, text.replace('[68, 258]', '[69, 258]'));
    expect(server.releases.reload()).toEqual([]);
    expect(server.releases.current.number).toBe(2);
  });

  it('answers a batch from one release, though another comes into force meanwhile', async () => {
    const path = join(rules, 'kling-o1.yaml');
    const text = readFileSync(path, 'utf8');
    const items = Array.from({ length: 1000 }, () => ({ product: 'kling-o1' }));
    for (let round = 0; round < 20; round++) {
      const asked = [
        server.post('/v1/quotes/batch', { items, explain: 'none' }),
        server.post('/v1/quotes/batch', { items: items.map((item) => ({ ...item, explain: 'trace' })) }),
      ];
      writeFileSync(path, text.replace(/\[\d+, 258\]/, `[${100 + round}, 258]`));
      server.releases.reload();
      for (const response of await Promise.all(asked)) {
        const body = await bodyOf(response);
        const totals = new Set(
          body.items.map(
            ({ quote }: { quote: { total: { amount: string }; release: number } }) =>
              `${quote.release} ${quote.total.amount}`,
          ),
        );
        expect(totals.size).toBe(1);
      }
    }
  });
});
