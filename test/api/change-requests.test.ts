import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeRequest } from '../../schemas/types/api.js';
import { bodyOf, problemOf } from './answers.js';
import { type Person, startServer, type TestServer } from './server.js';

const FILE = 'rules/kling-o1.yaml';
const PRICE = '/tables/0/rows/0/prices/0';

let server: TestServer;
let ada: Person;
let ben: Person;
let amy: Person;
let root: Person;
beforeAll(async () => {
  server = await startServer();
  ada = await server.person('ada', 'editor');
  ben = await server.person('ben', 'approver');
  amy = await server.person('amy', 'amounts_editor');
  root = await server.person('root', 'admin');
});
afterAll(() => server.close());

const at = (id: number) => `/v1/change-requests/${id}` as const;
const patch = (value: unknown, path = PRICE) => [{ op: 'replace', path, value }];
const text = async (id: number, path = FILE) => (await ada.request('GET', `${at(id)}/files/${path}`)).text();

/** A change request that sets the first price of Kling O1. */
async function priced(value: number, by = ada): Promise<ChangeRequest> {
  const made = await by.done('POST', '/v1/change-requests', { title: `Kling O1 at ${value}` });
  return by.done('PATCH', `${at(made.id)}/files/${FILE}`, patch(value), made.revision);
}

async function published(request: ChangeRequest, by = ada) {
  await by.done('POST', `${at(request.id)}/submit`, undefined, request.revision);
  return by.done('POST', `${at(request.id)}/publish`, {}, request.revision);
}

const total = async () => (await bodyOf(server.post('/v1/quotes', { product: 'kling-o1' }))).total.amount;

