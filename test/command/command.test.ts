import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { afterAll, describe, expect, it, test } from 'vitest';
import { quoteCommand } from '../../server/src/command/quote.js';
import { type PublishedPrice, published, ROOT } from '../books.js';
import { publishedTables, tablesIn } from '../published-tables.js';

/*
 * The built command, as a user runs it. All 76 prices are asked by its function, because starting Node 76 times
 * would test Node.
 */

const BIN = `${ROOT}server/bin/ratecard.js`;
const folder = mkdtempSync(join(tmpdir(), 'ratecard-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, RATECARD_DATA: mkdtempSync(join(folder, 'data-')), DATABASE_URL: '', ...env },
  });
  return { status, stdout, stderr };
}

/** A copy of the shipped book with one more file in it. */
function bookWith(name: string, text: string): string {
  const rules = join(folder, `rules-${Math.random().toString(36).slice(2)}`);
  cpSync(`${ROOT}rules`, rules, { recursive: true });
  writeFileSync(join(rules, name), text);
  return rules;
}

describe('ratecard quote', () => {
  // Four prices are asked in processes of their own, and all by the function of the command.
  it('prints the published price of every combination', async () => {
    const failures: string[] = [];
    const check = ({ credits }: PublishedPrice, text: string, status: number | null): void => {
      const answer = JSON.parse(text);
      const given = answer.error?.code ?? answer.list_price.amount;
      const wanted = credits === null ? 'not_offered' : String(credits);
      if (given !== wanted || status !== (credits === null ? 1 : 0)) failures.push(`${text} is not ${wanted}`);
    };
    const factsOf = ({ options }: PublishedPrice) =>
      Object.entries(options).map(([name, value]) => `${name}=${String(value)}`);
    for (const price of published.prices) {
      let text = '';
      const write = (part: string): void => {
        text += part;
      };
      const out = { write, colours: pc.createColors(false) };
      const asked = { now: Date.now(), whyNot: [], json: true };
      const status = quoteCommand(`${ROOT}rules`, price.product, factsOf(price), asked, { out, err: out });
      check(price, text, status ?? 0);
    }
    const left = published.prices.filter((_, index) => index % 20 === 0);
    const worker = async () => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const child = spawn(process.execPath, [BIN, 'quote', next.product, ...factsOf(next), '--json'], { cwd: ROOT });
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        const [status] = await once(child, 'close');
        check(next, text, status);
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    expect(failures).toEqual([]);
  }, 120_000);

  it('prints the price waterfall, without colours in a pipe', () => {
    const { status, stdout } = run(['quote', 'kling-3-pro', 'duration=15s', 'audio=true', 'batch=4', 'plan=pro']);
    expect(status).toBe(0);
    expect(stdout).toContain('2846.1132  Four at once');
    expect(stdout).toMatch(/2775 +credits in total, off a list price of 2846/);
    expect(stdout).not.toContain('\u001b');
  });

  test.each([
    [['quote', 'seedrem'], 1, 'did you mean `seedream`?'],
    [['quote', 'seedream', 'qualty=hd'], 1, 'did you mean `quality`?'],
    [['quote', 'seedream', 'quality=hd'], 1, 'quality=standard batch=1'],
    [['quote', 'seedream', 'batch=four'], 1, 'The choices are: 1, 4'],
    [['quote', 'seedream', 'hd'], 2, '"hd" is not key=value'],
    [['quote', 'seedream', 'at=tomorrow'], 2, 'is not an instant'],
    [['quote'], 2, "missing required argument 'product'"],
    [['qoute'], 2, "unknown command 'qoute'"],
    [['prices', '--format', 'pdf'], 2, 'Allowed choices are md, csv, json'],
    [['prices', 'nope'], 1, '`nope` is not a product'],
    [['check', '/nowhere'], 1, 'there is no such folder'],
  ])('run with wrong arguments, as in %j, exits with %i and says why', (args, status, words) => {
    const result = run(args);
    expect([result.status, result.stdout]).toEqual([status, '']);
    expect(result.stderr).toContain(words);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });
});

describe('ratecard prices', () => {
  it('prints the published tables, cell for cell', () => {
    const { status, stdout } = run(['prices', '--format', 'md']);
    expect(status).toBe(0);
    expect(tablesIn(stdout)).toEqual(publishedTables);
  });

  it('prints CSV and JSON with one row for each combination', () => {
    expect(run(['prices', '--format', 'csv']).stdout.trim().split('\r\n')).toHaveLength(77);
    expect(JSON.parse(run(['prices', '--json']).stdout)).toHaveLength(76);
  });
});

