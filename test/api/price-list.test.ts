import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { published, ROOT } from '../books.js';
import { publishedTables, tablesIn } from '../published-tables.js';
import { bodyOf, problemOf } from './answers.js';
import { startServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('GET /v1/prices', () => {
  it('lists every combination with its list price', async () => {
    const { prices } = await bodyOf(server.get('/v1/prices'));
    const figures = (list: { product: string; options: object; credits: number | null }[]) =>
      list
        .map(({ product, options, credits }) => JSON.stringify([product, Object.entries(options).sort(), credits]))
        .sort();
    const given = prices.map((price) => ({
      ...price,
      credits: price.list_price === null ? null : Number(price.list_price.amount),
    }));
    expect(figures(given)).toEqual(figures([...published.prices]));
  });

  it('answers with the published tables as Markdown, cell for cell', async () => {
    const response = await server.get('/v1/prices', { accept: 'text/markdown' });
    expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(tablesIn(await response.text())).toEqual(publishedTables);
  });

  it('answers with CSV when the client accepts it', async () => {
    const response = await server.get('/v1/prices?product=seedream', { accept: 'text/csv' });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect((await response.text()).split('\r\n').slice(0, 2)).toEqual([
      'product,title,quality,batch,list_price,currency,rule,source,outcome',
      'seedream,Seedream,standard,1,14,credits,seedream batch=1 quality=standard,rules/image-generation.yaml:27,price',
    ]);
  });

  it('lists one product, and answers 404 with a suggestion for an unknown name', async () => {
    const { prices } = await bodyOf(server.get('/v1/prices?product=veo-3.1'));
    expect(prices.map((price) => price.list_price?.amount)).toEqual(['96', '120']);
    const missing = await server.get('/v1/prices?product=veo-3');
    expect([missing.status, (await problemOf(missing)).detail]).toEqual([
      404,
      '`veo-3` is not a product; did you mean `veo-3.1`?',
    ]);
  });

  it('refuses an invalid moment, a repeated parameter and an unknown format', async () => {
    expect((await server.get('/v1/prices?at=tomorrow')).status).toBe(400);
    expect((await server.get('/v1/prices?product=a&product=b')).status).toBe(400);
    expect((await server.get('/v1/prices', { accept: 'image/png' })).status).toBe(406);
  });

  it('has the digest of the release as its strong ETag, and answers 304 when it matches', async () => {
    const etag = `"${server.releases.current.digest}"`;
    for (const path of ['/v1/prices', '/v1/products']) {
      const first = await server.get(path, { 'accept-encoding': 'identity' });
      expect(first.headers.get('etag')).toBe(etag);
      // The compressed bytes are different, so their strong ETag is, too. Both stand for the same content.
      const compressed = await server.get(path);
      expect(compressed.headers.get('content-encoding')).toBe('gzip');
      expect(compressed.headers.get('etag')).toBe(`"${server.releases.current.digest};gzip"`);
      expect(await compressed.text()).toBe(await first.text());
      const second = await server.get(path, { 'if-none-match': `"other", ${etag}` });
      expect([second.status, await second.text()]).toEqual([304, '']);
      expect((await server.get(path, { 'if-none-match': '"other"' })).status).toBe(200);
    }
    // Another representation has another strong ETag: that of the JSON must not match the CSV.
    expect((await server.get('/v1/prices', { accept: 'text/csv', 'if-none-match': etag })).status).toBe(200);
  });
});

describe('a price list whose prices change with time', () => {
  it('has another ETag as soon as a price changes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ratecard-'));
    cpSync(`${ROOT}rules`, join(folder, 'rules'), { recursive: true });
    const rule =
      '{id: sale, when: {product: video-extend-veo-3.1}, price: 300, reason: sale, until: 2026-12-01T00:00:00Z}';
    writeFileSync(join(folder, 'rules', 'sale.yaml'), `kind: overrides\nrules: [${rule}]\n`);
    const timed = await startServer({ rules: join(folder, 'rules') });
    const etag = async (at: string) => (await timed.get(`/v1/prices?at=${at}`)).headers.get('etag') ?? '';
    const during = await etag('2026-11-30T00:00:00Z');
    expect(during).toContain(timed.releases.current.digest);
    expect(await etag('2026-11-30T23:59:59Z')).toBe(during);
    expect(await etag('2026-12-01T00:00:00Z')).not.toBe(during);
    expect((await timed.get('/v1/prices', { 'if-none-match': during })).status).toBe(304);
    await timed.close();
    rmSync(folder, { recursive: true });
  });
});

describe('GET /v1/products', () => {
  it('lists products, options, context and plans with everything that a form needs', async () => {
    const body = await bodyOf(server.get('/v1/products'));
    expect(body.products).toHaveLength(15);
    expect(body.products.find((one) => one.product === 'kling-o1')).toEqual({
      product: 'kling-o1',
      title: 'Kling O1',
      currency: 'credits',
      options: [
        { name: 'duration', title: 'Duration', type: 'number', unit: 's', choices: [5, 10], default: 5 },
        { name: 'batch', title: 'Batch', type: 'number', choices: [1, 4], default: 1 },
      ],
    });
    expect(body.context[0]).toEqual({
      name: 'plan',
      title: 'Plan',
      type: 'string',
      choices: ['free', 'pro', 'ultra'],
      default: 'free',
    });
    expect(body.plans[1]).toEqual({
      plan: 'pro',
      title: 'Pro',
      monthly_price: { amount: '39', currency: 'USD' },
      monthly_credits: '4000',
      credit_discount_percent: '2.5',
    });
  });
});
