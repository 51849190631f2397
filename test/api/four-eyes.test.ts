import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeRequest } from '../../schemas/types/api.js';
import { ROOT } from '../books.js';
import { bodyOf } from './answers.js';
import { NOW, type Person, startServer, type TestServer } from './server.js';

/* With a policy of one approval: ways in which one person could act as two, and what ends an approval. */

const FILE = 'rules/kling-o1.yaml';
let server: TestServer;
let rules: string;
let ada: Person;
let ben: Person;
let cat: Person;
let root: Person;

beforeAll(async () => {
  rules = mkdtempSync(join(tmpdir(), 'ratecard-four-eyes-'));
  cpSync(`${ROOT}rules`, rules, { recursive: true });
  const book = readFileSync(join(rules, 'book.yaml'), 'utf8');
  writeFileSync(join(rules, 'book.yaml'), book.replace('approvals: 0', 'approvals: 1'));
  server = await startServer({ rules });
  ada = await server.person('ada', 'editor');
  ben = await server.person('ben', 'approver');
  cat = await server.person('cat', 'approver');
  root = await server.person('root', 'admin');
});
afterAll(async () => {
  await server.close();
  rmSync(rules, { recursive: true });
});

const at = (id: number) => `/v1/change-requests/${id}` as const;
const patch = (value: number) => [{ op: 'replace', path: '/tables/0/rows/0/prices/0', value }];
const approval = (id: number) => [`${at(id)}/reviews`, { verdict: 'approve' }] as const;
let price = 100;

/** A change request that is submitted and, when an approver is given, approved. */
async function submitted(by: Person, approver?: Person): Promise<ChangeRequest> {
  const made = await by.done('POST', '/v1/change-requests', { title: 'Kling O1 up' });
  const { id, revision } = await by.done('PATCH', `${at(made.id)}/files/${FILE}`, patch(price++), made.revision);
  const request = await by.done('POST', `${at(id)}/submit`, undefined, revision);
  if (approver === undefined) return request;
  return approver.done('POST', ...approval(id), revision);
}

/** Sends requests with an API key. */
function byKey(key: string) {
  const send = async <Method extends string, Address extends string>(
    method: Method,
    path: Address,
    body?: unknown,
    revision?: number,
  ) =>
    bodyOf(
      await server.send(method, path, body, {
        authorization: `Bearer ${key}`,
        ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
      }),
    );
  return { send, status: async () => (await server.get('/v1/releases', { authorization: `Bearer ${key}` })).status };
}

const keyOf = async (by: Person, name: string, scopes: readonly string[] = ['propose']) =>
  byKey((await by.done('POST', '/v1/api-keys', { name, scopes })).key);

async function proposed(robot: ReturnType<typeof byKey>): Promise<ChangeRequest> {
  const { id } = await robot.send('POST', '/v1/change-requests', { title: 'By a robot' });
  const { revision } = await robot.send('PATCH', `${at(id)}/files/${FILE}`, patch(price++), 1);
  return robot.send('POST', `${at(id)}/submit`, undefined, revision);
}

const personId = async (email: string) =>
  (await root.done('GET', '/v1/people')).people.find((one) => one.email === email)?.id;

describe('an API key', () => {
  it('makes its creator an author of what it proposes, who may withdraw that but not approve it', async () => {
    const eve = await server.person('eve', 'admin');
    const request = await proposed(await keyOf(eve, 'robot'));
    expect(request).toMatchObject({ author: 'key:robot', authors: ['key:robot', eve.name], state: 'in_review' });
    const refused = await eve.refused('POST', ...approval(request.id), request.revision);
    expect(refused).toMatchObject({ code: 'own_change', detail: expect.stringContaining('the key robot that acts') });
    const { next } = (await eve.done('GET', `${at(request.id)}/steps`)) as unknown as { next: object };
    expect(next).toMatchObject({ step: 'approve', allowed: false, reason: expect.stringContaining('an API key') });
    expect(await ben.done('POST', ...approval(request.id), request.revision)).toMatchObject({ state: 'approved' });
    const release = await ben.done('POST', `${at(request.id)}/publish`, {}, request.revision);
    const { events } = await root.done('GET', `/v1/audit?release=${release.number}&action=release.published`);
    expect(events[0]?.details).toMatchObject({ authors: ['key:robot', eve.name], approvers: [ben.name] });
    const second = await proposed(await keyOf(eve, 'robot 2'));
    await eve.done('POST', `${at(second.id)}/withdraw`, {}, second.revision);
  });

  it('makes its creator an author also through a key that was created with it, even after both were revoked', async () => {
    const eve = await server.person('eva', 'admin');
    const parent = await keyOf(eve, 'parent', ['admin']);
    const child = byKey((await parent.send('POST', '/v1/api-keys', { name: 'child', scopes: ['propose'] })).key);
    const { id } = await ada.done('POST', '/v1/change-requests', { title: 'Shared' });
    const { revision } = await child.send('PATCH', `${at(id)}/files/${FILE}`, patch(price++), 1);
    await ada.done('POST', `${at(id)}/submit`, undefined, revision);
    for (const { id: key } of (await root.done('GET', '/v1/api-keys')).api_keys) {
      await root.request('DELETE', `/v1/api-keys/${key}`);
    }
    expect(await eve.refused('POST', ...approval(id), revision)).toMatchObject({ code: 'own_change' });
  });

  it('has no more permissions than its creator, and is refused with 401 while the creator is deactivated', async () => {
    const eve = await server.person('evi', 'admin');
    const [robot, reader] = [await keyOf(eve, 'evis robot'), await keyOf(eve, 'evis reader', ['read'])];
    expect(await robot.send('POST', '/v1/change-requests', { title: 'x' })).toMatchObject({ state: 'draft' });
    await root.done('PATCH', `/v1/people/${await personId(eve.name)}`, { role: 'viewer' });
    await server.refresh();
    expect(await robot.send('POST', '/v1/change-requests', { title: 'x' })).toMatchObject({
      code: 'forbidden',
      detail: `key:evis robot (propose for ${eve.name}, viewer) may not propose changes: ask an admin`,
    });
    expect(await reader.status()).toBe(200);
    await root.done('PATCH', `/v1/people/${await personId(eve.name)}`, { active: false });
    await server.refresh();
    expect(await reader.send('GET', '/v1/releases')).toMatchObject({
      status: 401,
      detail: `the API key evis reader acts for ${eve.name}, whose account is deactivated: ask an admin for a new key`,
    });
    await root.done('PATCH', `/v1/people/${await personId(eve.name)}`, { active: true });
    await server.refresh();
    expect(await reader.status()).toBe(200);
  });
});