describe('a change request', () => {
  it('goes from a draft to a published release, which changes the quoted price', async () => {
    const before = await total();
    const made = await ada.done('POST', '/v1/change-requests', { title: 'Kling O1 up', description: 'It costs more.' });
    expect(made).toMatchObject({ state: 'draft', base: 1, revision: 1, author: ada.name, files: [] });
    expect(await ada.refused('POST', `${at(made.id)}/submit`, undefined, 1)).toMatchObject({ code: 'nothing_changed' });

    const edited = await ada.done('PATCH', `${at(made.id)}/files/${FILE}`, patch(70), 1);
    expect(edited).toMatchObject({ revision: 2, files: [{ path: FILE }] });
    const compared = await ada.done('GET', `${at(made.id)}/compare`);
    const cell = {
      step: 'table',
      rule: 'kling-o1 batch=1 duration=5',
      title: 'Kling O1: 5s, 1x',
      source: `${FILE}:19`,
    };
    const pro = { step: 'discount', rule: 'plan-pro', title: 'Pro plan, 2.5% off', source: 'rules/plans.yaml:9' };
    const credits = (amount: string) => ({ amount, currency: 'credits' });
    expect(compared.prices?.summary).toMatchObject({
      prices: 1,
      products: 1,
      dearer: 1,
      cheaper: 0,
      largest_percent: '2.94',
      groups: [{ title: 'Kling O1 duration 5s batch 1: 1 price, +2.94%' }],
    });
    const [change] = compared.prices?.changes ?? [];
    expect(change).toMatchObject({ product: 'kling-o1', title: 'Kling O1', options: { duration: 5, batch: 1 } });
    expect(change?.cases).toHaveLength(3);
    expect(change?.cases[0]).toEqual({
      context: {},
      at: null,
      quantities: {},
      sampled: false,
      combinations: 1,
      changed: 'list_price',
      before: { list_price: credits('68'), total: credits('68'), formula: null, rules: [cell] },
      after: { list_price: credits('70'), total: credits('70'), formula: null, rules: [cell] },
      change: { amount: '+2', percent: '+2.94' },
      because: [cell],
    });
    expect(change?.cases[1]).toMatchObject({
      context: { plan: 'pro' },
      before: { total: credits('66'), rules: [cell, pro] },
      after: { list_price: credits('70'), total: credits('68'), rules: [cell, pro] },
    });
    expect(compared.files[0]?.diff.match(/^[-+] .*$/gm)).toHaveLength(2);
    expect(await total()).toBe(before);

    expect(await ada.refused('POST', `${at(made.id)}/publish`, {}, 2)).toMatchObject({ code: 'wrong_state' });
    expect(await ada.done('POST', `${at(made.id)}/submit`, undefined, 2)).toMatchObject({ state: 'approved' });
    const release = await ada.done('POST', `${at(made.id)}/publish`, { reason: 'as agreed' }, 2);
    expect(release).toMatchObject({ number: 2, state: 'in_force', author: ada.name, change_request: made.id, base: 1 });
    expect(release).toMatchObject({ reason: 'as agreed', digest: edited.digest, emergency: null });
    expect(await total()).toBe('70');
    expect(await ada.done('GET', at(made.id))).toMatchObject({ state: 'published', release: 2 });
    expect(await ada.refused('POST', `${at(made.id)}/publish`, {}, 2)).toMatchObject({
      code: 'wrong_state',
      release: 2,
    });
    expect(await ada.refused('PATCH', `${at(made.id)}/files/${FILE}`, patch(1), 2)).toMatchObject({
      code: 'wrong_state',
    });
  });

  it('accepts whole files, also broken ones, but cannot be submitted while the book has problems', async () => {
    const made = await ada.done('POST', '/v1/change-requests', { title: 'Files' });
    const put = (path: string, body: string, revision: number) =>
      ada.request('PUT', `${at(made.id)}/files/${path}`, body, {
        'if-match': `"${revision}"`,
        'content-type': 'text/yaml',
      });
    const broken = await bodyOf(put('rules/new.yaml', 'kind: prices\ntitle: [', 1));
    expect(broken.revision).toBe(2);
    const { problems } = await ada.done('GET', `${at(made.id)}/problems`);
    expect(problems[0]).toMatchObject({ file: 'rules/new.yaml', line: 2 });
    expect((await ada.done('GET', `${at(made.id)}/compare`)).prices).toBeNull();
    const refused = await ada.refused('POST', `${at(made.id)}/submit`, undefined, 2);
    expect(refused).toMatchObject({ code: 'book_broken', status: 422, problems });
    expect(await text(made.id, 'rules/new.yaml')).toBe('kind: prices\ntitle: [');

    expect((await put('rules/new.yaml', 'kind: discounts\nrules: []\n', 2)).status).toBe(200);
    expect((await ada.done('GET', `${at(made.id)}/problems`)).problems).toEqual([]);
    const removed = await ada.done('DELETE', `${at(made.id)}/files/rules/new.yaml`, undefined, 3);
    expect(removed.files).toEqual([]);
    expect(await ada.refused('DELETE', `${at(made.id)}/files/rules/nope.yaml`, undefined, 4)).toMatchObject({
      status: 404,
    });

    for (const path of ['rules/../x.yaml', 'other/x.yaml', 'rules/x.txt', 'rules/.x.yaml', 'rules/x%00.yaml']) {
      const response = await put(path, 'a: 1', 4);
      expect([path, [404, 422].includes(response.status)]).toEqual([path, true]);
    }
    for (const bad of ['\ufeffkind: prices', 'a: \u0007', new Uint8Array([0xff, 0xfe])]) {
      const sent = ada.request('PUT', `${at(made.id)}/files/rules/x.yaml`, bad, { 'if-match': '"4"' });
      expect((await sent).status).toBe(422);
    }
  });

  it('cannot be created with a file path or a text that is not allowed', async () => {
    const start = (path: string, text: string) =>
      ada.refused('POST', '/v1/change-requests', { title: 't', changes: [{ path, text }] });
    expect(await start('../etc/passwd', 'a: 1')).toMatchObject({ code: 'invalid' });
    expect(await start('rules/x.yaml', 'a: \u0000')).toMatchObject({ code: 'invalid' });
    expect((await ada.request('GET', '/v1/audit?actor=%00')).status).toBe(400);
    expect((await server.post('/v1/session', { email: '\u0000', password: 'x' })).status).toBe(400);
  });

  it('names the operation of a patch that cannot be applied, and applies none of them', async () => {
    const made = await ada.done('POST', '/v1/change-requests', { title: 'Patches' });
    const file = `${at(made.id)}/files/${FILE}` as const;
    const two = [...patch(99), ...patch(1, '/tables/9/rows')];
    expect(await ada.refused('PATCH', file, two, 1)).toMatchObject({
      code: 'invalid',
      detail: 'operation 1: there is nothing at /tables/9/rows',
      pointer: '/1',
    });
    expect(await ada.refused('PATCH', file, [{ op: 'jump', path: '' }], 1)).toMatchObject({ code: 'malformed' });
    const long = await ada.request('PATCH', file, `[{"op":"replace","path":"${PRICE}","value":1.2345678901234567}]`, {
      'if-match': '"1"',
    });
    expect((await problemOf(long)).detail).toContain('more than 15 digits');
    expect(await text(made.id)).toContain('[68, 258]'.replace('68', (await total()).toString()));
  });

  it('refuses a write to an older revision with 412 and both versions, so that neither is lost', async () => {
    const made = await priced(71);
    const [two, three] = [made.revision, made.revision + 1];
    await ben.done('PATCH', `${at(made.id)}/files/${FILE}`, patch(72), two);
    const stale = await ada.refused(
      'PATCH',
      `${at(made.id)}/files/${FILE}`,
      patch(300, '/tables/0/rows/0/prices/1'),
      two,
    );
    expect(stale).toMatchObject({ status: 412, code: 'stale', revision: three, actor: ben.name });
    expect(stale.current).toContain('[72, 258]');
    expect(stale.yours).toContain('[71, 300]');
    const put = await ada.refused('PUT', `${at(made.id)}/files/${FILE}`, 'mine', two);
    expect(put).toMatchObject({ code: 'stale', yours: 'mine' });
    expect(await ada.refused('PATCH', at(made.id), { title: 'x' }, two)).toMatchObject({ code: 'stale' });
    expect(await ada.refused('POST', `${at(made.id)}/submit`, undefined, two)).toMatchObject({ code: 'stale' });
    expect(await ada.refused('PATCH', at(made.id), { title: 'x' })).toMatchObject({ status: 428 });
    expect((await ada.request('PATCH', at(made.id), { title: 'x' }, { 'if-match': '*' })).status).toBe(400);
    const { revisions } = await ada.done('GET', `${at(made.id)}/revisions`);
    expect(revisions.map(({ actor }) => actor)).toEqual([ada.name, ada.name, ben.name]);
    const older = await ada.request('GET', `${at(made.id)}/files/${FILE}?revision=2`);
    expect(await older.text()).toContain('[71, 258]');
  });

  it('accepts one of many simultaneous edits of the same revision, and refuses the others with 412', async () => {
    const made = await ada.done('POST', '/v1/change-requests', { title: 'Race' });
    const edits = Array.from({ length: 12 }, (_, index) =>
      ada.request('PATCH', `${at(made.id)}/files/${FILE}`, patch(500 + index), { 'if-match': '"1"' }),
    );
    const statuses = (await Promise.all(edits)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(11).fill(412)]);
  });

  it('can be renamed and withdrawn by its author, but not withdrawn by an approver', async () => {
    const made = await priced(73);
    const renamed = await ada.done('PATCH', at(made.id), { title: 'Better words' }, made.revision);
    expect(renamed).toMatchObject({ title: 'Better words', digest: made.digest, revision: made.revision + 1 });
    expect(await ben.refused('POST', `${at(made.id)}/withdraw`, {}, renamed.revision)).toMatchObject({
      code: 'forbidden',
    });
    const withdrawn = await ada.done('POST', `${at(made.id)}/withdraw`, { reason: 'no' }, renamed.revision);
    expect(withdrawn.state).toBe('withdrawn');
    expect(await ada.refused('POST', `${at(made.id)}/submit`, undefined, withdrawn.revision)).toMatchObject({
      code: 'wrong_state',
    });
  });

  it('is listed newest first, and the list can be limited to open ones and to an author', async () => {
    const { change_requests: all } = await ada.done('GET', '/v1/change-requests');
    expect(all.map(({ id }) => id)).toEqual([...all.map(({ id }) => id)].sort((a, b) => b - a));
    const { change_requests: open } = await ada.done('GET', '/v1/change-requests?open=true');
    expect(open.every(({ state }) => ['draft', 'in_review', 'approved', 'rejected'].includes(state))).toBe(true);
    const { change_requests: bens } = await ada.done('GET', `/v1/change-requests?author=${ben.name}`);
    expect(bens).toEqual([]);
    expect((await ada.done('GET', `/v1/change-requests?before=${all[0]?.id}&limit=1`)).change_requests[0]?.id).toBe(
      all[1]?.id,
    );
  });
});

