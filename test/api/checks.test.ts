import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeRequest } from '../../schemas/types/api.js';
import { shippedFiles } from '../books.js';
import { changed } from './proposals.js';
import { type Person, startServer, type TestServer } from './server.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The shipped book with some of its text replaced, in a folder. */
function folderWith(...edits: readonly (readonly [file: string, from: string, to: string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'ratecard-'));
  folders.push(folder);
  for (const { path, text } of shippedFiles()) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    let edited = text;
    for (const [file, from, to] of edits) if (name === file) edited = edited.replace(from, to);
    writeFileSync(join(folder, name), edited);
  }
  return folder;
}

describe('a change request', () => {
  let server: TestServer;
  let ada: Person;
  let ben: Person;
  let root: Person;
  beforeAll(async () => {
    const rules = folderWith(
      ['checks.yaml', 'title: The Pro tier never costs less', 'title: The Pro tier never costs less, level: warn'],
      [
        'book.yaml',
        'approvals: 0  ',
        'approvals: 0\n  thresholds:\n    - {approvals: 1, prices: 10}\n    - {approvals: 2, percent: 50}\n    - {approvals: 1, quotes_percent: 3}\n ',
      ],
    );
    server = await startServer({ checks: true, rules });
    ada = await server.person('ada', 'editor');
    ben = await server.person('ben', 'approver');
    root = await server.person('root', 'admin');
  });
  afterAll(() => server.close());

  const at = ({ id }: ChangeRequest) => `/v1/change-requests/${id}` as const;
  const submit = (request: ChangeRequest) => ada.done('POST', `${at(request)}/submit`, undefined, request.revision);
  const updated = (request: ChangeRequest) =>
    ada.done('POST', `${at(request)}/expectations`, undefined, request.revision);

  it('cannot be submitted, nor published in an emergency, until a failing expectation is updated', async () => {
    const made = await changed(ada, ['kling-o1.yaml', '[68, 258]', '[70, 258]']);
    const refused = await ada.refused('POST', `${at(made)}/submit`, undefined, made.revision);
    expect(refused).toMatchObject({
      code: 'checks_broken',
      status: 422,
      checks: ['kling-o1 duration=5 batch=1'],
      detail: expect.stringContaining('rules/published-prices.yaml:'),
    });
    expect(refused.detail).toContain('fails: Kling O1, duration 5, batch 1: 70, not a list price of 68');
    expect(await root.refused('POST', `${at(made)}/publish`, { emergency: 'now' }, made.revision)).toMatchObject({
      code: 'checks_broken',
    });

    const mended = await updated(made);
    expect(mended.revision).toBe(made.revision + 1);
    const compared = await ada.done('GET', `${at(made)}/compare`);
    const [cell, figure] = compared.files.map(({ diff }) => diff.match(/^[-+] .*$/gm));
    expect([cell?.length, figure?.length]).toEqual([2, 2]);
    expect(figure?.[1]).toContain('{product: kling-o1, options: {duration: 5, batch: 1}, list_price: 70}');
    expect(await ada.refused('POST', `${at(made)}/expectations`, undefined, mended.revision)).toMatchObject({
      code: 'nothing_changed',
    });
    expect(await submit(mended)).toMatchObject({ state: 'approved', approvals: { needed: 0, because: [] } });
    const release = await ada.done('POST', `${at(made)}/publish`, {}, mended.revision);
    expect(release).toMatchObject({ number: 2, state: 'in_force' });
  });

  it('needs one more approval when a check of level warn fails', async () => {
    const made = await updated(await changed(ada, ['other-actions.yaml', 'prices: [2000]', 'prices: [200]']));
    const submitted = await submit(made);
    expect(submitted).toMatchObject({ state: 'in_review', approvals: { by: [], needed: 3 } });
    expect(submitted.approvals).toMatchObject({
      because: [
        'a price changes by 90.00%, 50% or more, which needs 2 approvals',
        expect.stringMatching(
          /^a price of .+ changes by 90.00%, and there are no quotes of .+ with an API key to judge it by, 3% or more, which needs 1 approval$/,
        ),
        'a check fails: `pro-tier-costs-no-less`, so one more approval is needed',
      ],
    });
    expect(await ada.refused('POST', `${at(made)}/publish`, {}, made.revision)).toMatchObject({
      code: 'not_approved',
      needed: 3,
    });
    for (const [index, approver] of [ben, root].entries()) {
      const reviewed = await approver.done('POST', `${at(made)}/reviews`, { verdict: 'approve' }, made.revision);
      expect(reviewed).toMatchObject({
        state: 'in_review',
        approvals: { by: [ben.name, root.name].slice(0, index + 1), needed: 3 },
      });
    }
    const carol = await server.person('carol', 'approver');
    expect(await carol.done('POST', `${at(made)}/reviews`, { verdict: 'approve' }, made.revision)).toMatchObject({
      state: 'approved',
    });
    expect(await ada.done('POST', `${at(made)}/publish`, {}, made.revision)).toMatchObject({
      approvers: [ben.name, root.name, carol.name],
    });
  });

  it('needs more approvals when it reaches a threshold for price changes or for what buyers pay', async () => {
    const back = await updated(await changed(ada, ['other-actions.yaml', 'prices: [200]', 'prices: [2000]']));
    await submit(back);
    for (const approver of [ben, root])
      await approver.done('POST', `${at(back)}/reviews`, { verdict: 'approve' }, back.revision);
    await ada.done('POST', `${at(back)}/publish`, {}, back.revision);
    const many = await updated(await changed(ada, ['multipliers.yaml', '1.5}', '1.51}']));
    expect((await submit(many)).approvals).toMatchObject({
      needed: 1,
      because: ['12 prices change, 10 or more, which needs 1 approval'],
    });
    const { key } = await root.done('POST', '/v1/api-keys', { name: 'shop', scopes: ['quote'] });
    const ask = async (many: number, duration: number): Promise<void> => {
      const items = Array.from({ length: many }, () => ({ product: 'kling-o1', options: { duration } }));
      await server.post('/v1/quotes/batch', { items }, { authorization: `Bearer ${key}` });
      await server.services.recorder.flush();
    };
    await ask(30, 10);
    const one = await updated(await changed(ada, ['kling-o1.yaml', '[70, 258]', '[73, 258]']));
    expect((await submit(one)).approvals).toMatchObject({ needed: 0 });
    // Now most buyers ask for exactly this price.
    await ask(500, 5);
    const refused = await ada.refused('POST', `${at(one)}/publish`, {}, one.revision);
    expect(refused).toMatchObject({
      code: 'not_approved',
      needed: 1,
      because: [
        'what buyers pay for Kling O1 changes by +3.84% (by its 530 quotes that were asked with an API key), 3% or more, which needs 1 approval',
      ],
    });
    await ben.done('POST', `${at(one)}/reviews`, { verdict: 'approve' }, one.revision);
    expect(await ada.done('POST', `${at(one)}/publish`, {}, one.revision)).toMatchObject({ approvers: [ben.name] });
  });
});
