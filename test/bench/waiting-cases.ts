import type { SourceFile } from '../../server/dist/book/yaml/source-file.js';
import type { Editor } from './editor.js';
import { fiftyFiles } from './synthetic-book.js';

const VIEWERS = 5;
const LARGE_FILE = 5 * 1024 * 1024;

/** A request that is sent while quotes are asked. */
export interface WaitingCase {
  readonly what: string;
  readonly ask: (editor: Editor) => Promise<unknown>;
}

/** The requests to a server with a book of 100,000 prices; some are refused because they are too large. */
export async function largeBookCases(editor: Editor): Promise<readonly WaitingCase[]> {
  const id = await propose(editor, 'rules/prices-7.yaml', '/tables/0/rows/0/prices/0');
  const comma = await create(editor, 'a list');
  for (let number = 0; number < 60; number++) await create(editor, `change ${number}`);
  const get = (path: string, accept = 'application/json') => editor.ask('GET', path, undefined, { accept });
  const all = (path: string, accept?: string): Promise<unknown> =>
    Promise.all(Array.from({ length: VIEWERS }, async () => (await get(path, accept)).arrayBuffer()));
  const one = async (path: string, accept?: string): Promise<unknown> => (await get(path, accept)).arrayBuffer();
  const post = async (path: string, body: unknown): Promise<unknown> =>
    (await editor.ask('POST', path, body)).arrayBuffer();
  const whyNot = Array.from({ length: 50 }, (_, index) => `rule-${index}`);
  const many = (item: (index: number) => object) => ({
    items: Array.from({ length: 1000 }, (_, index) => item(index)),
  });
  return [
    { what: 'nothing', ask: () => new Promise((resolve) => setTimeout(resolve, 2000)) },
    {
      what: 'a batch of 1,000 varied products',
      ask: () =>
        post(
          '/v1/quotes/batch',
          many((index) => ({ product: `p-${index * 5}` })),
        ),
    },
    {
      what: 'a batch of 1,000 about 25 past releases',
      ask: () =>
        post(
          '/v1/quotes/batch',
          many((index) => ({ product: 'p-1', release: 1 + (index % 25) })),
        ),
    },
    {
      what: 'a batch of 1,000, each with 50 rules of why_not',
      ask: () =>
        post(
          '/v1/quotes/batch',
          many(() => ({ product: 'p-1', why_not: whyNot })),
        ),
    },
    {
      what: 'a batch of 1,000 traces',
      ask: () => post('/v1/quotes/batch', { ...many((index) => ({ product: `p-${index}` })), explain: 'trace' }),
    },
    { what: 'the prices of a past release, by five viewers', ask: () => all('/v1/prices?release=30') },
    { what: 'all 100,000 prices, as JSON, by five viewers', ask: () => all('/v1/prices') },
    { what: 'all 100,000 prices, as CSV', ask: () => one('/v1/prices', 'text/csv') },
    { what: 'all 100,000 prices, as Markdown', ask: () => one('/v1/prices', 'text/markdown') },
    { what: 'all 5,000 products, by five viewers', ask: () => all('/v1/products') },
    { what: 'the printed tables, by five viewers', ask: () => all('/v1/releases/40/tables') },
    { what: 'a comparison of two releases, by five viewers', ask: () => all('/v1/releases/2/compare/30') },
    { what: 'the same, as CSV', ask: () => all('/v1/releases/2/compare/30', 'text/csv') },
    {
      what: 'previews of a change, by five viewers',
      ask: () =>
        Promise.all(Array.from({ length: VIEWERS }, () => post(`/v1/change-requests/${id}/preview`, { limit: 100 }))),
    },
    {
      what: 'a preview of a change of every price',
      ask: async () => post(`/v1/change-requests/${await dearer(editor)}/preview`, { limit: 1000 }),
    },
    {
      what: 'submitting the change, which verifies it',
      ask: () => editor.send('POST', `/v1/change-requests/${id}/submit`, {}, 2),
    },
    { what: 'the history of a price in all releases', ask: () => one('/v1/prices/history?product=p-1&duration=5') },
    { what: 'a rule set as JSON', ask: () => one('/v1/releases/1/files/rules/prices-7.yaml') },
    { what: 'the newest 200 change requests', ask: () => one('/v1/change-requests?limit=200') },
    { what: 'verifying the record', ask: () => one('/v1/audit/verification') },
    { what: 'the log of 60,000 events, as CSV', ask: () => one('/v1/audit', 'text/csv') },
    { what: 'the log about one product', ask: () => one('/v1/audit?product=p-17&limit=1000') },
    {
      what: 'a PUT of 5 MB',
      ask: () =>
        editor.ask(
          'PUT',
          `/v1/change-requests/${comma}/files/rules/list.yaml`,
          `a: [${'1,'.repeat(LARGE_FILE / 2)}1]`,
          { revision: 1 },
        ),
    },
    {
      what: 'a change request that brings a book of 12 MB',
      ask: () => editor.ask('POST', '/v1/change-requests', { title: 'a book', changes: largeBook() }),
    },
  ];
}

export async function create({ send }: Editor, title: string): Promise<number> {
  const made = (await (await send('POST', '/v1/change-requests', { title })).json()) as { id: number };
  return made.id;
}

export async function propose(editor: Editor, file: string, path: string): Promise<number> {
  const id = await create(editor, 'one amount');
  await editor.send('PATCH', `/v1/change-requests/${id}/files/${file}`, [{ op: 'replace', path, value: 777 }], 1);
  return id;
}

/** A change request in which every price of four files is another. */
async function dearer(editor: Editor): Promise<number> {
  const changes = fiftyFiles()
    .filter(({ path }) => /prices-\d*[05]\.yaml/.test(path))
    .map(({ path, text }) => ({
      path: `rules/${path}`,
      text: text.replaceAll(
        /prices: \[(.*)\]/g,
        (_, prices: string) =>
          `prices: [${prices
            .split(', ')
            .map((price) => Number(price) + 1)
            .join(', ')}]`,
      ),
    }));
  const made = await editor.send('POST', '/v1/change-requests', { title: 'dearer', changes });
  return ((await made.json()) as { id: number }).id;
}

function largeBook(): readonly SourceFile[] {
  const line = `# ${'-'.repeat(96)}\n`;
  return Array.from({ length: 3 }, (_, index) => ({
    path: `rules/large-${index}.yaml`,
    text: `kind: overrides\nrules: []\n${line.repeat(40_000)}`,
  }));
}