describe('a change request with a large file', () => {
  it('is patched, validated and published in a worker thread, with the same results as any other', async () => {
    const own = await startServer();
    const eve = await own.person('eve', 'admin');
    const made = await eve.done('POST', '/v1/change-requests', { title: 'Large' });
    const file = `${at(made.id)}/files/rules/large.yaml`;
    const rule = '  - {id: sale, when: {product: seedream}, percent_off: 10} # ten\n';
    const large = `kind: discounts\nrules:\n${rule}${'# nothing to see here\n'.repeat(12_000)}`;
    await eve.request('PUT', file, large, { 'if-match': '"1"' });
    const patch = (value: unknown) => [{ op: 'replace', path: '/rules/0/percent_off', value }];
    expect(await eve.refused('PATCH', file, [{ op: 'remove', path: '/rules/7' }], 2)).toMatchObject({ pointer: '/0' });
    await eve.done('PATCH', file, patch('much'), 2);
    expect((await eve.done('GET', `${at(made.id)}/problems`)).problems).toMatchObject([
      { file: 'rules/large.yaml', line: 3 },
    ]);
    expect(await eve.refused('POST', `${at(made.id)}/submit`, undefined, 3)).toMatchObject({ code: 'book_broken' });
    await eve.done('PATCH', file, patch(20), 3);
    expect(await (await eve.request('GET', file)).text()).toBe(large.replace('percent_off: 10', 'percent_off: 20'));
    await eve.done('POST', `${at(made.id)}/submit`, undefined, 4);
    expect(await eve.done('POST', `${at(made.id)}/publish`, {}, 4)).toMatchObject({ number: 2, state: 'in_force' });
    const { events } = await eve.done('GET', '/v1/audit?product=seedream&action=change_request.edited');
    expect(events).toHaveLength(3);
    await own.close();
  });
});

