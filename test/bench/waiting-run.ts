import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../served.js';
import { type Editor, signIn } from './editor.js';
import { largeBookCases, propose, type WaitingCase } from './waiting-cases.js';
import { fillWaiting } from './waiting-data.js';

/*
 * How long the slowest quote takes, asked from another process, while another client sends slow requests to
 * a server with a book of 100,000 prices, 40 releases of it, and 60,000 events in the log.
 */

/** What was asked meanwhile, how long that took, and the slowest quote of how many, in milliseconds. */
export interface Waited {
  readonly what: string;
  readonly took: number;
  readonly slowest: number;
  readonly quotes: number;
}

/** What a quote may take at most, whatever else is asked, in milliseconds. */
export const MOST_WAITED = 50;

const ROOT = new URL('../..', import.meta.url).pathname;

export async function waitingFigures(): Promise<readonly Waited[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ratecard-bench-'));
  try {
    return [...(await onLargeBook(join(folder, 'large'))), ...(await onSmallBook(folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onLargeBook(data: string): Promise<readonly Waited[]> {
  await fillWaiting(data);
  return measure({ RATECARD_DATA: data }, 'p-0', largeBookCases);
}

/** A product with six quantities without a bound, such as token counts. */
async function onSmallBook(folder: string): Promise<readonly Waited[]> {
  const rules = join(folder, 'rules');
  mkdirSync(rules, { recursive: true });
  const facts = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}_tokens`);
  writeFileSync(
    join(rules, 'book.yaml'),
    `kind: book
title: Tokens
currencies: {usd: {decimals: 2}}
context:
${facts.map((fact) => `  ${fact}: {type: number, minimum: 0, default: 0}\n`).join('')}`,
  );
  writeFileSync(
    join(rules, 'chat.yaml'),
    `kind: prices
title: Chat
currency: usd
products: {chat: {title: Chat}}
rates:
  - id: chat
    when: {product: chat}
    parts: [${facts.map((fact, index) => `{amount: ${index + 1}, of: ${fact}, per: 1000000}`).join(', ')}]
`,
  );
  const env = { RATECARD_DATA: join(folder, 'small'), RATECARD_RULES: rules };
  return measure(env, 'chat', async (editor) => {
    const id = await propose(editor, 'rules/chat.yaml', '/rates/0/parts/0/amount');
    return [
      {
        what: 'publishing one changed amount of six quantities without a bound',
        ask: async () => {
          await editor.send('POST', `/v1/change-requests/${id}/submit`, {}, 2);
          await editor.send('POST', `/v1/change-requests/${id}/publish`, {}, 2);
        },
      },
    ];
  });
}

async function measure(
  env: Readonly<Record<string, string>>,
  product: string,
  casesFor: (editor: Editor) => Promise<readonly WaitingCase[]>,
): Promise<readonly Waited[]> {
  const server = await serve(env);
  const prober = fork(join(ROOT, 'test/bench/waiting-prober.ts'), [server.url, product], {
    execArgv: ['--import', 'tsx'],
  });
  try {
    const editor = await signIn(server);
    const waited: Waited[] = [];
    for (const { what, ask } of await casesFor(editor)) {
      prober.send('begin');
      const start = performance.now();
      await ask(editor);
      const took = performance.now() - start;
      const { slowest, asked } = await end(prober);
      process.stderr.write(`${what}: ${took.toFixed(0)} ms, slowest quote ${slowest.toFixed(1)} ms of ${asked}\n`);
      waited.push({ what, took, slowest, quotes: asked });
    }
    return waited;
  } finally {
    prober.kill();
    await server.stop('SIGTERM');
  }
}

async function end(prober: ChildProcess): Promise<{ readonly slowest: number; readonly asked: number }> {
  const ended = once(prober, 'message');
  prober.send('end');
  const [message] = await ended;
  return message as { slowest: number; asked: number }; // As the prober sends it.
}
