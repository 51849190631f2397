import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChangeRequest } from '../../schemas/types/api.js';
import { ROOT } from '../books.js';
import { bodyOf } from './answers.js';
import { type Person, startServer, type TestServer } from './server.js';

/* A book that was released before steps had to end with a block. */

const FILE = 'rules/calls.yaml';
const CALLS = `kind: prices
title: Calls
currency: credits
products: {calls: {title: Calls}}
options: {calls: {minimum: 0}}
rates: [{id: calls, when: {product: calls}, of: calls, block: 1000, tiers: volume, steps: [{up_to: 1500, amount: 2}, {amount: 1}]}]
`;

let folder: string;
let server: TestServer;
let ada: Person;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ratecard-'));
  cpSync(`${ROOT}rules`, join(folder, 'rules'), { recursive: true });
  writeFileSync(join(folder, FILE), CALLS);
  server = await startServer({ rules: join(folder, 'rules') });
  ada = await server.person('ada', 'admin');
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const asked = async (more: object = {}): Promise<string | undefined> =>
  (await bodyOf(server.post('/v1/quotes', { product: 'calls', options: { calls: 1001 }, ...more }))).total?.amount;

async function publish(made: ChangeRequest, revision: number) {
  const path = `/v1/change-requests/${made.id}` as const;
  const submitted = await ada.done('POST', `${path}/submit`, undefined, revision);
  return ada.done('POST', `${path}/publish`, {}, submitted.revision);
}

it('a released book that is no longer valid still answers, must be fixed by the next change, and can be restored', async () => {
  expect(await asked()).toBe('2000');
  const made = await ada.done('POST', '/v1/change-requests', { title: 'Another price' });
  const path = `/v1/change-requests/${made.id}` as const;
  const patch = [{ op: 'replace', path: '/rates/0/steps/1/amount', value: 1.5 }];
  const edited = await ada.done('PATCH', `${path}/files/${FILE}`, patch, 1);
  expect(await ada.refused('POST', `${path}/submit`, undefined, edited.revision)).toMatchObject({
    code: 'book_broken',
    problems: [{ file: FILE, line: 6, message: expect.stringContaining('up_to 1,500 is no multiple of the block') }],
  });
  const bound = [{ op: 'replace', path: '/rates/0/steps/0/up_to', value: 2000 }];
  const fixed = await ada.done('PATCH', `${path}/files/${FILE}`, bound, edited.revision);
  expect(await publish(made, fixed.revision)).toMatchObject({ number: 2 });
  expect([await asked(), await asked({ release: 1 })]).toEqual(['4000', '2000']);
  const compared = await ada.done('GET', '/v1/releases/1/compare/2');
  expect(JSON.stringify(compared)).toContain('"calls"');

  const restored = await ada.done('POST', '/v1/releases/1/restore', { reason: 'it was right' });
  expect(await publish(restored, restored.revision)).toMatchObject({ number: 3 });
  expect(await asked()).toBe('2000');
});

it('a released book with an empty text or an empty alternative in a condition still answers', async () => {
  const rules = join(folder, 'empty');
  cpSync(`${ROOT}rules`, rules, { recursive: true });
  const text =
    'kind: overrides\nrules:\n  - {id: a, when: {product: seedream, coupon: ""}, price: 1, reason: r, until: 2099-01-01T00:00:00Z}\n' +
    '  - {id: b, when: {product: veo-3.1-fast, any: [{}]}, price: 2, reason: r, until: 2099-01-01T00:00:00Z}\n';
  writeFileSync(join(rules, 'overrides.yaml'), text);
  const old = await startServer({ rules });
  const price = (await bodyOf(old.post('/v1/quotes', { product: 'seedream', context: { coupon: '' } }))).total?.amount;
  expect(price).toBe('1');
  const bob = await old.person('bob', 'admin');
  const made = await bob.done('POST', '/v1/change-requests', { title: 'Another price' });
  const path = `/v1/change-requests/${made.id}` as const;
  await bob.done(
    'PATCH',
    `${path}/files/rules/overrides.yaml`,
    [{ op: 'replace', path: '/rules/0/price', value: 3 }],
    1,
  );
  const problems = await bob.done('GET', `${path}/problems`);
  await old.close();
  expect(JSON.stringify(problems)).toMatch(/is compared with an empty text.*the condition is empty/);
});
