import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE_FILE } from '../../server/src/command/folder-base.js';
import { ROOT } from '../books.js';
import { DATABASES_OF_SERVERS, type EmptyDatabase, emptyDatabase, rawSql } from '../databases.js';
import { type Served, serve } from '../served.js';

/* The commands that work on the database, as a user runs them beside a running server. */

const BIN = `${ROOT}server/bin/ratecard.js`;
const folder = mkdtempSync(join(tmpdir(), 'ratecard-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(DATABASES_OF_SERVERS)('the commands on %s', (kind) => {
  let database: EmptyDatabase;
  let server: Served;
  let url: string;
  beforeAll(async () => {
    database = await emptyDatabase(kind);
    server = await serve(database.env);
    url = server.url;
  });
  afterAll(async () => {
    await server.stop('SIGTERM');
    await database.remove();
  });

  const run = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 30_000,
      env: { ...process.env, ...database.env, RATECARD_URL: url },
    });
    return { status, stdout, stderr };
  };
  const quoted = async () => {
    const body = JSON.stringify({ product: 'kling-o1' });
    const headers = { 'content-type': 'application/json' };
    const answer = await (await fetch(`${url}/v1/quotes`, { method: 'POST', headers, body })).json();
    return (answer as { total: { amount: string } }).total.amount;
  };

  it('include `serve`, which prints a link that creates the first admin once', async () => {
    const { token } = server;
    const accept = () =>
      fetch(`${url}/v1/invitations/accept`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, email: 'Ada@Example.com', name: 'Ada', password: 'correct horse battery' }),
      });
    const first = await accept();
    expect(first.status).toBe(201);
    expect(await first.json()).toEqual({ email: 'ada@example.com' });
    const cookie = first.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/^ratecard_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/);
    const session = await fetch(`${url}/v1/session`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(await session.json()).toMatchObject({ signed_in: true, name: 'ada@example.com', role: 'admin' });
    expect((await accept()).status).toBe(410);
  });

  // These tests run on SQLite alone: the API tests run the same queries on both databases.
  const once = kind === 'sqlite' ? it : () => undefined;

  once('write with `pull` the release in force byte for byte, and delete no other file without `--force`', () => {
    const pulled = join(folder, `pulled-${kind}`);
    expect(run('pull', pulled)).toMatchObject({ status: 0, stdout: `Release 1, 12 files, is in ${pulled}.\n` });
    for (const name of readdirSync(`${ROOT}rules`)) {
      expect(readFileSync(join(pulled, name))).toEqual(readFileSync(`${ROOT}rules/${name}`));
    }
    writeFileSync(join(pulled, 'mine.yaml'), 'mine');
    expect(run('pull', pulled).status).toBe(0);
    expect(readFileSync(join(pulled, 'mine.yaml'), 'utf8')).toBe('mine');
    // Without its base file, the folder does not say where it comes from.
    rmSync(join(pulled, BASE_FILE));
    const again = run('pull', pulled);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('  mine.yaml\n');
    expect(readFileSync(join(pulled, 'mine.yaml'), 'utf8')).toBe('mine');
    expect(run('pull', pulled, '--force').status).toBe(0);
    expect(readdirSync(pulled)).not.toContain('mine.yaml');
    expect(run('pull', pulled, '--release', '9').stderr).toContain('there is no release 9; the last is 1');
  });

  it('show the prices that a folder would change, propose it, and put it in force on a running server', async () => {
    const book = join(folder, `book-${kind}`);
    cpSync(`${ROOT}rules`, book, { recursive: true });
    expect(run('diff', book).stdout).toContain('No price changes.\n');
    expect(run('apply', book).stdout).toBe('Release 1 has this book already: there is nothing to propose.\n');

    const path = join(book, 'kling-o1.yaml');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('[68, 258]', '[70, null]'));
    const shown = run('diff', book, '--lines');
    expect(shown.stdout).toMatch(/duration 5, batch 1 {2}68 -> 70 +credits {2}\+2\.94%/);
    expect(shown.stdout).toMatch(/duration 5, batch 4 {2}258 -> not offered credits/);
    expect(shown.stdout).toContain('2 prices of 1 product change.\n');
    expect(shown.stdout).toContain('1 file changed.\n');
    expect(shown.stdout).toContain('Kling O1 duration 5s batch 4: 1 price no longer offered');
    expect(shown.stdout).toMatch(
      /kling-o1 duration=5 batch=1.*fails: Kling O1, duration 5, batch 1: 70, not a list price of 68/,
    );
    expect(shown.stdout).toContain('83 of 85 checks pass');
    expect(shown.status).toBe(1);
    expect(shown.stdout).toMatch(/^-.*\[68, 258\]/m);
    expect(JSON.parse(run('diff', book, '--json').stdout).prices.changes).toHaveLength(2);
    const [header, ...rows] = run('diff', book, '--csv').stdout.trim().split('\r\n');
    expect(header).toMatch(/^product,title,duration,batch,context,at,changed,list_price_before,/);
    expect(rows).toHaveLength(6);
    expect(rows[0]).toMatch(/^kling-o1,Kling O1,5,1,,,list_price,68,70,68,70,credits,\+2,\+2\.94,/);

    writeFileSync(path, text.replace('[68, 258]', '[70]'));
    const broken = run('apply', book);
    expect(broken.status).toBe(1);
    expect(broken.stderr).toMatch(/^rules\/kling-o1\.yaml:19:\d+ /);
    expect(broken.stderr).toContain('nothing was proposed');

    // The expected prices are part of the book, so they must be updated with it.
    writeFileSync(path, text.replace('[68, 258]', '[70, 258]'));
    const contradicting = run('apply', book, '--title', 'Kling O1 up', '--publish');
    expect([contradicting.status, contradicting.stderr]).toEqual([1, expect.stringContaining('--update-expectations')]);
    const applied = run('apply', book, '--title', 'Kling O1 up', '--publish', '--update-expectations');
    expect(applied.stderr).toBe('');
    expect(applied.stdout).toMatch(/\nChange request 1: Kling O1 up\n.*\nSubmitted\.\nRelease 2 is in force\.\n$/);
    const pulled = join(folder, `after-${kind}`);
    expect(run('pull', pulled).status).toBe(0);
    const [was, is] = [`${ROOT}rules`, pulled].map((at) => readFileSync(join(at, 'published-prices.yaml'), 'utf8'));
    const figure = '{product: kling-o1, options: {duration: 5, batch: 1}, list_price: ';
    expect(was).toContain(`${figure}68}`);
    expect(is).toBe(was?.replace(`${figure}68}`, `${figure}70}`));
    const blamed = run('blame', 'kling-o1', 'duration=5', 'plan=pro').stdout;
    expect(blamed).toMatch(
      /^Kling O1, duration 5, batch 1, plan pro\n\n68 credits off 70 -> |^Kling O1, .*\n\n66 credits off 68 -> 68 credits off 70 {2}from /,
    );
    expect(blamed).toMatch(
      /release 2 \(change request 1\) by command:\w+: Kling O1 up\n {2}rules\/kling-o1\.yaml:19\n {4}- .*\[68, 258\]/,
    );
    expect(blamed).toMatch(/not offered -> 66 credits off 68/);
    await expect.poll(quoted, { timeout: 5_000 }).toBe('70');
  });

  once('include `serve`, which stores the recorded quotes before it ends', async () => {
    const other = await serve(database.env);
    const recorded = async () => (await rawSql(database.location, 'select id from recorded_quotes'))[0]?.length ?? 0;
    const before = await recorded();
    const body = JSON.stringify({ product: 'seedream' });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${other.url}/v1/quotes`, { method: 'POST', headers, body })).status).toBe(200);
    await other.stop('SIGTERM');
    expect(await recorded()).toBeGreaterThan(before);
  });

  once('verify and export the record, and name an event that was altered', async () => {
    const whole = run('audit', 'verify');
    expect(whole.stdout).toMatch(/^The record is intact\.\n\d+ events, 2 releases; the log's head is [0-9a-f]{64}\n$/);
    const head = /[0-9a-f]{64}/.exec(whole.stdout)?.[0] ?? '';
    expect(run('audit', 'verify', '--pin', head).status).toBe(0);
    expect(run('audit', 'verify', '--pin', 'f'.repeat(64)).stderr).toContain('nothing in this log has the hash');
    const lines = run('audit', 'export').stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual(lines.map((_, index) => index + 1));
    const [header, ...rows] = run('audit', 'export', '--format', 'csv').stdout.trim().split('\n');
    expect(header).toBe('seq,at,actor,action,change_request,release,products,reason,details,previous,hash');
    expect(rows).toHaveLength(lines.length);
    expect(run('invite', 'ben@example.com', '--role', 'editor').stdout).toContain(`${url}/setup#`);

    const off =
      kind === 'postgres' ? 'alter table audit_log disable trigger all' : 'drop trigger audit_log_refuses_update';
    await rawSql(database.location, off, "update audit_log set actor = 'nobody' where seq = 3");
    const altered = run('audit', 'verify');
    expect([altered.status, altered.stderr]).toEqual([1, expect.stringContaining('event 3 was altered')]);
  });

  once('say how to begin when there is no database', () => {
    const { status, stderr } = spawnSync(process.execPath, [BIN, 'pull', 'x'], {
      encoding: 'utf8',
      env: { ...process.env, RATECARD_DATA: join(folder, 'nowhere'), DATABASE_URL: '' },
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('start `ratecard serve` once')]);
  });
});
