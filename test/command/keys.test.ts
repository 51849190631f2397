import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readBootstrapKey } from '../../server/src/access/keys/bootstrap-key.js';
import { ROOT } from '../books.js';
import { type EmptyDatabase, emptyDatabase } from '../databases.js';
import { type Served, serve } from '../served.js';

/* From an empty database to quotes and keys without a browser. */

const folder = mkdtempSync(join(tmpdir(), 'ratecard-keys-'));
const file = join(folder, 'key');
const SECRETS = ['0123456789abcdef0123456789abcdef', 'another-secret-that-is-long-enough-now'] as const;
let database: EmptyDatabase;
let server: Served;

const write = (text: string, mode = 0o400) => {
  rmSync(file, { force: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
};
const start = () =>
  serve({ ...database.env, LOG_LEVEL: 'info', RATECARD_QUOTES: 'keys', RATECARD_BOOTSTRAP_KEY_FILE: file });
const status = async (key: string) =>
  (await fetch(`${server.url}/v1/api-keys`, { headers: { authorization: `Bearer ${key}` } })).status;
const run = (...args: readonly string[]) => {
  const env = { ...process.env, ...database.env };
  const options = { encoding: 'utf8', timeout: 30_000, env } as const;
  const {
    status: code,
    stdout,
    stderr,
  } = spawnSync(process.execPath, [`${ROOT}server/bin/ratecard.js`, ...args], options);
  return { code, stdout, stderr };
};

beforeAll(async () => {
  database = await emptyDatabase('sqlite');
  write(`${SECRETS[0]}\n`);
  server = await start();
});
afterAll(async () => {
  await server.stop('SIGTERM');
  await database.remove();
  rmSync(folder, { recursive: true });
});

it('a server takes its first key from a file, replaces it by a new one, and never restores a revoked key', async () => {
  expect([await status(SECRETS[0]), await status(SECRETS[1])]).toEqual([200, 401]);
  await server.stop('SIGTERM');
  write(SECRETS[1]);
  server = await start();
  expect([await status(SECRETS[0]), await status(SECRETS[1])]).toEqual([401, 200]);
  expect(server.output()).toContain('is replaced: it has the scopes admin');
  await server.stop('SIGTERM');
  write(SECRETS[0]);
  server = await start();
  expect(await status(SECRETS[0])).toBe(401);
  expect(server.output()).toContain('was revoked and stays so');
  for (const secret of SECRETS) expect(server.output()).not.toContain(secret);
  expect(run('audit', 'verify').stdout).toContain('The record is intact.');
});

it('a server does not start with a key file that others can read, or with a key that is easy to guess', async () => {
  write(SECRETS[1], 0o644);
  await expect(start()).rejects.toThrow('its mode is 644, so others can read or write it: make it 400 or 440');
  for (const [text, mode, said] of [
    [SECRETS[1], 0o404, 'its mode is 404'],
    [SECRETS[1], 0o460, 'its mode is 460'],
    ['too short', 0o400, 'write a secret of 32 characters or more into it'],
    [`${SECRETS[1]} ${SECRETS[1]}`, 0o440, 'without spaces'],
  ] as const) {
    write(text, mode);
    expect(() => readBootstrapKey(file)).toThrow(said);
  }
  write(`${SECRETS[1]}\n`, 0o440);
  expect(readBootstrapKey(file)).toBe(SECRETS[1]);
  expect(() => readBootstrapKey(join(folder, 'nowhere'))).toThrow('it cannot be read');
});

it('the command `keys` creates, lists and revokes keys, and a running server applies that', async () => {
  const until = '2099-01-01T00:00:00.000Z';
  const made = run('keys', 'create', 'checkout', '--scope', 'quote', 'read', '--expires', until, '--note', 'The shop');
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^rck_[\w-]{43}\n$/) });
  expect(made.stderr).toContain(`The key checkout may quote, read, until ${until}.`);
  const quoted = async () => {
    const headers = { authorization: `Bearer ${made.stdout.trim()}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ product: 'kling-o1' });
    return (await fetch(`${server.url}/v1/quotes`, { method: 'POST', headers, body })).status;
  };
  await expect.poll(quoted, { timeout: 5_000 }).toBe(200);
  expect(run('keys', 'create', 'checkout').stderr).toContain('there is a key called checkout');
  expect(run('keys', 'create', 'a/b').stderr).toContain('is no name for a key');
  expect(run('keys', 'create', 'x', '--scope', 'king').code).toBe(2);
  const { stdout } = run('keys', 'list');
  expect(stdout).toContain(`checkout  ${made.stdout.slice(0, 12)}...  quote, read\n  works until ${until}; `);
  expect(stdout).toContain('\n  The shop\n');
  expect(stdout).not.toContain(made.stdout.trim());
  expect(JSON.parse(run('keys', 'list', '--json').stdout)).toHaveLength(3);
  expect(run('keys', 'revoke', 'checkout').stdout).toBe('The key checkout is revoked.\n');
  await expect.poll(quoted, { timeout: 5_000 }).toBe(401);
  expect(run('keys', 'revoke', 'checkout').stderr).toContain('is revoked already');
  expect(run('keys', 'revoke', 'nobody').stderr).toContain('there is no API key nobody');
});
