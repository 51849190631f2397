import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { published } from '../books.js';
import { bodyOf, itemsOf, problemOf } from './answers.js';
import { startServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('POST /v1/quotes', () => {
  test.each(published.prices)(
    'answers with the published price of $product $options: $credits',
    async ({ product, options, credits }) => {
      const response = await server.post('/v1/quotes', { product, options });
      if (credits === null) {
        const body = await problemOf(response);
        expect([response.status, body.code]).toEqual([422, 'not_offered']);
        expect(body.nearest).toContainEqual({ ...options, quality: 'standard' });
      } else {
        expect(response.status).toBe(200);
        expect(await bodyOf(response)).toMatchObject({
          product,
          options,
          release: 1,
          list_price: { amount: String(credits), currency: 'credits' },
        });
      }
    },
  );

  it('answers with default options, moment, release, prices and lines', async () => {
    const body = await bodyOf(server.post('/v1/quotes', { product: 'kling-o1', context: { plan: 'ultra' } }));
    expect(body).toEqual({
      product: 'kling-o1',
      options: { duration: 5, batch: 1 },
      context: { plan: 'ultra' },
      at: '2026-11-23T12:00:00.000Z',
      release: 1,
      list_price: { amount: '68', currency: 'credits' },
      total: { amount: '65', currency: 'credits' },
      lines: [
        {
          step: 'table',
          rule: 'kling-o1 batch=1 duration=5',
          title: 'Kling O1: 5s, 1x',
          amount: '68',
          source: 'rules/kling-o1.yaml:19',
        },
        {
          step: 'discount',
          rule: 'plan-ultra',
          title: 'Ultra plan, 5% off',
          amount: '64.6',
          source: 'rules/plans.yaml:10',
        },
        {
          step: 'rounding',
          rule: 'credits',
          title: 'Total, rounded half up to whole credits',
          amount: '65',
          source: 'rules/book.yaml:6',
        },
      ],
    });
  });

  it('explains a quote with nothing, lines or a trace, as `explain` says', async () => {
    const quote = async (explain: string) => bodyOf(server.post('/v1/quotes', { product: 'kling-o1', explain }));
    expect((await quote('none')).lines).toBeUndefined();
    expect((await quote('lines')).lines).toHaveLength(1);
    const { lines, trace } = await quote('trace');
    expect(lines).toHaveLength(1);
    expect(trace?.filter((entry) => entry.matches)).toMatchObject([{ rule: 'kling-o1 batch=1 duration=5' }]);
    expect(trace?.length).toBeGreaterThan(4);
    // The rule index has selected only rules of this product.
    expect(JSON.stringify(trace)).not.toContain('seedream');
  });

  it('answers for the moment given in `at`', async () => {
    const body = await bodyOf(server.post('/v1/quotes', { product: 'kling-o1', at: '2027-01-01T01:00:00+01:00' }));
    expect(body.at).toBe('2027-01-01T00:00:00.000Z');
  });

  it('returns the request id that it was sent, and makes one when there is none or it is invalid', async () => {
    expect(
      (await server.post('/v1/quotes', { product: 'x' }, { 'x-request-id': 'abc-1' })).headers.get('x-request-id'),
    ).toBe('abc-1');
    const [first, second] = [await server.get('/healthz'), await server.get('/healthz', { 'x-request-id': 'a b\tc' })];
    expect(first.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-\d+$/);
    expect(second.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-\d+$/);
  });
});

describe('POST /v1/quotes with an unusual request', () => {
  const HUGE = `{"product":"${'x'.repeat(70_000)}"}`;
  test.each([
    ['', 400, 'malformed', 'the body is empty'],
    ['{', 400, 'malformed', 'not valid JSON'],
    ['null', 400, 'malformed', 'the body is null: send an object'],
    ['[]', 400, 'malformed', 'the body is a list: send an object'],
    ['"x"', 400, 'malformed', 'the body is a text: send an object'],
    ['3', 400, 'malformed', 'the body is the number 3: send an object'],
    ['{}', 400, 'malformed', '`product` is missing'],
    ['{"product":3}', 400, 'malformed', '/product: this is the number 3: send a text'],
    ['{"product":null}', 400, 'malformed', '/product: this is null: send a text'],
    ['{"product":"seedream","options":[]}', 400, 'malformed', '/options: this is a list: send an object'],
    ['{"product":"seedream","options":null}', 400, 'malformed', '/options: this is null: send an object'],
    [
      '{"product":"seedream","options":{"batch":[4]}}',
      400,
      'malformed',
      '/options/batch: this is a list: send a text or a number or true or false',
    ],
    ['{"product":"seedream","options":{"batch":{"$ne":1}}}', 400, 'malformed', '/options/batch'],
    ['{"product":"seedream","optons":{}}', 400, 'malformed', '`optons` is not a key here; did you mean `options`?'],
    ['{"product":"seedream","at":"tomorrow"}', 400, 'malformed', 'is not an instant'],
    ['{"product":"seedream","at":"2026-02-30T00:00:00Z"}', 400, 'malformed', 'is not an instant'],
    ['{"product":"seedream","at":1e400}', 400, 'malformed', '/at: this is the number Infinity: send a text'],
    ['{"product":"seedream","explain":"all"}', 400, 'malformed', 'none, lines, trace'],
    ['{"product":"seedream","options":{"batch":1e400}}', 422, 'invalid_option', 'The choices are: 1, 4'],
    [
      '{"product":"seedream","options":{"__proto__":1}}',
      422,
      'unknown_option',
      '`__proto__` is not an option of seedream',
    ],
    [
      '{"product":"seedream","options":{"constructor":1}}',
      422,
      'unknown_option',
      '`constructor` is not an option of seedream',
    ],
    ['{"product":"seedream","__proto__":{"options":{}}}', 400, 'malformed', '`__proto__` is not a key here'],
    ['{"product":"__proto__"}', 404, 'unknown_product', '`__proto__` is not a product'],
    ['{"product":"seedrem"}', 404, 'unknown_product', 'did you mean `seedream`?'],
    ['{"product":"seedream","options":{"batch":2}}', 422, 'invalid_option', 'The choices are: 1, 4'],
    ['{"product":"seedream","context":{"plan":"gold"}}', 422, 'invalid_fact', '"free", "pro", "ultra"'],
    [HUGE, 413, 'too_large', 'larger than 64 kB'],
    [
      `{"product":"seedream","options":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
      400,
      'malformed',
      '/options/a',
    ],
    [`${'['.repeat(60_000)}`, 400, 'malformed', 'not valid JSON'],
    [`${'['.repeat(30_000)}${']'.repeat(30_000)}`, 400, 'malformed', 'the body is a list: send an object'],
    [Uint8Array.of(0x22, 0xff, 0x22), 400, 'malformed', 'not UTF-8'],
  ])('answers the body $0 with $1 $2 and the reason', async (body, status, code, words) => {
    const response = await server.post('/v1/quotes', body);
    const problem = await problemOf(response);
    expect([response.status, problem.code, response.headers.get('content-type')]).toEqual([
      status,
      code,
      'application/problem+json',
    ]);
    expect(problem.detail).toContain(words);
    expect(problem.status).toBe(status);
    expect(JSON.stringify(problem)).not.toMatch(/\bat \S+:\d+:\d+|node_modules/);
    expect(JSON.stringify(problem).length).toBeLessThan(5_000);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
    'application/jsonx',
    '',
  ])('answers a body of type %j with 415', async (type) => {
    const response = await server.post('/v1/quotes', '{"product":"seedream"}', { 'content-type': type });
    expect([response.status, (await problemOf(response)).code]).toEqual([415, 'unsupported_media_type']);
  });

  test.each([
    'application/json',
    'application/json;charset=UTF-8',
    'Application/JSON; charset="utf-8"',
    'application/vnd.api+json',
  ])('reads a body of type %j', async (type) => {
    expect((await server.post('/v1/quotes', '{"product":"seedream"}', { 'content-type': type })).status).toBe(200);
  });

  it('refuses an encoded body with 415', async () => {
    expect((await server.post('/v1/quotes', '{}', { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('gives the same answers on the fast path as through Express', async () => {
    for (const body of ['{"product":"seedream"}', '{"product":"nope"}', '{', '{}']) {
      const answers = await Promise.all(
        ['/v1/quotes', '/v1/quotes/', '/v1/quotes?', '/V1/quotes'].map(async (path) => {
          const response = await server.post(path, body, { 'x-request-id': 'same' });
          return [response.status, response.headers.get('x-content-type-options'), await response.text()];
        }),
      );
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
  });

  it('answers other methods with 405 and the allowed ones', async () => {
    const response = await server.get('/v1/quotes');
    expect([response.status, response.headers.get('allow'), (await problemOf(response)).code]).toEqual([
      405,
      'POST',
      'method_not_allowed',
    ]);
  });

  it('answers random JSON and text with a client error, never with one of the server', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
        const response = await server.post('/v1/quotes', text);
        expect([400, 404, 422]).toContain(response.status);
        expect(typeof (await problemOf(response)).code).toBe('string');
      }),
      { numRuns: 200 },
    );
  });

  it('goes on after a request that was broken off and after bytes that are not HTTP', async () => {
    const { hostname, port } = new URL(server.url);
    const send = (bytes: string) =>
      new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () => {
          socket.write(bytes);
          setTimeout(() => socket.destroy(), 50);
        });
        socket.on('close', () => resolve());
        socket.on('error', () => resolve());
      });
    await send(
      'POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"product":',
    );
    await send('\u0000\u0001\u0002 nonsense\r\n\r\n');
    await send(
      'POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n',
    );
    expect((await server.post('/v1/quotes', { product: 'seedream' })).status).toBe(200);
  });
});

describe('POST /v1/quotes/batch', () => {
  it('answers each item on its own, in order, and from one release', async () => {
    const items = [
      ...published.prices.map(({ product, options }) => ({ product, options })),
      3,
      { product: 'nope' },
      null,
    ];
    const response = await server.post('/v1/quotes/batch', { items, explain: 'none' });
    const answers = await itemsOf(response);
    expect(answers).toHaveLength(79);
    expect(answers[0]?.quote?.release).toBe(1);
    for (const [index, { credits }] of published.prices.entries()) {
      const { quote, error } = answers[index] ?? {};
      expect(credits === null ? error?.code : quote?.list_price.amount).toBe(
        credits === null ? 'not_offered' : String(credits),
      );
      expect(quote?.lines).toBeUndefined();
    }
    expect(answers.slice(76).map(({ error }) => error?.code)).toEqual(['malformed', 'unknown_product', 'malformed']);
  });

  it('explains each item as its own `explain` says', async () => {
    const items = [
      { product: 'seedream', explain: 'lines' },
      { product: 'seedream', explain: 'trace' },
      { product: 'seedream' },
    ];
    const answers = await itemsOf(server.post('/v1/quotes/batch', { items, explain: 'none' }));
    expect(answers.map(({ quote = {} }) => ['lines' in quote, 'trace' in quote])).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ]);
  });

  test.each([
    [{ items: [] }, '/items: this has 0 items: send at least 1'],
    [
      { items: Array.from({ length: 1001 }, () => ({ product: 'seedream' })) },
      '/items: this has 1001 items: at most 1000 are taken at once',
    ],
    [{ items: {} }, '/items: this is an object: send a list'],
    [[], 'the body is a list: send an object'],
    [{}, '`items` is missing'],
  ])('refuses a batch of the wrong shape with 400 and the reason', async (body, words) => {
    const response = await server.post('/v1/quotes/batch', body);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toContain(words);
  });

  it('accepts a batch of a thousand items', async () => {
    const items = Array.from({ length: 1000 }, (_, index) => ({ product: published.prices[index % 76]?.product }));
    const body = await bodyOf(server.post('/v1/quotes/batch', { items }));
    expect(body.items).toHaveLength(1000);
  });
});