describe('an approval', () => {
  it('does not count while the account of the approver is deactivated', async () => {
    const anna = await server.person('anna', 'approver');
    const request = await submitted(ada, anna);
    expect(request.state).toBe('approved');
    const id = await personId(anna.name);
    await root.done('PATCH', `/v1/people/${id}`, { active: false });
    expect(await ada.done('GET', at(request.id))).toMatchObject({
      state: 'in_review',
      approvals: { by: [], needed: 1 },
      reviews: [{ counts: false, because: 'the account was deactivated' }],
    });
    const refused = await ada.refused('POST', `${at(request.id)}/publish`, {}, request.revision);
    expect(refused).toMatchObject({ code: 'not_approved', approvals: [] });
    expect(refused.detail).toContain('the approval of anna does not count: the account was deactivated');
    await cat.done('POST', ...approval(request.id), request.revision);
    const release = await ada.done('POST', `${at(request.id)}/publish`, {}, request.revision);
    expect(release.approvers).toEqual([cat.name]);
    const { events } = await root.done('GET', `/v1/audit?release=${release.number}`);
    expect(events[0]?.details['approvals_not_counted']).toEqual([
      'the approval of anna does not count: the account was deactivated',
    ]);
  });

  it('is dismissed by another title or description, which the audit log records', async () => {
    for (const words of [{ title: 'Kling O1 down' }, { description: 'Nothing to see here.' }]) {
      const request = await submitted(ada, ben);
      const renamed = await ada.done('PATCH', at(request.id), words, request.revision);
      expect(renamed).toMatchObject({ state: 'in_review', approvals: { by: [], needed: 1 } });
      expect(renamed.reviews).toMatchObject([{ counts: false, because: 'its title or description was changed since' }]);
      expect((await ada.refused('POST', `${at(request.id)}/publish`, {}, renamed.revision)).detail).toContain(
        `the approval of ${ben.name} does not count: its title or description was changed since`,
      );
      // Restoring the old title does not restore the approval.
      await ada.done('PATCH', at(request.id), { title: 'Kling O1 up', description: '' }, renamed.revision);
      const again = await ada.done('GET', at(request.id));
      expect(again.approvals.by).toEqual([]);
      const { events } = await ada.done(
        'GET',
        `/v1/audit?change_request=${request.id}&action=change_request.approvals_dismissed`,
      );
      expect(events).toMatchObject([{ actor: ada.name, details: { approvals: [ben.name], dismissed_reviews: 1 } }]);
      await ben.done('POST', ...approval(request.id), again.revision);
      await ada.done('POST', `${at(request.id)}/withdraw`, {}, again.revision);
    }
  });

  it('covers the reason of the release, which must be the approved title', async () => {
    const request = await submitted(ada, ben);
    const reason = 'Nobody has read this';
    expect(await ada.refused('POST', `${at(request.id)}/publish`, { reason }, request.revision)).toMatchObject({
      code: 'not_approved',
      pointer: '/reason',
      detail: expect.stringContaining('was approved as "Kling O1 up"'),
    });
    const body = { reason: 'Kling O1 up' };
    expect(await ada.done('POST', `${at(request.id)}/publish`, body, request.revision)).toMatchObject(body);
  });

  it('ends when the scheduled release that it was given for is withdrawn', async () => {
    const request = await submitted(ada, ben);
    const soon = { effective_at: new Date(NOW + 86_400_000).toISOString() };
    const release = await ada.done('POST', `${at(request.id)}/schedule`, soon, request.revision);
    await ada.done('POST', `/v1/releases/${release.number}/withdraw`, { reason: 'later' });
    expect(await ada.done('GET', at(request.id))).toMatchObject({
      state: 'in_review',
      approvals: { by: [] },
      reviews: [{ counts: false, because: 'the release was withdrawn since' }],
    });
    const later = { effective_at: new Date(NOW + 2 * 86_400_000).toISOString() };
    expect(await ada.refused('POST', `${at(request.id)}/schedule`, later, request.revision)).toMatchObject({
      code: 'not_approved',
    });
    const { events } = await ada.done('GET', `/v1/audit?change_request=${request.id}`);
    expect(events.slice(0, 2).map(({ action }) => action)).toEqual([
      'change_request.approvals_dismissed',
      'release.withdrawn',
    ]);
    await cat.done('POST', ...approval(request.id), request.revision);
    expect(await ada.done('POST', `${at(request.id)}/schedule`, later, request.revision)).toMatchObject({
      approvers: [cat.name],
    });
  });
});
