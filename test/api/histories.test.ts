import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashOfEvent, NO_EVENT } from '../../server/src/audit/audit-event.js';
import { sealOf } from '../../server/src/releases/release-header.js';
import { verifyRecord } from '../../server/src/releases/verify-record.js';
import { recordBaseline } from '../../server/src/store/migrations/0007-record-baseline.js';
import { Store } from '../../server/src/store/store.js';
import type { AuditRow, ReleaseRow } from '../../server/src/store/tables.js';
import { emptyDatabase, rawSql } from '../databases.js';
import { smallBook } from '../small-book.js';
import {
  deleting,
  disarm,
  inserting,
  KEYS,
  type Row,
  rowsOf,
  type TamperedTable,
  tampered,
  updating,
} from '../tampering.js';
import { NOW, type Person, startServer, type TestServer } from './server.js';

/* The record of a random history verifies; a random change of one row, made directly in the database, is found. */

const HISTORIES = Number(process.env['RATECARD_HISTORIES'] ?? 1);
const STEPS = 12;
const TAMPERINGS = 20;

/** What people do, in any order. Many steps are refused, and none may make the record differ from the log. */
const STEP = fc.record({
  what: fc.constantFrom(
    ...(['create', 'edit', 'rename', 'submit', 'approve', 'reject', 'comment', 'publish', 'schedule'] as const),
    ...(['withdraw', 'withdraw_release', 'rebase', 'role', 'active', 'key', 'revoke', 'sign_in'] as const),
  ),
  who: fc.nat(2),
  which: fc.nat(3),
  value: fc.integer({ min: 1, max: 500 }),
});
type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

async function take(
  server: TestServer,
  people: readonly Person[],
  { what, who, which, value }: Step,
): Promise<boolean> {
  const person = people[who] ?? people[0];
  const root = people[2];
  if (person === undefined || root === undefined) throw new Error('nobody is there');
  server.time.now += 1_000;
  const [request] = (await root.done('GET', `/v1/change-requests?limit=4`)).change_requests.slice(which);
  const path = `/v1/change-requests/${request?.id ?? 1}` as const;
  const match = { 'if-match': `"${request?.revision ?? 1}"` };
  const send = async (method: string, at: string, body?: unknown, headers = {}) =>
    (await person.request(method, at, body, headers)).ok;
  const patch = [{ op: 'replace', path: '/tables/0/rows/0/prices/0', value }];
  switch (what) {
    case 'create':
      return send('POST', '/v1/change-requests', { title: `to ${value}` });
    case 'edit':
      return send('PATCH', `${path}/files/rules/kling-o1.yaml`, patch, match);
    case 'rename':
      return send('PATCH', path, { title: `now to ${value}` }, match);
    case 'submit':
      return send('POST', `${path}/submit`, undefined, match);
    case 'approve':
      return send('POST', `${path}/reviews`, { verdict: 'approve' }, match);
    case 'reject':
      return send('POST', `${path}/reviews`, { verdict: 'request_changes', comment: 'too dear' }, match);
    case 'comment':
      return send('POST', `${path}/reviews`, { verdict: 'comment', comment: 'hm' }, match);
    case 'publish':
      return send('POST', `${path}/publish`, {}, match);
    case 'schedule':
      return send('POST', `${path}/schedule`, { effective_at: new Date(NOW + value * 3_600_000).toISOString() }, match);
    case 'withdraw':
      return send('POST', `${path}/withdraw`, {}, match);
    case 'withdraw_release':
      return send('POST', `/v1/releases/${server.releases.headers.length}/withdraw`, {});
    case 'rebase':
      return send('POST', `${path}/rebase`, {}, match);
    case 'role':
      return (await root.request('PATCH', '/v1/people/1', { role: value % 2 === 0 ? 'editor' : 'approver' })).ok;
    case 'active':
      return (await root.request('PATCH', '/v1/people/2', { active: value % 2 === 0 })).ok;
    case 'key':
      return (await root.request('POST', '/v1/api-keys', { name: `key ${value}`, scopes: ['quote', 'read'] })).ok;
    case 'revoke':
      return (await root.request('DELETE', `/v1/api-keys/${which + 1}`)).ok;
    case 'sign_in':
      return (await server.post('/v1/session', { email: person.name, password: 'wrong' })).ok;
  }
}