describe('ratecard check, quote and prices', () => {
  it('`check` reports that the shipped book is valid and all its checks pass', () => {
    const { status, stdout } = run(['check']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('The price book is valid.')]);
    expect(stdout).toContain('All 85 checks pass, tried on 249 combinations.');
    const { ok, products, checks } = JSON.parse(run(['check', 'rules', '--json']).stdout);
    expect([ok, products, checks.length]).toEqual([true, 15, 85]);
    expect(stdout).toContain('No warnings.');
  });

  it('`check` prints warnings with their lines, and exits with 0', () => {
    const text = 'kind: prices\ntitle: Soon\ncurrency: credits\nproducts:\n  sora: {title: Sora}\n';
    const rules = bookWith('soon.yaml', text);
    const { status, stdout } = run(['check', rules]);
    expect(stdout).toContain('soon.yaml:5:3 No table and no rate gives Sora a price [no_price]');
    expect(stdout).toContain('> 5 |   sora: {title: Sora}');
    expect(stdout).toMatch(/\n1 warning\.\n$/);
    const printed = JSON.parse(run(['check', rules, '--json']).stdout);
    expect([status, printed.ok, printed.warnings.length, printed.left_out]).toEqual([0, true, 1, 0]);
    expect(printed.warnings[0]).toMatchObject({ code: 'no_price', line: 5, new: false });
  });

  it('`check` exits with 1 and prints the smallest counter-example of each check that fails', () => {
    const text = readFileSync(`${ROOT}rules/image-generation.yaml`, 'utf8').replace(
      '[7, 27, 16, 59]',
      '[7, 29, 6, 59]',
    );
    const rules = bookWith('image-generation.yaml', text);
    const { status, stdout } = run(['check', rules]);
    expect(status).toBe(1);
    expect(stdout).toContain('Nano Banana 2, quality standard, batch 4: 29, not at most 4 x 7 = 28\n');
    expect(stdout).toContain(
      '  Four at once never cost more than four times one, and never less than three times: 2 of 31 combinations; no release\n',
    );
    expect(stdout).toContain('Nano Banana 2, quality hd, batch 1: 6, not at least 7\n');
    expect(stdout).toContain('nano-banana-2 quality=standard batch=4');
    expect(stdout).toContain('81 of 85 checks pass');
    const served = run(['serve'], { PORT: '0', RATECARD_RULES: rules, RATECARD_DATA: join(folder, 'never') });
    expect([served.status, served.stderr]).toEqual([
      1,
      expect.stringContaining('cannot become release 1: a check fails'),
    ]);
  });

  it('`quote --why-not` says why a rule has no part in a quote, and `quote` which price is offered instead', () => {
    const why = run(['quote', 'kling-3-pro', 'batch=4', '--why-not', 'plan-pro', 'with-audio']).stdout;
    expect(why).toContain('plan-pro: `plan` is free; the rule wants pro');
    expect(why).toContain('with-audio: `audio` is false; the rule wants true');
    const { status, stderr } = run(['quote', 'seedream', 'quality=hd']);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(
        /with quality standard there is a price: Image generation: Seedream, 1x {2}rules\/image-generation\.yaml:27/,
      ),
    ]);
  });

  it('`prices --every` prints the price of every combination for every buyer', () => {
    const rows = run(['prices', 'seedream', '--every']).stdout.trim().split('\r\n');
    expect(rows).toHaveLength(13);
    expect(rows[3]).toBe(
      'seedream,Seedream,standard,1,plan=ultra,,14,13,credits,seedream batch=1 quality=standard,rules/image-generation.yaml:27',
    );
  });

  it('`check` prints a code frame under each problem', () => {
    const rules = bookWith(
      'broken.yaml',
      'kind: discounts\nrules:\n  - {id: d, when: {prodct: seedream}, percent_off: 105}\n  - {id: e, percent_off: yes}\n',
    );
    const { status, stderr } = run(['check', rules]);
    expect(status).toBe(1);
    expect(stderr).toContain('broken.yaml:3:52 `percent_off` is 105 [schema]\n  it must be <= 100\n');
    expect(stderr).toContain('> 3 |   - {id: d, when: {prodct: seedream}, percent_off: 105}\n');
    expect(stderr).toContain(`    |${' '.repeat(52)}^`);
    expect(stderr).toContain('2 problems in 1 file\n');
    const json = JSON.parse(run(['check', rules, '--json']).stdout);
    expect(json.problems).toMatchObject([
      { line: 3, column: 52, code: 'schema' },
      { line: 4, column: 26, code: 'syntax' },
    ]);
  });

  it('`check` refuses a file that is too large or has a byte order mark with a short message', () => {
    const huge = bookWith('huge.yaml', `kind: prices\n# ${'x'.repeat(20 * 1024 * 1024)}\n`);
    expect(run(['check', huge]).stderr).toContain('huge.yaml:1:1 the file has 20.0 MB');
    const long = bookWith('long.yaml', `kind: discounts\ntitle: ${'x'.repeat(1_000_000)}\nrules: 3\n`);
    const result = run(['check', long]);
    expect(result.status).toBe(1);
    expect(result.stderr.length).toBeLessThan(5_000);
    const bom = bookWith('bom.yaml', '\ufeffkind: discounts\nrules: []\n');
    expect(run(['check', bom]).stderr).toContain('bom.yaml:1:1 the file starts with a byte order mark');
  });
});