describe('a person with the role amounts_editor', () => {
  it('may change amounts, and is refused every other edit with 403', async () => {
    const made = await priced(74, amy);
    const file = `${at(made.id)}/files/${FILE}` as const;
    const beyond = { code: 'amounts_only', status: 403 };
    expect(await amy.refused('PATCH', file, patch(null), made.revision)).toMatchObject(beyond);
    expect(await amy.refused('PATCH', file, patch('Other', '/title'), made.revision)).toMatchObject(beyond);
    expect(await amy.refused('PATCH', file, [{ op: 'remove', path: '/tables/0' }], made.revision)).toMatchObject(
      beyond,
    );
    expect(await amy.refused('PUT', `${at(made.id)}/files/rules/n.yaml`, 'kind: x', made.revision)).toMatchObject(
      beyond,
    );
    expect(await amy.refused('DELETE', file, undefined, made.revision)).toMatchObject({ code: 'forbidden' });
    const changes = [{ path: 'rules/plans.yaml', text: null }];
    expect(await amy.refused('POST', '/v1/change-requests', { title: 't', changes })).toMatchObject(beyond);
    expect((await amy.refused('PATCH', file, patch(4, '/options/batch/choices/0'), made.revision)).detail).toContain(
      'rules/kling-o1.yaml changes at /options/batch/choices/0',
    );
    await amy.done('PATCH', file, patch(75), made.revision);
    // The other edits of an editor stay, and amounts can still be edited.
    const ruled = await ada.done('PATCH', file, patch('Other words', '/title'), made.revision + 1);
    await amy.done('PATCH', file, patch(76), ruled.revision);
  });
});

