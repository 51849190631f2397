import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfEvent } from '../../server/src/audit/audit-event.js';
import { verifyRecord } from '../../server/src/releases/verify-record.js';
import type { AuditRow } from '../../server/src/store/tables.js';
import { DATABASE, rawSql } from '../databases.js';
import { problemOf } from './answers.js';
import { type Person, startServer, type TestServer } from './server.js';

let server: TestServer;
let ada: Person;
beforeAll(async () => {
  server = await startServer();
  ada = await server.person('ada', 'admin');
  for (const value of [70, 71]) {
    const made = await ada.done('POST', '/v1/change-requests', { title: `=to ${value}` });
    const path = `/v1/change-requests/${made.id}` as const;
    const patch = [{ op: 'replace', path: '/tables/0/rows/0/prices/0', value }];
    await ada.done('PATCH', `${path}/files/rules/kling-o1.yaml`, patch, 1);
    await ada.done('POST', `${path}/submit`, undefined, 2);
    server.time.now += 60_000;
    await ada.done('POST', `${path}/publish`, { reason: 'because, "so"\nit is' }, 2);
  }
});
afterAll(() => server.close());

const sql = (...statements: string[]) => rawSql(server.database.location, ...statements);
const verify = (pins: readonly string[] = []) => verifyRecord(server.store, pins);

/** Removes the protection of a table against changes, as the owner of the database can. */
const off = (table: string, verb: 'update' | 'delete'): string =>
  DATABASE === 'postgres' ? `alter table ${table} disable trigger all` : `drop trigger ${table}_refuses_${verb}`;
const on = (table: string, verb: 'update' | 'delete'): string =>
  DATABASE === 'postgres'
    ? `alter table ${table} enable trigger all`
    : `create trigger ${table}_refuses_${verb} before ${verb} on ${table} begin select raise(abort, '${table} is append-only: its rows are never changed or deleted'); end`;

/** Runs a test on an altered log, and then restores the log. */
async function altered(statements: readonly string[], test: () => Promise<void>): Promise<void> {
  const [log, head] = await sql('select * from audit_log order by seq', 'select * from audit_head');
  const wipe = ['delete from audit_log', 'delete from audit_head'];
  await sql(off('audit_log', 'update'), off('audit_log', 'delete'), ...statements);
  try {
    await test();
  } finally {
    const quote = (value: unknown) =>
      value === null ? 'null' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
    const insert = (table: string, row: unknown) => {
      const { _metadata, ...columns } = row as Record<string, unknown>;
      return `insert into ${table} (${Object.keys(columns).join(', ')}) values (${Object.values(columns).map(quote).join(', ')})`;
    };
    await sql(
      ...wipe,
      ...(log ?? []).map((row) => insert('audit_log', row)),
      ...(head ?? []).map((row) => insert('audit_head', row)),
      on('audit_log', 'update'),
      on('audit_log', 'delete'),
    );
  }
  expect(await verify()).toMatchObject({ ok: true });
}