describe('ratecard --help', () => {
  it('lists the commands, and each variable of `serve` with its default', () => {
    const help = run(['--help']);
    expect(help.status).toBe(0);
    for (const word of ['serve', 'check', 'quote', 'prices']) expect(help.stdout).toContain(word);
    const serve = run(['serve', '--help']).stdout;
    for (const line of [
      /^ +PORT +3000 /m,
      /^ +HOST +127\.0\.0\.1 /m,
      /^ +RATECARD_RULES +\.\/rules /m,
      /^ +RATECARD_DATA +\.\/data /m,
      /^ +LOG_LEVEL +info /m,
    ]) {
      expect(serve).toMatch(line);
    }
  });
});

describe('ratecard serve', () => {
  const started: ChildProcess[] = [];
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
  });

  async function serve(env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
    const child = spawn(process.execPath, [BIN, 'serve'], {
      cwd: ROOT,
      env: {
        ...process.env,
        PORT: '0',
        LOG_LEVEL: 'silent',
        RATECARD_DATA: mkdtempSync(join(folder, 'data-')),
        DATABASE_URL: '',
        RATECARD_DRAIN: '0',
        ...env,
      },
    });
    started.push(child);
    // Lines of the log may come first.
    for (let said = ''; ; ) {
      const [chunk] = await once(child.stdout, 'data');
      said += String(chunk);
      const url = /http:\S+\d/.exec(said)?.[0];
      if (url !== undefined) return { child, url };
    }
  }

  it('listens on loopback, and answers a request in progress when it is told to stop', async () => {
    const { child, url } = await serve({});
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    // The server has the first half of the question when it is told to stop, and the second half comes later.
    const body = JSON.stringify({ product: 'kling-3-pro' });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asked = request(`${url}/v1/quotes`, { method: 'POST', headers });
    const answered = once(asked, 'response');
    asked.write(body.slice(0, 10));
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGTERM');
    await expect
      .poll(
        () =>
          fetch(`${url}/healthz`).then(
            () => 'open',
            () => 'closed',
          ),
        { timeout: 5_000 },
      )
      .toBe('closed');
    asked.end(body.slice(10));
    const [response] = await answered;
    expect(response.statusCode).toBe(200);
    response.resume();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('goes on after the reader of its output has gone', async () => {
    const { child, url } = await serve({ LOG_LEVEL: 'info' });
    child.stdout?.destroy();
    for (let round = 0; round < 5; round++) expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    child.kill('SIGTERM');
    await once(child, 'exit');
  });

  it('exits with 1 and says in one line why it cannot start', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const unreadable = join(folder, 'unreadable');
    mkdirSync(unreadable);
    chmodSync(unreadable, 0);
    const cases: [Record<string, string>, string][] = [
      [{ PORT: String(port) }, `port ${port} on 127.0.0.1 is in use`],
      [{ PORT: 'http' }, 'PORT is "http": write a number from 0 to 65535'],
      [{ HOST: '203.0.113.1', PORT: '0' }, 'is not an address of this machine'],
      [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud"'],
      [{ RATECARD_RULES: '/nowhere' }, 'there is no such folder'],
      [{ RATECARD_RULES: `${ROOT}package.json` }, 'it is not a folder'],
      [{ RATECARD_RULES: unreadable }, 'unreadable'],
      [{ RATECARD_QUOTES: 'open', HOST: '0.0.0.0', PORT: '0' }, 'Write "open to the network" if that is meant'],
      [{ RATECARD_QUOTES: 'yes' }, 'RATECARD_QUOTES is "yes": write one of keys, open, open to the network'],
      [{ RATECARD_URL: 'prices' }, 'RATECARD_URL is "prices"'],
      [{ OPENID_ISSUER: 'https://id.example.com' }, 'OPENID_ISSUER needs OPENID_CLIENT_ID'],
      [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL is not an address of PostgreSQL'],
    ];
    for (const [env, words] of cases) {
      const { status, stderr, stdout } = run(['serve'], { LOG_LEVEL: 'silent', ...env });
      expect([env, status, stdout]).toEqual([env, 1, '']);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toContain(words);
    }
    taken.close();
    const broken = run(['serve'], { RATECARD_RULES: bookWith('broken.yaml', 'kind: nope\n'), PORT: '0' });
    expect(broken.status).toBe(1);
    expect(broken.stderr).toContain('is broken: nothing is served');
  });
});
