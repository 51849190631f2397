import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { hoursSince } from '../../server/dist/store/queries/recorded-quotes.js';
import { Store } from '../../server/dist/store/store.js';
import { published } from '../books.js';
import { serve } from '../served.js';

/*
 * What recording quotes costs, and what it keeps: on real servers, each with a database of its own.
 */

export interface RecordingFigures {
  /** Single quotes over HTTP, at a rate that is asked for: how many were answered, and the share of them not recorded. */
  readonly http: { readonly perSecond: number; readonly quotes: number; readonly dropped: number };
  /** Batches as fast as they are answered. */
  readonly batches: { readonly perSecond: number; readonly quotes: number; readonly dropped: number };
  /** 100,000 quotes, each with another coupon of 1,000 characters. */
  readonly longCoupons: Kept;
  /** A million quotes of one question. */
  readonly oneQuestion: Kept;
}

/** What is in the database afterwards. */
interface Kept {
  readonly quotes: number;
  readonly rows: number;
  /** By which the database file has grown. */
  readonly megabytes: number;
}

const RATE = 20_000;
const SECONDS = 8;
const BATCH = 1_000;
const PLANS = ['free', 'pro', 'ultra'];

/** Every published price, for every plan. */
const QUESTIONS = published.prices
  .filter(({ credits }) => credits !== null)
  .flatMap(({ product, options }) => PLANS.map((plan) => ({ product, options, context: { plan } })));

export async function recordingFigures(): Promise<RecordingFigures> {
  const bodies = QUESTIONS.map((question) => JSON.stringify(question));
  const batch = Array.from({ length: BATCH }, (_, index) => QUESTIONS[index % QUESTIONS.length]);
  return {
    http: await load('/v1/quotes', bodies, 1, { connections: 50, overallRate: RATE }),
    batches: await load('/v1/quotes/batch', [JSON.stringify({ explain: 'none', items: batch })], BATCH, {
      connections: 2,
    }),
    longCoupons: await keep(100_000, (index) => ({
      ...QUESTIONS[index % QUESTIONS.length],
      context: { coupon: `${index} `.padEnd(1_000, 'long coupon ') },
    })),
    oneQuestion: await keep(1_000_000, () => ({ product: 'seedream' })),
  };
}

async function load(
  path: string,
  bodies: readonly string[],
  quotesEach: number,
  options: { readonly connections: number; readonly overallRate?: number },
): Promise<RecordingFigures['http']> {
  return onServer(async (url) => {
    const result = await autocannon({
      url: url + path,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      requests: bodies.map((body) => ({ body })),
      duration: SECONDS,
      ...options,
    });
    if (result.non2xx > 0 || result.errors > 0)
      throw new Error(`${path}: ${result.non2xx} refusals, ${result.errors} errors`);
    const quotes = result.requests.total * quotesEach;
    return {
      perSecond: quotes / result.duration,
      quotes,
      dropped: await metric(url, 'ratecard_quotes_not_recorded_total'),
    };
  });
}

/** Asks for a number of quotes, and reads what is stored of them. */
async function keep(quotes: number, question: (index: number) => object): Promise<Kept> {
  const data = folder();
  const file = join(data, 'ratecard.db');
  await onServer(async () => undefined, data);
  const before = statSync(file).size;
  await onServer(async (url) => {
    for (let done = 0; done < quotes; done += BATCH) {
      const items = Array.from({ length: BATCH }, (_, index) => question(done + index));
      const body = JSON.stringify({ explain: 'none', items });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/v1/quotes/batch`, { method: 'POST', headers, body });
      if (!(await response.text()).startsWith('{"release":1,"items":[{"quote"')) throw new Error('no quotes');
    }
  }, data);
  const store = await Store.open({ kind: 'sqlite', folder: data });
  const hours = await hoursSince(store.db, '');
  await store.close();
  const sum = (of: (hour: (typeof hours)[number]) => number): number => hours.reduce((all, hour) => all + of(hour), 0);
  return {
    quotes: sum((hour) => hour.quotes),
    rows: sum((hour) => hour.questions),
    megabytes: (statSync(file).size - before) / 1e6,
  };
}

async function onServer<T>(work: (url: string) => Promise<T>, data = folder()): Promise<T> {
  const server = await serve({ RATECARD_DATA: data });
  try {
    return await work(server.url);
  } finally {
    await server.stop('SIGTERM');
  }
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'ratecard-recording-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}