describe('the audit log', () => {
  it('contains every event in order, with its actor, products and files, and verifies', async () => {
    const { events } = await ada.done('GET', '/v1/audit?limit=1000');
    expect(events.map(({ action }) => action).reverse()).toEqual([
      'price_book.imported',
      'person.invited',
      'person.joined',
      'session.signed_in',
      'change_request.created',
      'change_request.edited',
      'change_request.submitted',
      'release.published',
      'change_request.created',
      'change_request.edited',
      'change_request.submitted',
      'release.published',
    ]);
    const edited = events.find(({ action }) => action === 'change_request.edited');
    expect(edited).toMatchObject({ actor: ada.name, products: ['kling-o1'], change_request: 2 });
    expect(edited?.details['files']).toHaveProperty(['rules/kling-o1.yaml']);
    const verification = await ada.done('GET', '/v1/audit/verification');
    expect(verification).toMatchObject({ ok: true, events: 12, releases: 3, head: events[0]?.hash });
  });

  it('is bound to every release by its seal and by the hash of the event before it', async () => {
    const { releases } = await ada.done('GET', '/v1/releases');
    const { events } = await ada.done('GET', '/v1/audit?limit=1000');
    for (const { number, seal } of releases) {
      const event = events.find(({ release, details }) => release === number && details['seal'] === seal);
      const before = events.find(({ seq }) => seq === (event?.seq ?? 0) - 1);
      const { log_head } = (await ada.done('GET', `/v1/releases/${number}`)) as unknown as { log_head: string };
      expect(log_head).toBe(before?.hash ?? '0'.repeat(64));
      expect(await verify([seal, log_head])).toMatchObject({ ok: true });
    }
    expect(await verify(['0'.repeat(63)])).toMatchObject({ ok: false });
  });

  it('can be filtered by actor, action, product, change request, release and time, a page at a time', async () => {
    const seqs = async (query: string) => (await ada.done('GET', `/v1/audit?${query}`)).events.map(({ seq }) => seq);
    expect(await seqs('actor=ratecard')).toEqual([1]);
    expect(await seqs('action=release')).toEqual([12, 8]);
    expect(await seqs('action=release.published')).toEqual([12, 8]);
    expect(await seqs('action=rele')).toEqual([]);
    expect(await seqs('product=kling-o1')).toEqual([12, 10, 8, 6]);
    expect(await seqs('product=kling_o1')).toEqual([]);
    expect(await seqs('product=KLING-O1')).toEqual([]);
    expect(await seqs('change_request=1')).toEqual([8, 7, 6, 5]);
    expect(await seqs('release=2')).toEqual([8]);
    const at = new Date(server.time.now - 60_000).toISOString();
    expect(await seqs(`from=${at}&until=${new Date(server.time.now).toISOString()}`)).toEqual([11, 10, 9, 8]);
    const first = await ada.done('GET', '/v1/audit?limit=5');
    expect(first.next).toBe(8);
    expect(await seqs('limit=5&before=8')).toEqual([7, 6, 5, 4, 3]);
    expect((await ada.request('GET', '/v1/audit?from=yesterday')).status).toBe(400);
  });

  it('is exported as CSV, with formulas escaped, and as JSON Lines', async () => {
    const lines = await ada.request('GET', '/v1/audit?format=jsonl');
    const events = (await lines.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const csv = await ada.request('GET', '/v1/audit?action=change_request', undefined, { accept: 'text/csv' });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const text = await csv.text();
    expect(text.split('\n')[0]).toBe(
      'seq,at,actor,action,change_request,release,products,reason,details,previous,hash',
    );
    // A value that a spreadsheet would run as a formula is escaped.
    expect(text).toContain("change_request.created,1,,,'=to 70,");
    expect((await ada.request('GET', '/v1/audit', undefined, { accept: 'image/png' })).status).toBe(406);
  });

  it('is append-only in the database, and so are releases, rule-set texts and revisions', async () => {
    const tables = [
      ['audit_log', 'actor'],
      ['releases', 'author'],
      ['release_files', 'path'],
      ['rule_set_texts', 'text'],
      ['change_request_revisions', 'title'],
      ['change_request_edits', 'path'],
    ] as const;
    for (const [table, column] of tables) {
      await expect(sql(`update ${table} set ${column} = 'x'`), table).rejects.toThrow('append-only');
      await expect(sql(`delete from ${table}`), table).rejects.toThrow('append-only');
    }
    if (DATABASE === 'postgres') await expect(sql('truncate audit_log')).rejects.toThrow('append-only');
    else {
      const replace = 'insert or replace into audit_log select * from audit_log where seq = 1';
      await expect(sql(replace)).rejects.toThrow('append-only');
    }
  });

  const columns = [
    'at',
    'actor',
    'action',
    'change_request',
    'release',
    'products',
    'reason',
    'details',
    'previous',
    'hash',
  ];
  it.each(columns)('fails verification at an event whose column %s was altered', async (column) => {
    const value = ['change_request', 'release'].includes(column)
      ? '77'
      : column === 'details'
        ? `'{"x":1}'`
        : `'altered'`;
    for (const seq of [1, 6, 12]) {
      await altered([`update audit_log set ${column} = ${value} where seq = ${seq}`], async () => {
        expect(await verify()).toMatchObject({ ok: false, event: seq });
      });
    }
  });

  it('fails verification when an event was renumbered, removed or swapped, or the last ones are missing', async () => {
    await altered(['update audit_log set seq = 99 where seq = 12'], async () =>
      expect(await verify()).toMatchObject({ ok: false, event: 99 }),
    );
    await altered(['delete from audit_log where seq = 5'], async () =>
      expect(await verify()).toMatchObject({ ok: false, message: expect.stringContaining('event 5 is missing') }),
    );
    await altered(['delete from audit_log where seq = 1'], async () =>
      expect(await verify()).toMatchObject({ ok: false, message: expect.stringContaining('event 1 is missing') }),
    );
    await altered(['delete from audit_log where seq > 8'], async () =>
      expect(await verify()).toMatchObject({
        ok: false,
        event: 9,
        message: expect.stringContaining('its tail was cut'),
      }),
    );
    const swap = [
      'update audit_log set seq = -1 where seq = 5',
      'update audit_log set seq = 5 where seq = 6',
      'update audit_log set seq = 6 where seq = -1',
    ];
    await altered(swap, async () => expect(await verify()).toMatchObject({ ok: false, event: 5 }));
  });

  it('fails verification when its last events and its head were removed, because releases are sealed with it', async () => {
    const hash = `(select hash from audit_log where seq = 9)`;
    const cut = [`update audit_head set seq = 9, hash = ${hash}`, 'delete from audit_log where seq > 9'];
    await altered(cut, async () => expect(await verify()).toMatchObject({ ok: false, release: 3 }));
  });

  it('fails verification when an event, or all events after it, were altered and hashed again', async () => {
    const [rows] = await sql('select * from audit_log order by seq');
    const log = (rows ?? []) as AuditRow[];
    let previous = log[4]?.hash ?? '';
    const rewritten = log.slice(5).map((row, index) => {
      const altered = { ...row, previous, actor: index === 0 ? 'nobody' : row.actor };
      previous = hashOfEvent(altered);
      return `update audit_log set actor = '${altered.actor}', previous = '${altered.previous}', hash = '${previous}' where seq = ${row.seq}`;
    });
    await altered(rewritten.slice(0, 1), async () => {
      expect(await verify()).toMatchObject({
        ok: false,
        event: 7,
        message: expect.stringContaining('does not follow'),
      });
    });
    await altered([...rewritten, `update audit_head set hash = '${previous}'`], async () => {
      const message = expect.stringContaining('not the one that it was sealed with');
      expect(await verify()).toMatchObject({ ok: false, release: 2, message });
    });
  });

  it('accepts no further event when its last event was removed', async () => {
    // Connections that ended during the tests before are noticed first.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await altered(['delete from audit_log where seq = 12'], async () => {
      const response = await ada.request('POST', '/v1/change-requests', { title: 'x' });
      expect([response.status, (await problemOf(response)).code]).toEqual([500, 'internal']);
    });
  });

  it('fails verification when a release or a rule-set text was altered', async () => {
    const cases = [
      [
        'releases',
        "update releases set reason = 'other' where number = 2",
        'update releases set reason = \'because, "so"\nit is\' where number = 2',
      ],
      [
        'rule_set_texts',
        "update rule_set_texts set text = replace(text, '70', '69')",
        "update rule_set_texts set text = replace(text, '69', '70')",
      ],
    ] as const;
    for (const [table, change, back] of cases) {
      await sql(off(table, 'update'), change);
      expect(await verify(), table).toMatchObject({ ok: false, release: expect.any(Number) });
      if (table === 'releases') await sql(back, on(table, 'update'));
    }
  });
});
