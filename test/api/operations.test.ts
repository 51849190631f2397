import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf } from './answers.js';
import { startServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('the server', () => {
  it('reports that it is alive and ready', async () => {
    expect(await bodyOf(server.get('/healthz'))).toEqual({ status: 'ok' });
    expect(await bodyOf(server.get('/readyz'))).toEqual({ status: 'ready', release: 1, database: 'ok' });
  });

  it('reports quotes by route, cache hits, rejected quotes and the release in its metrics', async () => {
    await server.post('/v1/quotes', { product: 'kling-o1' });
    await server.post('/v1/quotes', { product: 'kling-o1' });
    await server.post('/v1/quotes', { product: 'seedream', options: { quality: 'hd' } });
    const text = await (await server.get('/metrics')).text();
    expect(text).toMatch(/^ratecard_quote_duration_seconds_count\{route="\/v1\/quotes"\} [3-9]/m);
    expect(text).toMatch(/^ratecard_quote_cache_hits_total [1-9]/m);
    expect(text).toMatch(/^ratecard_release_number 1$/m);
    expect(text).toMatch(/^ratecard_quotes_refused_total\{code="not_offered"\} 1$/m);
  });

  it('serves a page about its API that loads nothing from other hosts', async () => {
    const page = await (await server.get('/docs')).text();
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => String(match[1]));
    expect(assets.length).toBeGreaterThanOrEqual(3);
    for (const asset of assets) {
      expect(asset).not.toMatch(/^(?:https?:)?\/\//);
      expect((await server.get(`/${asset}`)).status).toBe(200);
    }
    expect((await server.get('/docs')).headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('answers an unknown address with 404 and a problem', async () => {
    for (const path of ['/nope', '/docs/nope', '/%zz', '/v1/quotes/nope']) {
      const response = await server.get(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    }
  });
});
