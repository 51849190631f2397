import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { record } from '../../server/src/audit/record.js';
import { insertNewRelease } from '../../server/src/releases/insert-release.js';
import { filesOf } from '../../server/src/releases/release-files.js';
import { itemsOf } from './answers.js';
import { NOW, type Person, startServer, type TestServer } from './server.js';

const FILE = 'rules/kling-o1.yaml';
const CELL = '/tables/0/rows/0/prices/0';
/** The number of past releases, each with another price. */
const PAST = 13;

let server: TestServer;
let ada: Person;
/** An open change request on the release in force. */
let id: number;

beforeAll(async () => {
  server = await startServer({ recording: { share: 0, days: 30, megabytes: 10 } });
  ada = await server.person('ada', 'admin');
  await server.store.mutation(async (tx) => {
    const files = await filesOf(tx, 1);
    for (let number = 2; number <= PAST + 1; number++) {
      const edited = files.map(({ path, text }) => ({
        path,
        text: path === FILE ? text.replace('[68, 258]', `[${100 + number}, 258]`) : text,
      }));
      const { seal } = await insertNewRelease(tx, edited, {
        publishedAt: NOW + number,
        effectiveAt: undefined,
        author: 'x',
        approvers: [],
        reason: 'another price',
        emergency: undefined,
        changeRequest: undefined,
        last: number - 1,
      });
      await record(tx, NOW + number, { actor: 'x', action: 'release.published', release: number, details: { seal } });
    }
  });
  server.time.now += 1_000;
  await server.refresh();
  const made = await ada.done('POST', '/v1/change-requests', { title: 'Another price' });
  id = made.id;
  const patch = [{ op: 'replace', path: CELL, value: 73 }];
  await ada.done('PATCH', `/v1/change-requests/${id}/files/${FILE}`, patch, 1);
});
afterAll(() => server.close());

/** How many books were compiled on the thread that answers quotes during some work. */
async function compiledDuring(work: () => Promise<unknown>): Promise<number> {
  const before = server.releases.compiler.count;
  await work();
  return server.releases.compiler.count - before;
}

describe('the thread that answers quotes', () => {
  const requests: readonly (readonly [
    what: string,
    path: () => string,
    accept?: string | undefined,
    body?: unknown,
  ])[] = [
    ['comparing two releases', () => '/v1/releases/1/compare/2'],
    ['comparing two releases, as CSV', () => '/v1/releases/1/compare/3', 'text/csv'],
    ['comparing a change', () => `/v1/change-requests/${id}/compare`],
    ['previewing a change', () => `/v1/change-requests/${id}/preview`, 'application/x-ndjson', {}],
    ['the problems of a change', () => `/v1/change-requests/${id}/problems`],
    ['a quote from a change', () => `/v1/change-requests/${id}/quotes`, undefined, { product: 'kling-o1' }],
    ['the tables of a change', () => `/v1/change-requests/${id}/tables`],
    ['the tables of a past release', () => '/v1/releases/2/tables'],
    ['the prices of a past release', () => '/v1/prices?release=3'],
    ['the prices of a past release, as CSV', () => '/v1/prices?release=4', 'text/csv'],
    ['the products of a past release', () => '/v1/products?release=5'],
    ['the history of a price', () => '/v1/prices/history?product=kling-o1&duration=5'],
    ['a rule set as JSON', () => `/v1/releases/1/files/${FILE}`],
    ['a quote from a past release', () => '/v1/quotes', undefined, { product: 'kling-o1', release: 6 }],
    [
      'a trace from a past release',
      () => '/v1/quotes',
      undefined,
      { product: 'kling-o1', release: 7, explain: 'trace' },
    ],
    ['the log as CSV', () => '/v1/audit', 'text/csv'],
    ['verifying the record', () => '/v1/audit/verification'],
  ];

  for (const [what, path, accept = 'application/json', body] of requests) {
    it(`compiles no book for ${what}`, async () => {
      const method = body === undefined ? 'GET' : 'POST';
      expect(
        await compiledDuring(async () => {
          const response = await ada.request(method, path(), body, { accept });
          expect((await response.text()).length).toBeGreaterThan(10);
          expect(response.headers.get('content-type')).not.toContain('problem');
        }),
      ).toBe(0);
    });
  }

  it('compiles no book for a submission, and only the new release for a publication', async () => {
    const path = `/v1/change-requests/${id}` as const;
    expect(await compiledDuring(() => ada.done('POST', `${path}/submit`, {}, 2))).toBe(0);
    expect(await compiledDuring(() => ada.done('POST', `${path}/publish`, {}, 2))).toBe(1);
  });
});

describe('a batch of quotes from past releases', () => {
  const about = (release: number) => ({ product: 'kling-o1', options: { duration: 5 }, release });

  it('is answered for each item from its own release, without compiling on the thread that answers quotes', async () => {
    const items = Array.from({ length: 200 }, (_, index) => about(2 + (index % 10)));
    let answers: Awaited<ReturnType<typeof itemsOf>> | undefined;
    const compiled = await compiledDuring(async () => {
      answers = await itemsOf(server.post('/v1/quotes/batch', { items }));
    });
    expect(compiled).toBe(0);
    expect(answers?.map(({ quote }) => quote?.total.amount)).toEqual(items.map(({ release }) => `${100 + release}`));
  });

  it('is answered for at most ten releases, and items of other releases get an error with advice', async () => {
    const items = Array.from({ length: PAST - 1 }, (_, index) => about(2 + index));
    const answers = await itemsOf(server.post('/v1/quotes/batch', { items: [...items, { product: 'kling-o1' }] }));
    expect(answers.map((item) => item.error?.code ?? 'answered')).toEqual([
      ...Array(10).fill('answered'),
      'asks_too_much',
      'asks_too_much',
      'answered',
    ]);
    expect(answers[10]?.error?.detail).toBe(
      'the batch asks about more than 10 past releases: ask about release 12 in another one',
    );
  });

  it('is answered for at most a thousand rules in `why_not` over all items', async () => {
    const rules = Array.from({ length: 50 }, (_, index) => `rule-${index}`);
    const whyNot = { product: 'kling-o1', why_not: rules };
    const answers = await itemsOf(server.post('/v1/quotes/batch', { items: Array(30).fill(whyNot) }));
    expect(answers.filter(({ error }) => error === undefined)).toHaveLength(20);
    expect(answers[20]?.error).toMatchObject({ code: 'asks_too_much', pointer: '/why_not' });
  });
});

describe('finding out whether an edit changes only amounts', () => {
  it('is done in a worker thread, before the transaction', async () => {
    const amy = await server.person('amy', 'amounts_editor');
    const made = await amy.done('POST', '/v1/change-requests', { title: 'Amounts' });
    const run = vi.spyOn(server.releases.work, 'run');
    const at = `/v1/change-requests/${made.id}/files/${FILE}` as const;
    await amy.done('PATCH', at, [{ op: 'replace', path: CELL, value: 74 }], 1);
    expect(run.mock.calls).toEqual([['edit_file', expect.objectContaining({ amountsOnly: true })]]);
    run.mockRestore();
  });
});

describe('finding out why a rule has no part in a quote', () => {
  it('is done in a worker thread, also for the release in force', async () => {
    const run = vi.spyOn(server.releases.work, 'run');
    await ada.done('POST', '/v1/quotes', { product: 'kling-o1', why_not: ['nothing'] });
    expect(run.mock.calls.map(([task]) => task)).toEqual(['ask_release']);
    run.mockRestore();
  });
});