/** Columns that no event states. */
const FREE = ['last_used_at'];

type Rows = ReadonlyMap<TamperedTable, readonly Row[]>;
const TABLES = Object.keys(KEYS) as readonly TamperedTable[]; // The keys of a constant.

/** A change of one row of one table: another value in one column, a deleted row, or an added row. */
function randomTampering(found: Rows): { what: string; there: string; back: string } | undefined {
  const table = TABLES[randomInt(TABLES.length)] ?? 'people';
  const rows = found.get(table) ?? [];
  const row = rows[randomInt(Math.max(1, rows.length))];
  if (row === undefined) return undefined;
  const kind = randomInt(4);
  if (kind === 0)
    return {
      what: `deletes from ${table} ${JSON.stringify(row)}`,
      there: deleting(table, row),
      back: inserting(table, row),
    };
  if (kind === 1) {
    const last = KEYS[table].at(-1) ?? '';
    const key = typeof row[last] === 'number' ? 1_000 + randomInt(9) : 'rules/added.yaml';
    const unique = table === 'people' ? { email: 'x@example.com' } : table === 'api_keys' ? { key_sha256: 'x' } : {};
    const added = { ...row, [last]: key, ...unique };
    return {
      what: `adds to ${table} ${JSON.stringify(added)}`,
      there: inserting(table, added),
      back: deleting(table, added),
    };
  }
  const keys: readonly string[] = KEYS[table];
  const columns = Object.keys(row).filter((column) => !keys.includes(column) && !FREE.includes(column));
  const column = columns[randomInt(columns.length)];
  if (column === undefined) return undefined;
  const value = row[column];
  const other =
    typeof value === 'number' ? value + 1 : value === null ? (isNumber(column) ? 1 : 'altered') : `${value}x`;
  return {
    what: `sets ${column} of ${table} ${JSON.stringify(row)} to ${other}`,
    there: updating(table, row, { [column]: other }),
    back: updating(table, row, { [column]: value ?? null }),
  };
}

const isNumber = (column: string) => ['release', 'base', 'change_request'].includes(column);

it('the record of every random history verifies, and every random change of one row is found', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: STEPS, maxLength: STEPS }), async (steps) => {
      const rules = smallBook({ approvals: 0 });
      const server = await startServer({ rules });
      try {
        const people = [
          await server.person('anna', 'editor'),
          await server.person('ben', 'approver'),
          await server.person('root', 'admin'),
        ];
        // So that every table has at least one row.
        const opening = ['create', 'edit', 'submit', 'comment', 'schedule', 'key', 'withdraw_release'] as const;
        const all = [...opening.map((what, index) => ({ what, who: 2, which: 0, value: 70 + index })), ...steps];
        let done = 0;
        for (const step of all) if (await take(server, people, step)) done++;
        expect(done).toBeGreaterThanOrEqual(opening.length);
        const whole = async () => expect(await verifyRecord(server.store)).toMatchObject({ ok: true });
        await whole();
        await disarm(server);
        const rows: Rows = new Map(
          await Promise.all(TABLES.map(async (table) => [table, await rowsOf(server, table)] as const)),
        );
        for (let round = 0; round < TAMPERINGS; round++) {
          const tampering = randomTampering(rows);
          if (tampering === undefined) continue;
          const { what, there, back } = tampering;
          const found = await tampered(server, [there], [back], () => verifyRecord(server.store));
          expect(found.ok, what).toBe(false);
        }
        await whole();
      } finally {
        await server.close();
        rmSync(rules, { recursive: true });
      }
    }),
    { numRuns: HISTORIES, endOnFailure: true },
  );
});

