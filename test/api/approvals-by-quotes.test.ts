import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedFiles } from '../books.js';
import { changed, previewed, stageOf } from './proposals.js';
import { type Person, startServer, type TestServer } from './server.js';

const rules = mkdtempSync(join(tmpdir(), 'ratecard-'));
for (const { path, text } of shippedFiles()) {
  const policy = 'approvals: 0\n  thresholds: [{approvals: 2, quotes_percent: 5}] ';
  writeFileSync(join(rules, path.replace('rules/', '')), text.replace(/^ {2}approvals: 0 /m, `  ${policy}`));
}
afterAll(() => rmSync(rules, { recursive: true }));

describe('a policy threshold on what buyers pay', () => {
  let server: TestServer;
  let ada: Person;
  let authorization: string;
  beforeAll(async () => {
    server = await startServer({ rules });
    ada = await server.person('ada', 'amounts_editor');
    const root = await server.person('root', 'admin');
    const { key } = await root.done('POST', '/v1/api-keys', { name: 'shop', scopes: ['quote'] });
    authorization = `Bearer ${key}`;
  });
  afterAll(() => server.close());

  const ask = async (many: number, question: object, headers: Record<string, string> = {}): Promise<void> => {
    const items = Array.from({ length: 1_000 }, () => question);
    for (let done = 0; done < many; done += items.length)
      await server.post('/v1/quotes/batch', { items: items.slice(0, many - done) }, headers);
    await server.services.recorder.flush();
  };
  const cut = () => changed(ada, ['kling-o1.yaml', '[68, 258]', '[5, 258]']);
  const publish = async (id: number, revision: number) =>
    ada.refused('POST', `/v1/change-requests/${id}/publish`, {}, revision);

  it('still requires approvals when quotes are asked without an API key or of other products', async () => {
    const made = await cut();
    const at = `/v1/change-requests/${made.id}` as const;
    const because = [
      'a price of Kling O1 changes by 92.65%, and there are no quotes of Kling O1 with an API key to judge it by, 5% or more, which needs 2 approvals',
    ];
    const submitted = await ada.done('POST', `${at}/submit`, undefined, made.revision);
    expect(submitted.approvals).toMatchObject({ needed: 2, because });

    // Quotes of another product, and of this one for an option whose price does not change.
    await ask(10_000, { product: 'seedream' });
    await ask(10_000, { product: 'kling-o1', options: { duration: 10 } });
    expect(await publish(made.id, made.revision)).toMatchObject({ code: 'not_approved', needed: 2, because });
    expect(stageOf(await previewed(ada, made.id), 'approvals')).toMatchObject({ needed: 2, because });
    // Quotes of another product do not count even with a key.
    await ask(10_000, { product: 'seedream' }, { authorization });
    expect(await publish(made.id, made.revision)).toMatchObject({ code: 'not_approved', needed: 2, because });
  });

  it('is compared with only the quotes of the product that were asked with an API key', async () => {
    await ask(10, { product: 'kling-o1' }, { authorization });
    const made = await cut();
    const submitted = await ada.done('POST', `/v1/change-requests/${made.id}/submit`, undefined, made.revision);
    expect(submitted.approvals).toMatchObject({
      needed: 2,
      because: [
        'what buyers pay for Kling O1 changes by -92.65% (by its 10 quotes that were asked with an API key), 5% or more, which needs 2 approvals',
      ],
    });
    const small = await changed(ada, ['kling-o1.yaml', '[68, 258]', '[67, 258]']);
    const light = await ada.done('POST', `/v1/change-requests/${small.id}/submit`, undefined, small.revision);
    expect(light.approvals).toMatchObject({ needed: 0, because: [] });
  });

  it('is reached when a product is no longer offered and has no recorded quotes', async () => {
    const editor = await server.person('eve', 'editor');
    const made = await changed(editor, ['kling-o1.yaml', '[68, 258]', '[null, 258]']);
    await server.store.db.deleteFrom('recorded_quotes').execute();
    await server.store.db.deleteFrom('recorded_hours').execute();
    const [approvals] = (await previewed(editor, made.id)).filter(({ stage }) => stage === 'approvals');
    expect(approvals).toMatchObject({
      needed: 2,
      because: [expect.stringContaining('a price of Kling O1 is no longer offered, or was free, and there are no')],
    });
  });
});
