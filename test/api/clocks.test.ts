import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../server/src/access/actor.js';
import { permissionsOfRole } from '../../server/src/access/permissions.js';
import { publishChangeRequest } from '../../server/src/change-requests/publish-change-request.js';
import { bodyOf } from './answers.js';
import { NOW, type Person, startServer, type TestServer } from './server.js';

/* How a server with a wrong clock affects other servers, and how they affect it. */

const YEARS = 55 * 365 * 86_400_000;
const iso = (at: number) => new Date(at).toISOString();

let server: TestServer;
let ada: Person;
beforeAll(async () => {
  server = await startServer();
  ada = await server.person('ada', 'admin');
});
afterAll(() => server.close());

/** A submitted change request that sets the first price of Kling O1, on a release. */
async function submitted(value: number, base: number) {
  const made = await ada.done('POST', '/v1/change-requests', { title: `to ${value}`, base });
  const path = `/v1/change-requests/${made.id}` as const;
  const patch = [{ op: 'replace', path: '/tables/0/rows/0/prices/0', value }];
  const edited = await ada.done('PATCH', `${path}/files/rules/kling-o1.yaml`, patch, made.revision);
  await ada.done('POST', `${path}/submit`, undefined, edited.revision);
  return { path, revision: edited.revision };
}

const total = async () => (await bodyOf(server.post('/v1/quotes', { product: 'kling-o1' }))).total.amount;

describe('an event with a time from a clock that was far ahead', () => {
  it('does not change the times of later events, and a release published now takes effect now', async () => {
    server.time.now = NOW + YEARS;
    await server.post('/v1/session', { email: 'one@example.com', password: 'wrong' });
    server.time.now = NOW + 1_000;
    const { path, revision } = await submitted(70, 1);
    const release = await ada.done('POST', `${path}/publish`, {}, revision);
    const now = iso(NOW + 1_000);
    expect(release).toMatchObject({ number: 2, state: 'in_force', effective_at: now, published_at: now });
    expect(await total()).toBe('70');

    const { events } = await ada.done('GET', '/v1/audit?limit=5');
    expect(events.map(({ action, at }) => [action, at]).reverse()).toEqual([
      ['session.sign_in_failed', iso(NOW + YEARS)],
      ['change_request.created', now],
      ['change_request.edited', now],
      ['change_request.submitted', now],
      ['release.published', now],
    ]);
    expect(await ada.done('GET', '/v1/audit/verification')).toMatchObject({ ok: true });
  });

  it('is followed by events with the same time when the clocks differ by only a few seconds', async () => {
    // A failed sign-in delays the next one of the same account, so each is of another account.
    server.time.now = NOW + 20_000;
    await server.post('/v1/session', { email: 'two@example.com', password: 'wrong' });
    server.time.now = NOW + 10_000;
    await server.post('/v1/session', { email: 'three@example.com', password: 'wrong' });
    const { events } = await ada.done('GET', '/v1/audit?limit=2');
    expect(events.map(({ at }) => at)).toEqual([iso(NOW + 20_000), iso(NOW + 20_000)]);
  });
});

describe('a server whose clock is behind the time of the last release', () => {
  it('publishes with a time just after that release when it is behind by at most a minute', async () => {
    const last = server.releases.last;
    server.time.now = last.publishedAt - 60_000;
    const { path, revision } = await submitted(71, last.number);
    const release = await ada.done('POST', `${path}/publish`, {}, revision);
    const after = iso(last.publishedAt + 1);
    expect(release).toMatchObject({ number: 3, effective_at: after, published_at: after });
    server.time.now = last.publishedAt + 1;
    expect(await total()).toBe('71');
  });

  it('refuses to publish or schedule when it is behind by more than a minute, and states both times', async () => {
    const last = server.releases.last;
    const { path, revision } = await submitted(72, last.number);
    server.time.now = last.publishedAt - 60_001;
    const refused = {
      code: 'clock_behind',
      now: iso(server.time.now),
      release: 3,
      published_at: iso(last.publishedAt),
    };
    const answer = await ada.refused('POST', `${path}/publish`, {}, revision);
    expect(answer).toMatchObject(refused);
    expect(answer.detail).toContain(
      `this server's clock says ${refused.now}, but release 3 was published at ${refused.published_at}`,
    );
    const scheduled = { effective_at: iso(last.publishedAt + 3_600_000) };
    expect(await ada.refused('POST', `${path}/schedule`, scheduled, revision)).toMatchObject(refused);
    server.time.now = last.publishedAt;
    expect(await ada.done('POST', `${path}/publish`, {}, revision)).toMatchObject({ number: 4, state: 'in_force' });
  });

  it('publishes again after the release with a time from a clock that was ahead is withdrawn', async () => {
    const last = server.releases.last;
    const right = last.publishedAt + 60_000;
    const { path, revision } = await submitted(99, last.number);
    server.time.now = right;
    const admin: Actor = { kind: 'person', name: ada.name, role: 'admin', permissions: permissionsOfRole('admin') };
    const ahead = { ...server.services.context, clock: () => right + YEARS };
    await publishChangeRequest(ahead, admin, Number(path.split('/').at(-1)), revision, {});
    expect(await ada.done('POST', '/v1/releases/5/withdraw', { reason: 'the clock was ahead' })).toMatchObject({
      state: 'withdrawn',
    });
    expect(await total()).toBe('72');
    const next = await submitted(73, last.number);
    expect(await ada.done('POST', `${next.path}/publish`, {}, next.revision)).toMatchObject({
      number: 6,
      effective_at: iso(right),
    });
  });
});