describe('an approval', () => {
  it('is required by the policy of the released book, not by the proposed policy', async () => {
    const made = await ada.done('POST', '/v1/change-requests', { title: 'One approval' });
    const policy = [{ op: 'replace', path: '/policy/approvals', value: 1 }];
    const edited = await ada.done('PATCH', `${at(made.id)}/files/rules/book.yaml`, policy, 1);
    await published(edited);

    const lax = await ada.done('POST', '/v1/change-requests', { title: 'No approval' });
    const none = [{ op: 'replace', path: '/policy/approvals', value: 0 }];
    await ada.done('PATCH', `${at(lax.id)}/files/rules/book.yaml`, none, 1);
    expect(await ada.done('POST', `${at(lax.id)}/submit`, undefined, 2)).toMatchObject({
      state: 'in_review',
      approvals: { by: [], needed: 1 },
    });
    expect(await ada.refused('POST', `${at(lax.id)}/publish`, {}, 2)).toMatchObject({
      code: 'not_approved',
      needed: 1,
      approvals: [],
    });
    expect(await ada.refused('POST', `${at(lax.id)}/reviews`, { verdict: 'approve' }, 2)).toMatchObject({
      code: 'forbidden',
    });
    await ada.done('POST', `${at(lax.id)}/withdraw`, {}, 2);
  });

  it('is dismissed by an edit of the content, even when it is changed back, and the audit log records it', async () => {
    const made = await priced(80);
    const review = (by: Person, verdict: string, revision: number, comment = '') =>
      by.done('POST', `${at(made.id)}/reviews`, { verdict, comment }, revision);
    expect(await ben.refused('POST', `${at(made.id)}/reviews`, { verdict: 'approve' }, 2)).toMatchObject({
      code: 'wrong_state',
    });
    await ada.done('POST', `${at(made.id)}/submit`, undefined, 2);
    expect(await review(ben, 'approve', 2)).toMatchObject({ state: 'approved', approvals: { by: [ben.name] } });

    const edited = await ada.done('PATCH', `${at(made.id)}/files/${FILE}`, patch(81), 2);
    expect(edited).toMatchObject({ state: 'draft', approvals: { by: [] } });
    expect(edited.reviews).toMatchObject([{ verdict: 'approve', counts: false }]);
    // Also when the content is again the approved one.
    const back = await ada.done('PATCH', `${at(made.id)}/files/${FILE}`, patch(80), 3);
    expect(back.digest).toBe(made.digest);
    expect(back.approvals.by).toEqual([]);
    const log = await ada.done('GET', `/v1/audit?change_request=${made.id}&action=change_request.approvals_dismissed`);
    expect(log.events).toMatchObject([{ actor: ada.name, details: { approvals: [ben.name] } }]);

    await ada.done('POST', `${at(made.id)}/submit`, undefined, 4);
    expect(await review(ben, 'request_changes', 4, 'too much')).toMatchObject({ state: 'rejected' });
    expect(await ben.refused('POST', `${at(made.id)}/reviews`, { verdict: 'request_changes' }, 4)).toMatchObject({
      code: 'invalid',
    });
    expect(await ada.refused('POST', `${at(made.id)}/publish`, {}, 4)).toMatchObject({ code: 'wrong_state' });
    await review(ada, 'comment', 4, 'but why?');
    await ada.done('POST', `${at(made.id)}/submit`, undefined, 4);
    expect(await review(ben, 'approve', 4, 'well then')).toMatchObject({ state: 'approved' });
    const release = await ada.done('POST', `${at(made.id)}/publish`, {}, 4);
    expect(release).toMatchObject({ approvers: [ben.name], author: ada.name });
  });

  it('is refused from the author and from everybody who has edited the change', async () => {
    const own = await priced(82, ben);
    await ben.done('POST', `${at(own.id)}/submit`, undefined, own.revision);
    expect(await ben.refused('POST', `${at(own.id)}/reviews`, { verdict: 'approve' }, own.revision)).toMatchObject({
      code: 'own_change',
      status: 403,
    });
    const shared = await priced(83);
    const edited = await ben.done('PATCH', `${at(shared.id)}/files/${FILE}`, patch(84), shared.revision);
    await ada.done('POST', `${at(shared.id)}/submit`, undefined, edited.revision);
    expect(
      await ben.refused('POST', `${at(shared.id)}/reviews`, { verdict: 'approve' }, edited.revision),
    ).toMatchObject({
      code: 'own_change',
    });
    expect(await root.done('POST', `${at(shared.id)}/reviews`, { verdict: 'approve' }, edited.revision)).toMatchObject({
      state: 'approved',
    });
  });

  it('is not needed in an emergency when an admin publishes with a reason, which the release shows', async () => {
    const made = await priced(85);
    const emergency = 'charged ten times too much';
    expect(await ada.refused('POST', `${at(made.id)}/publish`, { emergency }, made.revision)).toMatchObject({
      code: 'forbidden',
    });
    expect(await root.refused('POST', `${at(made.id)}/publish`, { emergency: '' }, made.revision)).toMatchObject({
      code: 'malformed',
    });
    const release = await root.done('POST', `${at(made.id)}/publish`, { emergency }, made.revision);
    expect(release).toMatchObject({ emergency, approvers: [], author: ada.name });
    const log = await root.done('GET', `/v1/audit?release=${release.number}&action=release.published`);
    expect(log.events).toMatchObject([{ actor: root.name, reason: emergency, details: { emergency: true } }]);
  });

  it('counts once for each person, and a release needs as many as the policy says', async () => {
    const made = await ada.done('POST', '/v1/change-requests', { title: 'Two approvals' });
    const policy = [{ op: 'replace', path: '/policy/approvals', value: 2 }];
    await ada.done('PATCH', `${at(made.id)}/files/rules/book.yaml`, policy, 1);
    await ada.done('POST', `${at(made.id)}/submit`, undefined, 2);
    await ben.done('POST', `${at(made.id)}/reviews`, { verdict: 'approve' }, 2);
    await ada.done('POST', `${at(made.id)}/publish`, {}, 2);

    const next = await priced(86);
    await ada.done('POST', `${at(next.id)}/submit`, undefined, 2);
    await ben.done('POST', `${at(next.id)}/reviews`, { verdict: 'approve' }, 2);
    // Two approvals of the same person count once.
    await ben.done('POST', `${at(next.id)}/reviews`, { verdict: 'approve' }, 2);
    expect(await ada.refused('POST', `${at(next.id)}/publish`, {}, 2)).toMatchObject({
      approvals: [ben.name],
      needed: 2,
    });
    await root.done('POST', `${at(next.id)}/reviews`, { verdict: 'approve' }, 2);
    expect(await ada.done('POST', `${at(next.id)}/publish`, {}, 2)).toMatchObject({ approvers: [ben.name, root.name] });
  });
});

