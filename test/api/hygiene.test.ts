import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { combinationsCsv } from '../../server/src/analysis/list/combinations-csv.js';
import { createApp } from '../../server/src/http/app.js';
import { listen } from '../../server/src/http/server.js';
import { Store } from '../../server/src/store/store.js';
import { smallBook } from '../small-book.js';
import { type Person, startServer, type TestServer } from './server.js';

let server: TestServer;
let rules: string;
let root: Person;
beforeAll(async () => {
  rules = smallBook({ approvals: 0 });
  server = await startServer({ rules });
  root = await server.person('root', 'admin');
});
afterAll(async () => {
  await server.close();
  rmSync(rules, { recursive: true });
});

describe('a cell of a CSV file', () => {
  it('is escaped when a spreadsheet would run it as a formula, and stays as it is when it is a number', () => {
    const formulas = ['=1+1', '+A1', '-A1', '@SUM(A1)', '\t=1', '\r=1', '-5-3', '=5'];
    const numbers = ['-5.00', '+2.94', '-0.5', '5', '-1e3'];
    for (const cell of [...formulas, ...numbers, 'a=1']) {
      const options = { [cell]: cell };
      const csv = combinationsCsv(['value'], [{ product: cell, title: cell, options, values: [cell] }]);
      const expected = formulas.includes(cell) ? `'${cell}` : cell;
      const quoted = /[\r"]/.test(expected) ? `"${expected}"` : expected;
      expect(csv).toBe(`product,title,${quoted},value\r\n${Array(4).fill(quoted).join(',')}\r\n`);
    }
  });
});

describe('the process log', () => {
  it('contains the names of query parameters, but not their values', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const logging = await listen(createApp({ ...server.services, logger: pino(stream) }), '127.0.0.1', 0);
    for (const path of [
      '/v1/prices?product=kling-o1&customer=acme-secret',
      '/v1/session/openid/callback?code=c0de&state=st4te',
    ]) {
      await fetch(logging.url + path, { redirect: 'manual' });
    }
    await logging.close();
    const log = lines.join('');
    expect(log).toContain('/v1/prices?product=...&customer=...');
    expect(log).toContain('?code=...&state=...');
    expect(log).not.toMatch(/acme-secret|c0de|st4te/);
  });
});

describe('a title or a name', () => {
  const wrong = [
    ['   ', 'is blank'],
    ['\u200b\u3000', 'is blank'],
    ['two\nlines', 'U+000A'],
    ['bell\u0007', 'U+0007'],
    ['cheap \u202ella', 'U+202E'],
    ['a\u2066b', 'U+2066'],
  ] as const;

  it('is trimmed, and refused with the reason when it is blank or contains invisible characters', async () => {
    const made = await root.done('POST', '/v1/change-requests', { title: '  Kling O1 à 70 – 新  ' });
    expect(made.title).toBe('Kling O1 à 70 – 新');
    const { link } = await root.done('POST', '/v1/invitations', { email: 'x@example.com', role: 'viewer' });
    const token = link.slice(link.indexOf('#') + 1);
    for (const [text, because] of wrong) {
      const asked = [
        ['POST', '/v1/change-requests', { title: text }, undefined, '/title'],
        ['PATCH', `/v1/change-requests/${made.id}`, { title: text }, 1, '/title'],
        ['POST', '/v1/api-keys', { name: text, scopes: ['quote'] }, undefined, '/name'],
        [
          'POST',
          '/v1/invitations/accept',
          { token, name: text, password: 'correct horse battery' },
          undefined,
          '/name',
        ],
      ] as const;
      for (const [method, path, body, revision, pointer] of asked) {
        const refused = await root.refused(method, path, body, revision);
        expect(refused, `${path} ${JSON.stringify(text)}`).toMatchObject({ pointer });
        // Names of keys may contain only letters, digits and a few signs, and have error messages of their own.
        if (path !== '/v1/api-keys')
          expect([refused.code, refused.detail]).toEqual(['invalid', expect.stringContaining(because)]);
      }
    }
  });
});

describe('an answer', () => {
  it('about people, keys or sessions must not be cached', async () => {
    for (const path of ['/v1/people', '/v1/api-keys', '/v1/session']) {
      expect((await root.request('GET', path)).headers.get('cache-control'), path).toBe('no-store');
    }
    expect((await server.get('/v1/people')).headers.get('cache-control')).toBe('no-store');
  });

  it('has a content security policy that forbids sending forms to other sites and changing base addresses', async () => {
    const policy = (await server.get('/docs')).headers.get('content-security-policy');
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("form-action 'self'");
  });
});

describe('the SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ratecard-files-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const mode = (path: string) => statSync(path).mode & 0o777;

  it('can be read only by its owner, also when it existed before with other permissions', async () => {
    const data = join(folder, 'deep', 'data');
    for (let round = 0; round < 2; round++) {
      const store = await Store.open({ kind: 'sqlite', folder: data });
      await store.mutation(async () => undefined);
      for (const name of ['ratecard.db', 'ratecard.db-wal', 'ratecard.db-shm']) {
        expect(mode(join(data, name)), name).toBe(0o600);
      }
      expect(mode(data)).toBe(0o700);
      await store.close();
      chmodSync(join(data, 'ratecard.db'), 0o644);
    }
  });

  it('is refused with one line when RATECARD_DATA names a file instead of a folder', async () => {
    const file = join(folder, 'not-a-folder');
    writeFileSync(file, '');
    for (const wrong of [file, join(file, 'data')]) {
      await expect(Store.open({ kind: 'sqlite', folder: wrong })).rejects.toThrow(
        `RATECARD_DATA is "${wrong}", which is a file: name a folder`,
      );
    }
  });
});
