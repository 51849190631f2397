import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeTable } from '../../server/src/http/routes/route-table.js';
import { bodyOf } from './answers.js';
import { type Person, startServer, type TestServer } from './server.js';

let server: TestServer;
let ada: Person;
beforeAll(async () => {
  server = await startServer();
  ada = await server.person('ada', 'admin');
});
afterAll(() => server.close());

/** Routes where the client, or the OpenID provider, chooses the names. */
const FREE = ['/v1/prices/history', '/v1/session/openid/callback'];

describe('a query parameter that an operation does not have', () => {
  it('is refused with 400 by every route whose parameter names are fixed', async () => {
    for (const { operation } of routeTable(server.services)) {
      const [method = '', path = ''] = operation.split(' ');
      if (FREE.includes(path)) continue;
      const address = path.replace('{path}', 'rules/book.yaml').replace(/\{\w+\}/g, '1');
      const response = await ada.request(method, `${address}?nope=1`, method === 'GET' ? undefined : {});
      expect(response.status, `${method} ${path}`).toBe(400);
      expect(await bodyOf(response)).toMatchObject({ code: 'malformed', detail: expect.stringContaining('`nope`') });
    }
  });

  it('is refused with the most similar name and all names that exist', async () => {
    expect(await bodyOf(server.get('/v1/prices?relase=1'))).toMatchObject({
      detail: '`relase` is not a query parameter here; did you mean `release`?',
      valid: ['product', 'at', 'release', 'known_at'],
    });
    expect(await bodyOf(server.get('/healthz?deep=1'))).toMatchObject({
      detail: '`deep` is not a query parameter here; there are no query parameters here',
      valid: [],
    });
  });

  it('is refused only after the client is known: without signing in, the answer is 401', async () => {
    expect((await server.get('/v1/people?nope=1')).status).toBe(401);
  });

  it('is read as an option or a fact in the history of a price', async () => {
    expect((await ada.request('GET', '/v1/prices/history?product=seedream&batch=1')).status).toBe(200);
  });
});
