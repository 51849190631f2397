import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PriceTables, TableCell } from '../../schemas/types/api.js';
import { published } from '../books.js';
import { changed } from './proposals.js';
import { type Person, startServer, type TestServer } from './server.js';

let server: TestServer;
let ada: Person;
beforeAll(async () => {
  server = await startServer();
  ada = await server.person('ada', 'editor');
});
afterAll(() => server.close());

// The body was already compared with the API description.
const tablesAt = async (path: string): Promise<PriceTables> => (await ada.done('GET', path)) as unknown as PriceTables;
const cellsOf = ({ tables }: PriceTables): readonly TableCell[] =>
  tables.flatMap(({ rows }) => (rows ?? []).flatMap(({ cells }) => cells));
const tableOf = ({ tables }: PriceTables, title: string) => tables.find((table) => table.title === title);

describe('the printed tables', () => {
  it('contain every published price, and the steps of those that are derived', async () => {
    const answer = await tablesAt('/v1/releases/1/tables');
    const cells = cellsOf(answer);
    expect(cells).toHaveLength(published.prices.length);
    for (const { product, options, credits } of published.prices) {
      const cell = cells.find(
        (one) =>
          one.product === product && Object.entries(options).every(([name, value]) => one.options[name] === value),
      );
      expect(cell?.price, `${product} ${JSON.stringify(options)}`).toBe(credits === null ? null : String(credits));
    }
    expect(new Set(answer.tables.map(({ section }) => section)).size).toBe(3);
    const derived = tableOf(answer, 'Kling 3 Pro')?.rows?.[2]?.cells[3];
    expect(derived).toMatchObject({ kind: 'derived', price: '2846', source: 'rules/kling-3.yaml:16' });
    expect(derived?.lines.map(({ amount }) => amount)).toEqual(['504', '756', '2846.1132', '2846']);
  });

  it('can be read one at a time by file and place', async () => {
    const answer = await tablesAt('/v1/releases/1/tables?file=rules/kling-3.yaml&place=1');
    expect(answer.tables.map(({ title }) => title)).toEqual(['Kling 3 Pro']);
    expect(await ada.refused('GET', '/v1/releases/1/tables?file=rules/kling-3.yaml&place=2')).toMatchObject({
      code: 'not_found',
    });
    expect(await ada.refused('GET', '/v1/releases/1/tables?place=2')).toMatchObject({ code: 'malformed' });
  });

  it('can be edited cell by cell: pinned, derived again, or no longer offered', async () => {
    const made = await ada.done('POST', '/v1/change-requests', { title: 'Pins' });
    const path = `/v1/change-requests/${made.id}` as const;
    const file = 'rules/kling-3.yaml';
    const set = (revision: number, ...cells: object[]) =>
      ada.done('PATCH', `${path}/prices`, { file, cells }, revision);
    const pinned = await set(
      1,
      { table: 1, row: 0, column: 1, price: '261' },
      { table: 1, row: 2, column: 3, price: null },
    );
    const rows = tableOf(await tablesAt(`${path}/tables`), 'Kling 3 Pro')?.rows;
    expect(rows?.[0]?.cells[1]).toMatchObject({ kind: 'pinned', price: '261' });
    expect(rows?.[2]?.cells[3]).toMatchObject({ kind: 'pinned', price: null });
    expect(rows?.[0]?.cells[0]).toMatchObject({ kind: 'derived', price: '168' });
    const question = { product: 'kling-3-pro', options: { audio: true } };
    expect(await ada.done('POST', `${path}/quotes`, question)).toMatchObject({
      release: null,
      change_request: made.id,
      revision: pinned.revision,
      total: { amount: '261' },
    });
    await set(
      pinned.revision,
      { table: 1, row: 0, column: 1, price: 'derived' },
      { table: 1, row: 2, column: 3, price: 'derived' },
    );
    expect(await ada.done('GET', path)).toMatchObject({ files: [] });
  });

  it('refuse an invalid price, an unknown cell or an edit beyond the role, and store nothing', async () => {
    const made = await ada.done('POST', '/v1/change-requests', { title: 'Faults' });
    const path = `/v1/change-requests/${made.id}/prices` as const;
    const file = 'rules/kling-3.yaml';
    const cell = { table: 0, row: 0, column: 0 };
    for (const price of ['1e3', '-1', '01', '1,5', 'x', 5]) {
      const refused = await ada.refused('PATCH', path, { file, cells: [{ ...cell, price }] }, 1);
      expect(refused).toMatchObject({ code: 'malformed', pointer: '/cells/0/price' });
    }
    const nowhere = await ada.refused('PATCH', path, { file, cells: [{ ...cell, row: 9, price: '1' }] }, 1);
    expect(nowhere).toMatchObject({ code: 'invalid', detail: 'there is no row 9: the table has 3' });
    expect(
      await ada.refused('PATCH', path, { file: 'rules/nope.yaml', cells: [{ ...cell, price: '1' }] }, 1),
    ).toMatchObject({
      code: 'not_found',
    });
    expect(await ada.refused('PATCH', path, { file, cells: [{ ...cell, price: '1' }] })).toMatchObject({
      code: 'precondition_required',
    });
    const amy = await server.person('amy', 'amounts_editor');
    expect(await amy.refused('PATCH', path, { file, cells: [{ ...cell, price: '1' }] }, 1)).toMatchObject({
      code: 'amounts_only',
    });
    const images = { file: 'rules/image-generation.yaml', cells: [{ ...cell, price: '8' }] };
    expect(await amy.done('PATCH', path, images, 1)).toMatchObject({ revision: 2 });
    expect(await ada.refused('PATCH', path, images, 1)).toMatchObject({ code: 'stale', revision: 2 });
  });

  it('show the override that is quoted instead while it is in force', async () => {
    const made = await ada.done('POST', '/v1/change-requests', { title: 'For a while' });
    const path = `/v1/change-requests/${made.id}` as const;
    const text =
      'kind: overrides\nrules:\n  - {id: outage, title: Outage, when: {product: seedream}, price: null, reason: outage, until: 2099-01-01T00:00:00Z}\n  - {id: sale, when: {product: kling-o1, duration: 5, batch: 1}, price: 50, reason: sale, until: 2099-01-01T00:00:00Z}\n';
    await ada.request('PUT', `${path}/files/rules/overrides.yaml`, text, {
      'if-match': '"1"',
      'content-type': 'application/yaml',
    });
    const tables = await tablesAt(`${path}/tables`);
    const row = tableOf(tables, 'Image generation')?.rows?.[4];
    expect(row?.cells[0]).toMatchObject({ kind: 'set', price: '14', override: { rule: 'outage', list_price: null } });
    const kling = tableOf(tables, 'Kling O1')?.rows?.[0]?.cells ?? [];
    expect(kling[0]).toMatchObject({ kind: 'set', price: '68', override: { rule: 'sale', list_price: '50' } });
    expect(kling[1]?.override).toBeNull();
    expect(tableOf(tables, 'Kling 3 Pro')?.rows?.[0]?.cells[0]?.override).toBeNull();
  });

  it('show list prices, also when there is a discount for everybody', async () => {
    const sale = 'rules:\n  - {id: everybody, percent_off: 2}';
    const made = await changed(ada, ['discounts.yaml', 'rules: []', sale]);
    const cell = tableOf(await tablesAt(`/v1/change-requests/${made.id}/tables`), 'Kling 3 Pro')?.rows?.[2]?.cells[3];
    expect(cell?.price).toBe('2846');
    expect(cell?.lines.map(({ amount }) => amount)).toEqual(['504', '756', '2846.1132', '2846']);
  });

  it('are refused with the problems while the book is broken', async () => {
    const broken = await changed(ada, ['multipliers.yaml', 'multiply: 1.5', 'multply: 1.5']);
    const path = `/v1/change-requests/${broken.id}` as const;
    expect(await ada.refused('GET', `${path}/tables`)).toMatchObject({
      code: 'book_broken',
      problems: [{ file: 'rules/multipliers.yaml' }, {}],
    });
    expect(await ada.refused('POST', `${path}/quotes`, { product: 'seedream' })).toMatchObject({ code: 'book_broken' });
  });
});

