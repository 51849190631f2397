import { rmSync } from 'node:fs';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeRequest } from '../../schemas/types/api.js';
import { HeadReporter } from '../../server/src/audit/head-reporter.js';
import { BookCompiler } from '../../server/src/compiler/book-compiler.js';
import { tasksHere } from '../../server/src/compiler/book-work.js';
import { CompiledReleases } from '../../server/src/compiler/compiled-releases.js';
import { sealOf } from '../../server/src/releases/release-header.js';
import { verifyRecord } from '../../server/src/releases/verify-record.js';
import type { ReleaseRow } from '../../server/src/store/tables.js';
import { schemas } from '../books.js';
import { rawSql } from '../databases.js';
import { smallBook } from '../small-book.js';
import { deleting, disarm, inserting, type Row, rowsOf, type TamperedTable, tampered, updating } from '../tampering.js';
import { bodyOf, problemOf } from './answers.js';
import { NOW, type Person, startServer, type TestServer } from './server.js';

/* The owner of the database alters it without Ratecard: each alteration is found and named. */

const HOUR = 3_600_000;
let server: TestServer;
let rules: string;
let anna: Person;
let ben: Person;
let root: Person;

beforeAll(async () => {
  rules = smallBook({ approvals: 1 });
  server = await startServer({ rules });
  anna = await server.person('anna', 'editor');
  ben = await server.person('ben', 'approver');
  root = await server.person('root', 'admin');
  await root.done('POST', '/v1/api-keys', { name: 'shop', scopes: ['quote'] });
  await approvedAndScheduled(70, NOW + HOUR);
  await submitted(71);
  await disarm(server);
});
afterAll(async () => {
  await server.close();
  rmSync(rules, { recursive: true });
});

/** A submitted change of the first price of Kling O1, by Anna. */
async function submitted(value: number, base?: number): Promise<ChangeRequest> {
  const made = await anna.done('POST', '/v1/change-requests', { title: `to ${value}`, ...(base && { base }) });
  const path = `/v1/change-requests/${made.id}` as const;
  const patch = [{ op: 'replace', path: '/tables/0/rows/0/prices/0', value }];
  const { revision } = await anna.done('PATCH', `${path}/files/rules/kling-o1.yaml`, patch, made.revision);
  return anna.done('POST', `${path}/submit`, undefined, revision);
}

async function approvedAndScheduled(value: number, at: number, base?: number) {
  const { id, revision } = await submitted(value, base);
  await ben.done('POST', `/v1/change-requests/${id}/reviews`, { verdict: 'approve' }, revision);
  const body = { effective_at: new Date(at).toISOString() };
  return anna.done('POST', `/v1/change-requests/${id}/schedule`, body, revision);
}

const verify = (pins: readonly string[] = []) => verifyRecord(server.store, pins);
const whole = async () => expect(await verify()).toMatchObject({ ok: true });
const said = async () => {
  const found = await verify();
  return found.ok ? 'the record is whole' : found.message;
};
const rowOf = async (table: TamperedTable, wanted: Row): Promise<Row> => {
  const rows = await rowsOf(server, table);
  const row = rows.find((one) => Object.entries(wanted).every(([column, value]) => one[column] === value));
  if (row === undefined) throw new Error(`${table} has no row ${JSON.stringify(wanted)}`);
  return row;
};
/** What verification says after a row was altered. */
async function altered(table: TamperedTable, wanted: Row, changes: Row): Promise<string> {
  const row = await rowOf(table, wanted);
  return tampered(server, [updating(table, row, changes)], [updating(table, row, row)], said);
}
async function added(table: TamperedTable, row: Row): Promise<string> {
  return tampered(server, [inserting(table, row)], [deleting(table, row)], said);
}

