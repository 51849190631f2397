import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeTable } from '../../server/src/http/routes/route-table.js';
import { published } from '../books.js';
import { bodyOf } from './answers.js';
import { description, validatorOf } from './described.js';
import { startServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('/openapi.json', () => {
  it('is the API description in OpenAPI 3.1', async () => {
    const served = await bodyOf(server.get('/openapi.json'));
    expect(served).toEqual(description);
    expect(served.openapi).toBe('3.1.0');
  });

  it('describes every route of the server and no other', () => {
    const routes = routeTable(server.services);
    const served = routes.map(({ operation }) => operation);
    const described = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(served.sort()).toEqual(described.sort());
  });

  // All API tests compare every answer with the description; this one asks for answers that the others do not cover.
  it('describes every kind of answer as the server gives it, errors included', async () => {
    const { post, get } = server;
    const quotes = [
      ...published.prices.map(({ product, options }) => ({ product, options })),
      {
        product: 'kling-3-pro',
        context: { plan: 'pro', coupon: 'X', customer: 'c' },
        at: '2026-12-01T00:00:00+01:00',
        explain: 'none',
      },
      { product: 'kling-3-pro', options: { batch: 4 }, explain: 'trace' },
      { product: 'kling-3-pro', release: 1, known_at: '2026-12-01T00:00:00Z' },
      { product: 'kling-3-pro', release: 9 },
      { product: 'kling-3-pro', at: '2020-01-01T00:00:00Z' },
      { product: 'nope' },
      { product: 'seedream', options: { nope: 1 } },
      { product: 'seedream', options: { batch: 2 } },
      { product: 'seedream', context: { nope: 1 } },
      { product: 'seedream', context: { plan: 'x' } },
      {},
      3,
    ];
    for (const quote of quotes) await post('/v1/quotes', quote);
    await post('/v1/quotes', 'x'.repeat(70_000));
    await post('/v1/quotes', '{}', { 'content-type': 'text/plain' });
    for (const items of [quotes, [], 3]) await post('/v1/quotes/batch', { items });
    await post('/v1/quotes/batch', 'x'.repeat(3_000_000));
    await post('/v1/quotes/batch', '{}', { 'content-type': 'text/plain' });
    const etag = { 'if-none-match': '*' };
    for (const path of ['/v1/products', '/v1/prices', '/healthz', '/readyz', '/metrics', '/openapi.json'])
      await get(path);
    for (const path of ['/v1/products', '/v1/prices']) {
      expect((await get(path, etag)).status).toBe(304);
      for (const query of ['at=nope', 'release=9', 'release=x', 'at=2020-01-01T00:00:00Z'])
        await get(`${path}?${query}`);
    }
    for (const accept of ['text/csv', 'text/markdown', 'image/png']) await get('/v1/prices', { accept });
    await get('/v1/prices?product=nope');
  });

  it('contains examples of answers that match their schemas', () => {
    for (const path of ['/v1/quotes', '/v1/quotes/batch']) {
      const content = description.paths[path]?.['post']?.responses['200']?.content?.['application/json'];
      const validate = validatorOf(path, 'post', 200, 'application/json');
      expect(validate?.((content as { example: unknown }).example), JSON.stringify(validate?.errors)).toBe(true);
    }
  });

  it('contains examples of requests that the server answers with 200', async () => {
    for (const path of ['/v1/quotes', '/v1/quotes/batch']) {
      const operation = description.paths[path]?.['post'] as unknown as {
        requestBody: { content: { 'application/json': { example: unknown } } };
      };
      const response = await server.post(path, operation.requestBody.content['application/json'].example);
      expect(response.status).toBe(200);
    }
  });
});
