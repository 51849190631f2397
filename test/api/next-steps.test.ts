import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChangeRequest, NextSteps } from '../../schemas/types/api.js';
import { ROOT } from '../books.js';
import { changed } from './proposals.js';
import { type Person, startServer, type TestServer } from './server.js';

let server: TestServer;
let rules: string;
let people: Readonly<Record<'viewer' | 'editor' | 'approver' | 'admin' | 'other', Person>>;
beforeAll(async () => {
  rules = mkdtempSync(join(tmpdir(), 'ratecard-steps-'));
  cpSync(`${ROOT}rules`, rules, { recursive: true });
  const book = readFileSync(join(rules, 'book.yaml'), 'utf8');
  writeFileSync(join(rules, 'book.yaml'), book.replace('approvals: 0', 'approvals: 2'));
  server = await startServer({ rules });
  people = {
    viewer: await server.person('vic', 'viewer'),
    editor: await server.person('ada', 'editor'),
    approver: await server.person('ben', 'approver'),
    other: await server.person('cat', 'approver'),
    admin: await server.person('root', 'admin'),
  };
});
afterAll(async () => {
  await server.close();
  rmSync(rules, { recursive: true });
});

const steps = async (who: keyof typeof people, { id }: ChangeRequest): Promise<NextSteps> =>
  people[who].done('GET', `/v1/change-requests/${id}/steps`);
const next = async (who: keyof typeof people, request: ChangeRequest) => (await steps(who, request)).next;
const allowed = async (who: keyof typeof people, request: ChangeRequest): Promise<readonly string[]> => {
  const { next: first, others } = await steps(who, request);
  return [...(first === null ? [] : [first]), ...others].filter((one) => one.allowed).map(({ step }) => step);
};
const act = <What extends string>(
  who: keyof typeof people,
  { id }: ChangeRequest,
  what: What,
  revision: number,
  body: object = {},
) => people[who].done('POST', `/v1/change-requests/${id}/${what}`, body, revision);

it('the next steps lead a change from its first edit to its release, with a reason when one is not allowed', async () => {
  const empty = await people.editor.done('POST', '/v1/change-requests', { title: 'Nothing yet' });
  expect(await next('editor', empty)).toEqual({ step: 'edit', allowed: true });
  const change = await changed(people.editor, ['image-generation.yaml', '[14, 53', '[15, 53']);
  const { revision } = change;
  expect(await next('editor', change)).toEqual({ step: 'submit', allowed: true });
  expect(await next('viewer', change)).toEqual({
    step: 'submit',
    allowed: false,
    reason: 'your role is viewer: ask an editor',
  });
  expect(await allowed('viewer', change)).toEqual([]);
  await act('editor', change, 'submit', revision);
  expect(await next('editor', change)).toMatchObject({
    allowed: false,
    reason: 'your role is editor: ask an approver',
  });
  expect(await next('approver', change)).toEqual({ step: 'approve', allowed: true });
  expect(await allowed('admin', change)).toContain('publish_in_emergency');
  expect(await allowed('approver', change)).not.toContain('publish_in_emergency');
  await act('approver', change, 'reviews', revision, { verdict: 'approve' });
  expect(await next('approver', change)).toMatchObject({ reason: 'you have approved it; 1 more person has to' });
  await act('other', change, 'reviews', revision, { verdict: 'approve' });
  expect(await next('editor', change)).toEqual({ step: 'publish', allowed: true });
  expect(await allowed('editor', change)).toContain('schedule');
  const overtaken = await changed(people.approver, ['kling-o1.yaml', '[68,', '[69,']);
  await act('editor', change, 'schedule', revision, { effective_at: '2099-01-01T00:00:00Z' });
  expect(await steps('editor', change)).toEqual({ next: null, others: [{ step: 'withdraw_release', allowed: true }] });
  expect(await next('approver', overtaken)).toEqual({ step: 'rebase', allowed: true });
  const rebased = await act('approver', overtaken, 'rebase', overtaken.revision);
  await act('approver', overtaken, 'submit', rebased.revision);
  expect(await next('approver', overtaken)).toMatchObject({
    reason: 'you have edited it, so somebody else has to approve it',
  });
  for (const who of ['other', 'admin'] as const) {
    await act(who, overtaken, 'reviews', rebased.revision, { verdict: 'approve' });
  }
  // It would come into force before its base release.
  expect(await next('editor', overtaken)).toEqual({ step: 'schedule', allowed: true });
  const { others } = await steps('editor', overtaken);
  expect(others.find(({ step }) => step === 'publish')).toMatchObject({ allowed: false });
});

it('a next step is shown as allowed exactly when the server then performs it', async () => {
  const change = await changed(people.editor, ['image-generation.yaml', '[17, 64', '[18, 64']);
  for (const who of ['viewer', 'editor', 'approver', 'admin'] as const) {
    for (const [step, path, body] of [
      ['approve', 'reviews', { verdict: 'approve' }],
      ['publish', 'publish', {}],
    ] as const) {
      const may = (await allowed(who, change)).includes(step);
      const answer = await people[who].request('POST', `/v1/change-requests/${change.id}/${path}`, body, {
        'if-match': `"${change.revision}"`,
      });
      expect(answer.ok, `${who} ${step}`).toBe(may);
    }
  }
});