describe('a policy that allows authors to approve', () => {
  it('counts the approval of the author', async () => {
    const own = await startServer();
    const eve = await own.person('eve', 'approver');
    const made = await eve.done('POST', '/v1/change-requests', { title: 'Policy' });
    const policy = [{ op: 'replace', path: '/policy', value: { approvals: 1, authors_may_approve: true } }];
    await published(await eve.done('PATCH', `${at(made.id)}/files/rules/book.yaml`, policy, 1), eve);
    const next = await priced(90, eve);
    await eve.done('POST', `${at(next.id)}/submit`, undefined, 2);
    expect(await eve.refused('POST', `${at(next.id)}/publish`, {}, 2)).toMatchObject({ code: 'not_approved' });
    await eve.done('POST', `${at(next.id)}/reviews`, { verdict: 'approve' }, 2);
    expect(await eve.done('POST', `${at(next.id)}/publish`, {}, 2)).toMatchObject({ approvers: [eve.name] });
    await own.close();
  });
});

describe('a change request whose base is no longer the last release', () => {
  it('cannot be published until a rebase merges it price by price and all conflicts are resolved', async () => {
    const other = await startServer();
    const eve = await other.person('eve', 'admin');
    const start = (title: string) => eve.done('POST', '/v1/change-requests', { title });
    const edit = (request: ChangeRequest, value: unknown, path: string) =>
      eve.done('PATCH', `${at(request.id)}/files/${FILE}`, patch(value, path), request.revision);
    const [one, two, three] = [await start('one'), await start('two'), await start('three')];
    const first = await edit(one, 70, PRICE);
    const second = await edit(two, 260, '/tables/0/rows/0/prices/1');
    const third = await edit(three, 71, PRICE);
    await published(first, eve);
    await eve.done('POST', `${at(two.id)}/submit`, undefined, second.revision);
    expect(await eve.refused('POST', `${at(two.id)}/publish`, {}, second.revision)).toMatchObject({
      code: 'base_outdated',
      base: 1,
      last: 2,
    });
    const rebased = await eve.done('POST', `${at(two.id)}/rebase`, {}, second.revision);
    expect(rebased).toMatchObject({ base: 2, state: 'draft' });
    const merged = await eve.request('GET', `${at(two.id)}/files/${FILE}`);
    expect(await merged.text()).toContain('[70, 260]');
    await published(rebased, eve);

    const conflict = await eve.refused('POST', `${at(three.id)}/rebase`, {}, third.revision);
    const path = '/tables/[Kling O1]/rows/[duration=5]/prices/[batch=1]';
    expect(conflict).toMatchObject({ code: 'conflicts', status: 409 });
    expect(conflict.conflicts).toEqual([{ file: FILE, path, base: 68, ours: 71, theirs: 70 }]);
    expect((await eve.done('GET', at(three.id))).base).toBe(1);
    const settled = await eve.done(
      'POST',
      `${at(three.id)}/rebase`,
      { resolve: [{ file: FILE, path, take: 'ours' }] },
      third.revision,
    );
    expect(settled.base).toBe(3);
    const ours = await eve.request('GET', `${at(three.id)}/files/${FILE}`);
    expect(await ours.text()).toContain('[71, 260]');
    await other.close();
  });
});
