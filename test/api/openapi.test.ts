import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSchema } from '../../server/src/releases/schema-files.js';
import { published } from '../books.js';
import { bodyOf, startServer, type TestServer } from './server.js';

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { responses: Record<string, { $ref?: string; content?: Record<string, unknown> }> }>>
    >
  >;
}

const description = readSchema('openapi.json') as Description;
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(description, 'openapi');

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const pointerStep = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** Checks a real answer against what the description says of its path, method, status and type. */
async function honest(path: string, method: 'get' | 'post', response: Response): Promise<void> {
  const described = description.paths[path]?.[method]?.responses[response.status];
  expect(described, `${method} ${path} describes no ${response.status}`).toBeDefined();
  if (response.status === 304) return;
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const base = described?.$ref?.slice(1) ?? `/paths/${pointerStep(path)}/${method}/responses/${response.status}`;
  const validate = ajv.compile({ $ref: `openapi#${base}/content/${pointerStep(type)}/schema` });
  const body = type.endsWith('json') ? await bodyOf(response) : await response.text();
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
}

describe('/openapi.json', () => {
  it('is served, in version 3.1', async () => {
    const served = await bodyOf(server.get('/openapi.json'));
    expect(served).toEqual(description);
    expect(served.openapi).toBe('3.1.0');
  });

  it('tells the truth of every route and of every kind of answer', async () => {
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
      { product: 'nope' },
      { product: 'seedream', options: { nope: 1 } },
      { product: 'seedream', options: { batch: 2 } },
      { product: 'seedream', context: { nope: 1 } },
      { product: 'seedream', context: { plan: 'x' } },
      {},
      3,
    ];
    for (const quote of quotes) await honest('/v1/quotes', 'post', await post('/v1/quotes', quote));
    await honest('/v1/quotes', 'post', await post('/v1/quotes', 'x'.repeat(70_000)));
    await honest('/v1/quotes', 'post', await post('/v1/quotes', '{}', { 'content-type': 'text/plain' }));
    for (const items of [quotes, [], 3])
      await honest('/v1/quotes/batch', 'post', await post('/v1/quotes/batch', { items }));
    await honest('/v1/quotes/batch', 'post', await post('/v1/quotes/batch', 'x'.repeat(3_000_000)));
    await honest('/v1/quotes/batch', 'post', await post('/v1/quotes/batch', '{}', { 'content-type': 'text/plain' }));
    const etag = { 'if-none-match': '*' };
    for (const path of ['/v1/products', '/v1/prices', '/healthz', '/readyz', '/metrics', '/openapi.json']) {
      await honest(path, 'get', await get(path));
    }
    for (const path of ['/v1/products', '/v1/prices']) await honest(path, 'get', await get(path, etag));
    for (const accept of ['text/csv', 'text/markdown', 'image/png'])
      await honest('/v1/prices', 'get', await get('/v1/prices', { accept }));
    await honest('/v1/prices', 'get', await get('/v1/prices?product=nope'));
    await honest('/v1/prices', 'get', await get('/v1/prices?at=nope'));
  });

  it('shows answers that are as it says', () => {
    for (const path of ['/v1/quotes', '/v1/quotes/batch']) {
      const base = `/paths/${pointerStep(path)}/post/responses/200/content/application~1json`;
      const content = description.paths[path]?.['post']?.responses['200']?.content?.['application/json'];
      const validate = ajv.compile({ $ref: `openapi#${base}/schema` });
      expect(validate((content as { example: unknown }).example), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it('has examples that work as they are', async () => {
    for (const path of ['/v1/quotes', '/v1/quotes/batch']) {
      const operation = description.paths[path]?.['post'] as unknown as {
        requestBody: { content: { 'application/json': { example: unknown } } };
      };
      const response = await server.post(path, operation.requestBody.content['application/json'].example);
      expect(response.status).toBe(200);
    }
  });
});
