import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../server/src/access/actor.js';
import { permissionsOfRole } from '../../server/src/access/permissions.js';
import { patchFile } from '../../server/src/change-requests/edits/edit-files.js';
import { rebaseChangeRequest } from '../../server/src/change-requests/edits/rebase-change-request.js';
import { publishChangeRequest } from '../../server/src/change-requests/publish-change-request.js';
import { submitChangeRequest } from '../../server/src/change-requests/review-change-request.js';
import type { ReleaseContext } from '../../server/src/compiler/release-context.js';
import type { Store } from '../../server/src/store/store.js';
import { smallBook } from '../small-book.js';
import { type Person, startServer, type TestServer } from './server.js';

/* Every decision applies to the revision that was judged, even when another one is written in between. */

const FILE = 'rules/kling-o1.yaml';
let server: TestServer;
let rules: string;
let ada: Person;
let admin: Actor;
beforeAll(async () => {
  rules = smallBook({ approvals: 0 });
  server = await startServer({ rules });
  ada = await server.person('ada', 'admin');
  admin = { kind: 'person', name: ada.name, role: 'admin', permissions: permissionsOfRole('admin') };
});
afterAll(async () => {
  await server.close();
  rmSync(rules, { recursive: true });
});

const at = (id: number) => `/v1/change-requests/${id}` as const;
const patch = (value: number) => [{ op: 'replace' as const, path: '/tables/0/rows/0/prices/0', value }];

/** A release context in which a write happens between the first read and the transaction. */
function raced(write: () => Promise<unknown>): ReleaseContext {
  const { context } = server.services;
  let written = false;
  const mutation: Store['mutation'] = async (work) => {
    if (!written) {
      written = true;
      await write();
    }
    return context.store.mutation(work);
  };
  // The functions under test use only these two methods of a store.
  const store = { read: context.store.read.bind(context.store), mutation } as Store;
  return { ...context, store };
}

/** One person names revision 3 while the change request is at revision 2, and another is just writing revision 3. */
async function race(prepare: 'draft' | 'submitted', decide: (context: ReleaseContext, id: number) => Promise<unknown>) {
  const { id } = await ada.done('POST', '/v1/change-requests', { title: 'A change' });
  await ada.done('PATCH', `${at(id)}/files/${FILE}`, patch(70), 1);
  if (prepare === 'submitted') await ada.done('POST', `${at(id)}/submit`, undefined, 2);
  const unseen = () => ada.done('PATCH', `${at(id)}/files/${FILE}`, patch(1), 2);
  const outcome = await decide(raced(unseen), id).then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code,
  );
  return { id, outcome, after: await ada.done('GET', at(id)) };
}

describe('a revision that another person is just writing', () => {
  it('cannot be submitted and is refused as stale', async () => {
    const { outcome, after } = await race('draft', (context, id) => submitChangeRequest(context, admin, id, 3));
    expect([outcome, after.state]).toEqual(['stale', 'draft']);
  });

  it('cannot be published and is refused as stale', async () => {
    const publish = (context: ReleaseContext, id: number) => publishChangeRequest(context, admin, id, 3, {});
    const { outcome, after } = await race('submitted', publish);
    expect(outcome).toBe('stale');
    expect(after).toMatchObject({ release: null });
  });

  it('cannot be rebased and is refused as stale', async () => {
    const other = await ada.done('POST', '/v1/change-requests', { title: 'Another change' });
    const second = [{ op: 'replace', path: '/tables/0/rows/1/prices/0', value: 140 }];
    await ada.done('PATCH', `${at(other.id)}/files/${FILE}`, second, 1);
    await ada.done('POST', `${at(other.id)}/submit`, undefined, 2);
    const { id, outcome, after } = await race('draft', async (context, changed) => {
      await ada.done('POST', `${at(other.id)}/publish`, {}, 2);
      return rebaseChangeRequest(context, admin, changed, 3, []);
    });
    expect([outcome, after.base]).toEqual(['stale', 1]);
    const text = await (await ada.request('GET', `${at(id)}/files/${FILE}`)).text();
    expect(text).toContain('[135, 516]');
  });

  it('cannot be patched and is refused as stale, even when the patch would change nothing', async () => {
    const { outcome } = await race('draft', (context, id) =>
      patchFile(context, { actor: admin, id, expectedRevision: 3, path: FILE }, patch(71)),
    );
    expect(outcome).toBe('stale');
  });

  it('is refused with a message that names it and the current revision', async () => {
    const { id } = await ada.done('POST', '/v1/change-requests', { title: 'A change' });
    const refused = await ada.refused('POST', `${at(id)}/submit`, undefined, 2);
    expect(refused.detail).toBe(`change request ${id} is at revision 1: there is no revision 2 yet`);
  });
});

describe('publishing a change request', () => {
  it('needs no request body, and takes the title as the reason', async () => {
    const made = await ada.done('POST', '/v1/change-requests', { title: 'A change' });
    const file = `${at(made.id)}/files/${FILE}` as const;
    const edited = await ada.done('PATCH', file, patch(71), made.revision);
    await ada.done('POST', `${at(made.id)}/submit`, undefined, edited.revision);
    const release = await ada.done('POST', `${at(made.id)}/publish`, undefined, edited.revision);
    expect(release).toMatchObject({ reason: 'A change' });
  });
});