describe('a quote with the edits of a change request', () => {
  it('explains why a rule has no part in it, and is rejected like any other quote', async () => {
    const made = await changed(ada, ['image-generation.yaml', '[14, 53', '[15, null']);
    const path = `/v1/change-requests/${made.id}/quotes` as const;
    const quoted = await ada.done('POST', path, { product: 'seedream', why_not: ['batch-of-four'] });
    expect(quoted).toMatchObject({ total: { amount: '15' }, why_not: [{ because: 'condition' }] });
    expect(await ada.refused('POST', path, { product: 'seedream', options: { batch: 4 } })).toMatchObject({
      code: 'not_offered',
      nearest: [{}],
    });
    expect(await ada.refused('POST', path, { product: 'nope' })).toMatchObject({ code: 'unknown_product' });
  });
});

describe('a rule set', () => {
  it('is answered as JSON with the content of its YAML when the client accepts JSON', async () => {
    const accept = { accept: 'application/json' };
    const made = await changed(ada, ['image-generation.yaml', '[14, 53', '[15, 53']);
    for (const [path, price] of [
      ['/v1/releases/1', 14],
      [`/v1/change-requests/${made.id}`, 15],
    ] as const) {
      const answer = await ada.request('GET', `${path}/files/rules/image-generation.yaml`, undefined, accept);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(await answer.json()).toMatchObject({
        kind: 'prices',
        tables: [{ rows: [{}, {}, {}, {}, { prices: [price, 53, null, null] }] }],
      });
    }
    const broken = await changed(ada, ['discounts.yaml', 'rules: []', 'rules: [']);
    const path = `/v1/change-requests/${broken.id}/files/rules/discounts.yaml` as const;
    expect(await (await ada.request('GET', path, undefined, accept)).json()).toMatchObject({ code: 'invalid' });
    expect((await ada.request('GET', path, undefined, { accept: 'image/png' })).status).toBe(406);
  });
});