describe('verification of the record', () => {
  it('names a person whose role was raised', async () => {
    await whole();
    const joined = (await root.done('GET', '/v1/audit?action=person.joined')).events.at(-1)?.seq;
    expect(await altered('people', { email: anna.name }, { role: 'admin' })).toBe(
      `anna (anna@example.com) is an admin in the table, but an editor by the log: event ${joined} made them one`,
    );
    await whole();
  });

  it('names a person who was added, reactivated, or given another password', async () => {
    const person = await rowOf('people', { email: anna.name });
    const eve = { ...person, id: 99, email: 'eve@example.com', name: 'Eve', role: 'admin' };
    expect(await added('people', eve)).toBe(
      'Eve (eve@example.com) is in the table, but no event of the log tells of it',
    );
    const password = (await rowOf('people', { email: root.name }))['password'] ?? null;
    expect(await altered('people', { email: anna.name }, { password })).toContain(
      'differs from the log in its password',
    );
    expect(await altered('people', { email: anna.name }, { active: 0 })).toContain('may not sign in by the table');
    await whole();
  });

  it('names an API key that was added, was given more scopes, or is no longer revoked', async () => {
    expect(await altered('api_keys', { name: 'shop' }, { scopes: '["admin"]' })).toMatch(
      /^the API key shop has the scopes \["admin"\] in the table, but \["quote"\] by the log: see event \d+$/,
    );
    await root.done('POST', '/v1/api-keys', { name: 'old', scopes: ['admin'] });
    const { api_keys } = await root.done('GET', '/v1/api-keys');
    await root.request('DELETE', `/v1/api-keys/${api_keys.find(({ name }) => name === 'old')?.id}`);
    expect(await altered('api_keys', { name: 'old' }, { revoked_at: null })).toContain(
      'the API key old has the revoked',
    );
    const key = await rowOf('api_keys', { name: 'shop' });
    expect(await added('api_keys', { ...key, id: 9, name: 'mine', key_sha256: 'f'.repeat(64) })).toBe(
      'the API key mine is in the table, but no event of the log tells of it',
    );
    await whole();
  });

  it('names an inserted review, and an altered revision, edit, requirement or state of a change request', async () => {
    const { digest } = await rowOf('change_request_revisions', { change_request: 2, revision: 2 });
    const review = { change_request: 2, number: 1, revision: 2, digest: digest ?? null, actor: ben.name };
    expect(
      await added('reviews', { ...review, at: new Date(NOW).toISOString(), verdict: 'approve', comment: '' }),
    ).toBe(`review 1 of change request 2, by ${ben.name}, is in the table, but no event of the log tells of it`);
    const revision = { change_request: 2, revision: 2 };
    expect(await altered('change_request_revisions', revision, { actor: ben.name })).toMatch(
      new RegExp(`^revision 2 of change request 2 has the actor ${ben.name} in the table, but ${anna.name} by the log`),
    );
    const { sha256 } = await rowOf('change_request_edits', { change_request: 1, revision: 2 });
    expect(await altered('change_request_edits', revision, { sha256: sha256 ?? null })).toContain(
      'revision 2 of change request 2 differs from the log in its edits',
    );
    expect(await altered('requirements', { change_request: 2 }, { approvals: 0 })).toContain(
      'the requirement of revision 2 of change request 2 has the approvals 0 in the table, but 1 by',
    );
    expect(await altered('change_requests', { id: 2 }, { state: 'draft' })).toContain(
      'change request 2 has the state draft in the table, but in_review by the log',
    );
    await whole();
  });

  it('names a row that was deleted', async () => {
    for (const [table, wanted, name] of [
      ['reviews', { change_request: 1 }, 'review 1 of change request 1'],
      ['people', { email: ben.name }, 'ben ('],
      ['requirements', { change_request: 2 }, 'the requirement of revision 2 of change request 2'],
    ] as const) {
      const row = await rowOf(table, wanted);
      const message = await tampered(server, [deleting(table, row)], [inserting(table, row)], said);
      expect(message).toContain(name);
      expect(message).toContain('is missing from the table, but event');
    }
    await whole();
  });

  it('names the altered text of a change that is not released yet', async () => {
    const { sha256 } = await rowOf('change_request_edits', { change_request: 2, revision: 2 });
    const text = `where sha256 = '${sha256}'`;
    const change = `update rule_set_texts set text = replace(text, '[71, 258]', '[17, 258]') ${text}`;
    const back = `update rule_set_texts set text = replace(text, '[17, 258]', '[71, 258]') ${text}`;
    const message = await tampered(server, [change], [back], said);
    expect(message).toBe(`a text was altered: revision 2 of change request 2 has it as rules/kling-o1.yaml`);
    await whole();
  });

  it('finds that the last events and the head were removed when given a head that was kept elsewhere', async () => {
    const lines: { event: number; head: string; msg: string }[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
    const reporter = new HeadReporter(server.store, server.services.clock, logger);
    await reporter.report(2);
    await reporter.report(2);
    // An event that only the log contains.
    await server.post('/v1/session', { email: 'nobody@example.com', password: 'wrong' });
    await reporter.report(2);
    expect(lines).toHaveLength(1);
    server.time.now += HOUR;
    await reporter.report(2);
    await reporter.report(3);
    expect(lines.map(({ msg }) => msg)).toEqual(Array(3).fill('the head of the audit log'));
    const [first, second] = lines;
    expect(second?.event).toBe((first?.event ?? 0) + 1);

    const [kept] = await rawSql(server.database.location, `select * from audit_log where seq = ${second?.event}`);
    const { _metadata, ...row } = (kept?.[0] ?? {}) as Row & { _metadata?: unknown };
    const head = (event: typeof first) => `update audit_head set seq = ${event?.event}, hash = '${event?.head}'`;
    await tampered(
      server,
      [`delete from audit_log where seq = ${second?.event}`, head(first)],
      [inserting('audit_log', row as Row), head(second)],
      async () => {
        await whole();
        expect(await verify([first?.head ?? ''])).toMatchObject({ ok: true });
        expect(await verify([second?.head ?? ''])).toMatchObject({
          ok: false,
          message: `nothing in this log has the hash or seal ${second?.head}`,
        });
      },
    );
    server.time.now -= HOUR;
  });

  it('finds no difference while servers are writing', async () => {
    const writing = Promise.all(
      [1, 2, 3].map(async (round) => {
        const { id } = await root.done('POST', '/v1/change-requests', { title: `meanwhile ${round}` });
        await root.done('POST', `/v1/change-requests/${id}/withdraw`, {}, 1);
      }),
    );
    const found = await Promise.all(Array.from({ length: 6 }, () => verify()));
    await writing;
    expect(found.map(({ ok }) => ok)).toEqual(Array(6).fill(true));
  });
});

describe('a server whose database was altered', () => {
  const logged: { alterations: readonly string[] }[] = [];
  /** A server that starts on the database as it is. */
  const started = async () => {
    const log = { error: (details: object) => logged.push(details as (typeof logged)[number]) };
    const compiler = new BookCompiler(schemas);
    const runner = tasksHere(compiler, server.store);
    const releases = new CompiledReleases(server.store, compiler, runner, server.services.clock, log);
    await releases.refresh();
    return releases;
  };
  const total = async (more: object = {}) => {
    const response = await server.post('/v1/quotes', { product: 'kling-o1', ...more });
    return response.ok ? (await bodyOf(response)).total.amount : (await problemOf(response)).code;
  };

  it('does not serve an old price again when a row states that a release was withdrawn', async () => {
    server.time.now = NOW + 2 * HOUR;
    expect(await total()).toBe('70');
    const row = { release: 2, at: new Date(NOW).toISOString(), actor: root.name, reason: '' };
    await tampered(
      server,
      [inserting('release_withdrawals', row)],
      [deleting('release_withdrawals', row)],
      async () => {
        // Any event makes servers read the releases again.
        await server.post('/v1/session', { email: 'nobody@example.com', password: 'wrong' });
        await server.refresh();
        expect(await total()).toBe('70');
        const altered = 'no event of the log tells that release 2 was withdrawn, as the table says: it counts';
        expect(await (await server.get('/metrics')).text()).toMatch(/^ratecard_record_alterations 1$/m);
        const other = await started();
        expect(other.current.number).toBe(2);
        expect(logged.at(-1)).toEqual({ alterations: [altered] });
        expect(await said()).toBe('the withdrawal of release 2 is in the table, but no event of the log tells of it');
      },
    );
    await server.post('/v1/session', { email: 'nobody@example.com', password: 'wrong' });
    await server.refresh();
    expect(server.releases.alterations).toEqual([]);
    await whole();
  });

  it('does not serve a withdrawn release again when the row of its withdrawal was deleted', async () => {
    const scheduled = await approvedAndScheduled(72, NOW + 5 * HOUR, 2);
    await root.done('POST', `/v1/releases/${scheduled.number}/withdraw`, { reason: 'no' });
    const row = await rowOf('release_withdrawals', { release: scheduled.number });
    await tampered(
      server,
      [deleting('release_withdrawals', row)],
      [inserting('release_withdrawals', row)],
      async () => {
        const other = await started();
        expect(other.header(scheduled.number).withdrawn).toMatchObject({ actor: root.name, reason: 'no' });
        expect(other.alterations).toHaveLength(1);
      },
    );
    await whole();
  });

  it('does not serve a release that was altered or that no event of the log contains', async () => {
    const release = (await rowOf('releases', { number: 2 })) as unknown as ReleaseRow;
    const early = { ...release, effective_at: new Date(NOW - HOUR).toISOString() };
    const resealed = { ...early, seal: sealOf(early) };
    const put = (row: ReleaseRow) => updating('releases', { number: 2 }, { ...row });
    for (const row of [early, resealed]) {
      await tampered(server, [put(row)], [put(release)], async () => {
        const other = await started();
        expect(other.current.number).toBe(1);
        const because = 'release 2 is not what was published by the log: it was altered';
        await expect(other.load(2)).rejects.toThrow(`it is not served: ${because}`);
        expect(logged.at(-1)).toEqual({ alterations: [because] });
        expect(await verify()).toMatchObject({ ok: false, release: 2 });
      });
    }
    const numbers = (await rowsOf(server, 'releases')).length;
    const unsealed = { ...early, number: numbers + 1, change_request: null, approvers: '[]' };
    const forged = { ...unsealed, seal: sealOf(unsealed) };
    await tampered(
      server,
      [inserting('releases', { ...forged })],
      [deleting('releases', { number: forged.number })],
      async () => {
        const other = await started();
        expect([other.current.number, other.last.number]).toEqual([2, 2]);
        expect(other.alterations).toEqual([`no event of the log tells that release ${forged.number} was published`]);
      },
    );
    await whole();
  });

  it('does not publish with an inserted review, nor serve a release whose approval is not in the log', async () => {
    const request = await submitted(73, 2);
    const { id, revision, digest } = request;
    const review = {
      change_request: id,
      number: 1,
      revision,
      digest,
      actor: ben.name,
      verdict: 'approve',
      comment: '',
    };
    const row = { ...review, at: new Date(NOW).toISOString() };
    await tampered(server, [inserting('reviews', row)], [deleting('reviews', row)], async () => {
      const refused = await anna.refused('POST', `/v1/change-requests/${id}/publish`, {}, revision);
      expect(refused).toMatchObject({
        code: 'record_differs',
        detail: expect.stringContaining(`${ben.name} approved`),
      });
    });
    // The same when the approval was removed from the log.
    const [event] = (await root.done('GET', '/v1/audit?action=change_request.approved&change_request=1')).events;
    const action = (name: string) => `update audit_log set action = '${name}' where seq = ${event?.seq}`;
    const back = action('change_request.approved');
    await tampered(server, [action('change_request.commented')], [back], async () => {
      const other = await started();
      expect(other.current.number).toBe(1);
      expect(other.alterations).toEqual([
        `no event of the log tells that ${ben.name} approved what release 2 contains`,
      ]);
    });
    await whole();
  });
});
