/*
 * Starts the server with `npm start`, as the README says, asks for the quote that the README shows, and holds the
 * answer against it. Prints how long the built program takes from its start to its first quote: at most 2 s.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = new URL('..', import.meta.url).pathname;
const MOST_SECONDS = 2;

const readme = readFileSync(`${ROOT}README.md`, 'utf8');
const [, body] = /curl [^\n]*\\\n[^\n]*-d '([^']+)'/.exec(readme) ?? [];
const [, shown] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
assert.ok(body && shown, 'the README shows a curl and its answer');

const data = mkdtempSync(join(tmpdir(), 'ratecard-smoke-'));

/** Starts a command that serves, and asks it until it answers; gives the answer and the seconds that took. */
async function serveAndAsk(command, args) {
  const start = performance.now();
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', RATECARD_DATA: data, RATECARD_DRAIN: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A process group of its own, so that no server outlives the smoke test whatever npm does with signals.
    detached: true,
  });
  try {
    let said = '';
    for await (const chunk of child.stdout) {
      said += chunk;
      if (/http:\S+:\d+/.test(said)) break;
    }
    const [url] = /http:\/\/[\d.]+:\d+/.exec(said) ?? [];
    assert.ok(url, `the server says where it listens: ${said}`);
    const response = await fetch(`${url}/v1/quotes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const page = await (await fetch(`${url}/`)).text();
    assert.match(page, /<script type="module"/, 'the console is served');
    return { answer: await response.json(), seconds: (performance.now() - start) / 1000, url };
  } finally {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    await stopped(child.pid);
  }
}

/** Waits until nothing of the process group is left: stopping `npm start` must stop the server. */
async function stopped(group) {
  const until = performance.now() + 5_000;
  for (;;) {
    try {
      process.kill(-group, 0);
    } catch {
      return;
    }
    if (performance.now() > until) {
      process.kill(-group, 'SIGKILL');
      assert.fail('the server goes on after SIGTERM');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const first = await serveAndAsk('npm', ['start', '--silent']);
assert.deepEqual({ ...first.answer, at: '' }, { ...JSON.parse(shown), at: '' }, 'the README shows the answer');

const times = [];
for (let round = 0; round < 3; round++) {
  times.push((await serveAndAsk(process.execPath, ['server/bin/ratecard.js', 'serve'])).seconds);
}
const best = Math.min(...times);
rmSync(data, { recursive: true });
process.stdout.write(
  `npm start, with its build: ${first.seconds.toFixed(2)} s to the first quote; once built: ${best.toFixed(2)} s\n`,
);
assert.ok(
  best < MOST_SECONDS,
  `the built program takes ${best.toFixed(2)} s to its first quote, at most ${MOST_SECONDS}`,
);