it('a log from before events stated rows continues from a baseline, and alterations before and after are found', async () => {
  const database = await emptyDatabase();
  const rules = smallBook({ approvals: 0 });
  const old = await startServer({ database, rules });
  const root = await old.person('root', 'admin');
  await old.person('anna', 'editor');
  await root.done('POST', '/v1/api-keys', { name: 'shop', scopes: ['quote'] });
  const { id } = await root.done('POST', '/v1/change-requests', { title: 'to 70' });
  const patch = [{ op: 'replace', path: '/tables/0/rows/0/prices/0', value: 70 }];
  await root.done('PATCH', `/v1/change-requests/${id}/files/rules/kling-o1.yaml`, patch, 1);
  await root.done('POST', `/v1/change-requests/${id}/submit`, undefined, 2);
  const body = { effective_at: new Date(NOW + 3_600_000).toISOString() };
  await root.done('POST', `/v1/change-requests/${id}/schedule`, body, 2);
  await root.done('POST', '/v1/releases/2/withdraw', { reason: 'no' });
  await disarm(old);
  await makeOld(old);
  await old.close();

  /** The result of verification after the migration of a database from an older version. */
  const upgraded = async (): Promise<string> => {
    await rawSql(database.location, 'drop index audit_log_by_release');
    const store = await Store.open(database.location);
    await store.db.transaction().execute(async (tx) => recordBaseline.up(tx));
    const found = await verifyRecord(store);
    await store.close();
    return found.ok ? 'the record is whole' : found.message;
  };
  const before = await rawSql(database.location, 'select * from audit_log order by seq', 'select * from audit_head');
  const undo = async () => {
    const { seq, hash } = (before[1]?.[0] ?? {}) as { seq: number; hash: string };
    const back = [`delete from audit_log where seq > ${seq}`, `update audit_head set seq = ${seq}, hash = '${hash}'`];
    await rawSql(database.location, ...back);
  };
  const sql = (statement: string) => rawSql(database.location, statement);

  await sql("update people set role = 'admin' where name = 'anna'");
  expect(await upgraded()).toMatch(
    /^anna \(anna@example.com\) is an admin in the table, but an editor by the log: event \d+ made them one\. Event \d+, the baseline/,
  );
  await undo();
  await sql("update people set role = 'editor' where name = 'anna'");
  const [withdrawals] = await sql('select * from release_withdrawals');
  const { _metadata, ...withdrawal } = (withdrawals?.[0] ?? {}) as Row & { _metadata?: unknown };
  await sql('delete from release_withdrawals');
  expect(await upgraded()).toContain('the withdrawal of release 2 is missing from the table');
  await undo();
  await sql(inserting('release_withdrawals', withdrawal as Row));
  expect(await upgraded()).toBe('the record is whole');

  // The log continues from there, and later alterations are found.
  const now = await startServer({ database, rules });
  const eve = await now.person('eve', 'viewer');
  expect(await verifyRecord(now.store)).toMatchObject({ ok: true });
  await sql("update people set role = 'admin' where name = 'eve'");
  expect(await verifyRecord(now.store)).toMatchObject({
    ok: false,
    message: expect.stringContaining(`eve (${eve.name})`),
  });
  await sql("update people set role = 'viewer' where name = 'eve'");
  await sql("update change_requests set state = 'draft'");
  expect(await verifyRecord(now.store)).toMatchObject({
    ok: false,
    message: expect.stringContaining('change request 1'),
  });
  await now.close();
  rmSync(rules, { recursive: true });
  await database.remove();
});

/** Rewrites a log as older versions wrote it: events without rows, and all hashes and seals computed again. */
async function makeOld({ database }: TestServer): Promise<void> {
  const [events, releases] = await rawSql(
    database.location,
    'select * from audit_log order by seq',
    'select * from releases order by number',
  );
  const byNumber = new Map((releases as ReleaseRow[]).map((row) => [row.number, row]));
  const hashes = new Map([[NO_EVENT, NO_EVENT]]);
  const statements: string[] = [];
  let previous = NO_EVENT;
  for (const event of events as AuditRow[]) {
    const { rows, ...details } = JSON.parse(event.details);
    const release = byNumber.get(event.release ?? 0);
    if (details.seal !== undefined && release !== undefined) {
      const unsealed = { ...release, log_head: hashes.get(release.log_head) ?? '' };
      details.seal = sealOf(unsealed);
      const set = `log_head = '${unsealed.log_head}', seal = '${details.seal}'`;
      statements.push(`update releases set ${set} where number = ${release.number}`);
    }
    const row = { ...event, previous, details: JSON.stringify(details) };
    const hash = hashOfEvent(row);
    hashes.set(event.hash, hash);
    previous = hash;
    const quoted = row.details.replaceAll("'", "''");
    statements.push(
      `update audit_log set details = '${quoted}', previous = '${row.previous}', hash = '${hash}' where seq = ${row.seq}`,
    );
  }
  statements.push(`update audit_head set hash = '${previous}'`);
  await rawSql(database.location, ...statements);
}
