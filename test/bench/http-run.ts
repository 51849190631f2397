import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { median } from './measure.js';

const ROOT = new URL('../..', import.meta.url).pathname;
const DATA = mkdtempSync(join(tmpdir(), 'ratecard-bench-'));
process.once('exit', () => rmSync(DATA, { recursive: true, force: true }));
const SECONDS = 3;
const ROUNDS = 5;
const QUESTION = { product: 'kling-3-pro', options: { duration: 15, audio: true, batch: 4 }, context: { plan: 'pro' } };

/** Requests a second, medians over the rounds; and quotes a second for the batch. */
export interface HttpFigures {
  readonly node: number;
  readonly express: number;
  readonly quotes: number;
  readonly batchQuotes: number;
  /** Quotes a second of the server's own processor time: what one core answers, whatever the client costs. */
  readonly batchQuotesPerCore: number;
  /** Medians of the ratios round by round, which stay valid when the machine's speed drifts. */
  readonly quotesToExpress: number;
  readonly quotesToNode: number;
}

/** Puts the servers under the same load, in turn, several times. */
export async function httpFigures(): Promise<HttpFigures> {
  const servers = {
    node: await start(['--import', 'tsx', 'test/bench/http-servers.ts', 'node']),
    express: await start(['--import', 'tsx', 'test/bench/http-servers.ts', 'express']),
    quotes: await start(['server/bin/ratecard.js', 'serve']),
  };
  const batch = JSON.stringify({ explain: 'none', items: batchItems() });
  const rounds = {
    node: [] as number[],
    express: [] as number[],
    quotes: [] as number[],
    batch: [] as number[],
    perCore: [] as number[],
  };
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const figures = {
        node: await load(servers.node.url, '/v1/quotes', JSON.stringify(QUESTION), 50),
        express: await load(servers.express.url, '/v1/quotes', JSON.stringify(QUESTION), 50),
        quotes: await load(servers.quotes.url, '/v1/quotes', JSON.stringify(QUESTION), 50),
      };
      const before = processorSeconds(servers.quotes.child);
      const batches = await load(servers.quotes.url, '/v1/quotes/batch', batch, 2);
      const used = processorSeconds(servers.quotes.child) - before;
      if (round === 0) continue; // The first is to warm up.
      rounds.node.push(figures.node.perSecond);
      rounds.express.push(figures.express.perSecond);
      rounds.quotes.push(figures.quotes.perSecond);
      rounds.batch.push(batches.perSecond * 1000);
      rounds.perCore.push((batches.total * 1000) / used);
    }
  } finally {
    for (const { child } of Object.values(servers)) child.kill('SIGTERM');
  }
  const ratios = (other: readonly number[]) =>
    median(rounds.quotes.map((figure, index) => figure / (other[index] ?? 1)));
  return {
    node: median(rounds.node),
    express: median(rounds.express),
    quotes: median(rounds.quotes),
    batchQuotes: median(rounds.batch),
    batchQuotesPerCore: median(rounds.perCore),
    quotesToExpress: ratios(rounds.express),
    quotesToNode: ratios(rounds.node),
  };
}

/** A thousand items over the products of the shipped book. */
function batchItems(): readonly object[] {
  return Array.from({ length: 1000 }, (_, index) => ({
    product: ['kling-3-standard', 'kling-3-pro'][index % 2],
    options: { duration: [5, 10, 15][index % 3], audio: index % 5 === 0, batch: index % 7 === 0 ? 4 : 1 },
    context: { plan: ['free', 'pro', 'ultra'][index % 3] },
  }));
}

async function start(args: readonly string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    // A database of its own, in a folder that goes with the bench.
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      RATECARD_DATA: DATA,
      DATABASE_URL: '',
      LOG_LEVEL: 'silent',
      RATECARD_DRAIN: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  child.stdout.resume();
  return { child, url: /http:\S+:\d+/.exec(String(line))?.[0] ?? '' };
}

async function load(
  url: string,
  path: string,
  body: string,
  connections: number,
): Promise<{ perSecond: number; total: number }> {
  const result = await autocannon({
    url: url + path,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    connections,
    duration: SECONDS,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}${path}: ${result.non2xx} refusals, ${result.errors} errors`);
  return { perSecond: result.requests.total / result.duration, total: result.requests.total };
}

/** The processor time of a process so far; Linux counts it in hundredths of a second. */
function processorSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
