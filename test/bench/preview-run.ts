import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { record } from '../../server/dist/audit/record.js';
import type { SourceFile } from '../../server/dist/book/yaml/source-file.js';
import { hashedFact } from '../../server/dist/recording/hashed-facts.js';
import { importFirstRelease } from '../../server/dist/releases/first-release.js';
import { insertNewRelease } from '../../server/dist/releases/insert-release.js';
import { readRulesFolder } from '../../server/dist/releases/rules-folder.js';
import { addCounts, recordingKey } from '../../server/dist/store/queries/recorded-quotes.js';
import { Store } from '../../server/dist/store/store.js';
import type { RecordedQuotesRow } from '../../server/dist/store/tables.js';
import { published, ROOT } from '../books.js';
import { serve } from '../served.js';
import { type Editor, signIn } from './editor.js';
import { median } from './measure.js';
import { fiftyFiles, syntheticBook } from './synthetic-book.js';

/*
 * Previews as people see them, on real servers: from an edit to the prices that change, a million recorded quotes, and a
 * price's history over a thousand releases.
 */

/** Milliseconds, medians. */
export interface PreviewFigures {
  readonly shipped: EditFigures;
  readonly publish: number;
  /** 100,000 prices in fifty files, and in one. */
  readonly fiftyFiles: EditFigures;
  readonly oneFile: EditFigures;
  readonly replay: { readonly quotes: number; readonly ms: number; readonly steps: number; readonly megabytes: number };
  readonly blame: { readonly releases: number; readonly moves: number; readonly ms: number };
  /** `ratecard check` of the shipped book from the shell. */
  readonly check: number;
}

export interface EditFigures {
  /** Until the edit is answered. */
  readonly edit: number;
  /** From then until the prices that change are there, and the whole preview. */
  readonly comparison: number;
  readonly whole: number;
}

const FOLDER = mkdtempSync(join(tmpdir(), 'ratecard-bench-'));
process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }));
const QUOTES = 1_000_000;
const RELEASES = 1_000;
const DAY = 86_400_000;

export async function previewFigures(): Promise<PreviewFigures> {
  const rules = join(FOLDER, 'rules');
  cpSync(`${ROOT}rules`, rules, { recursive: true });
  rmSync(join(rules, 'published-prices.yaml'));
  const data = join(FOLDER, 'data');
  const cell = { file: 'rules/kling-o1.yaml', path: '/tables/0/rows/0/prices/0', values: [69, 70, 71, 72, 73, 74] };
  const shipped = await onServer({ RATECARD_DATA: data, RATECARD_RULES: rules }, async (editor) => ({
    ...(await edits(editor, cell)),
    publish: await publishes(editor, cell.file),
  }));
  return {
    shipped,
    publish: shipped.publish,
    fiftyFiles: await large('fifty', fiftyFiles(), 'rules/prices-7.yaml'),
    oneFile: await large('one', syntheticBook(100_000), 'rules/prices.yaml'),
    replay: await replays(data, rules),
    blame: await blames(),
    check: timeCommand(['check', 'rules'], {}),
  };
}

interface Cell {
  readonly file: string;
  readonly path: string;
  readonly values: readonly number[];
}

async function onServer<T>(env: Readonly<Record<string, string>>, work: (editor: Editor) => Promise<T>): Promise<T> {
  const server = await serve(env);
  try {
    return await work(await signIn(server));
  } finally {
    await server.stop('SIGTERM');
  }
}

/** Edits one price again and again, and asks for the preview each time. The first is to warm up. */
async function edits({ send }: Pick<Editor, 'send'>, { file, path, values }: Cell): Promise<EditFigures> {
  const made = (await (await send('POST', '/v1/change-requests', { title: 'bench' })).json()) as { id: number };
  const figures: EditFigures[] = [];
  for (const [index, value] of values.entries()) {
    const start = performance.now();
    const operations = [{ op: 'replace', path, value }];
    await (await send('PATCH', `/v1/change-requests/${made.id}/files/${file}`, operations, index + 1)).text();
    const edited = performance.now();
    const stages = await previewTimes({ send }, made.id, edited);
    if (index === 0) continue;
    figures.push({
      edit: edited - start,
      comparison: stages.get('comparison') ?? Number.NaN,
      whole: stages.get('approvals') ?? Number.NaN,
    });
  }
  const middle = (of: keyof EditFigures): number => median(figures.map((one) => one[of]));
  return { edit: middle('edit'), comparison: middle('comparison'), whole: middle('whole') };
}

/** When each stage of a preview was there; of several lines of a stage, the last. Also how many `progress` had. */
async function previewTimes({ send }: Pick<Editor, 'send'>, id: number, since: number): Promise<Map<string, number>> {
  const response = await send('POST', `/v1/change-requests/${id}/preview`, { limit: 100 });
  const times = new Map<string, number>();
  const decoder = new TextDecoder();
  let line = '';
  let steps = 0;
  for await (const bytes of response.body ?? []) {
    const parts = (line + decoder.decode(bytes as Uint8Array, { stream: true })).split('\n');
    line = parts.pop() ?? '';
    for (const part of parts) {
      const stage = /"stage":"(\w+)"/.exec(part)?.[1] ?? '';
      if (stage === 'failed') throw new Error(part);
      if (stage === 'progress') steps++;
      times.set(stage, performance.now() - since);
    }
  }
  return times.set('steps', steps);
}

async function publishes({ send }: Editor, file: string): Promise<number> {
  const times: number[] = [];
  for (const value of [75, 76, 77]) {
    const made = (await (await send('POST', '/v1/change-requests', { title: `to ${value}` })).json()) as { id: number };
    const at = `/v1/change-requests/${made.id}` as const;
    const operations = [{ op: 'replace', path: '/tables/0/rows/0/prices/0', value }];
    await (await send('PATCH', `${at}/files/${file}`, operations, 1)).text();
    await (await send('POST', `${at}/submit`, undefined, 2)).text();
    const start = performance.now();
    await (await send('POST', `${at}/publish`, {}, 2)).text();
    times.push(performance.now() - start);
  }
  return median(times);
}

async function large(name: string, files: readonly SourceFile[], file: string): Promise<EditFigures> {
  const rules = join(FOLDER, name);
  mkdirSync(rules);
  for (const { path, text } of files) writeFileSync(join(rules, path), text);
  const cell = { file, path: '/tables/0/rows/3/prices/0', values: [5001, 5002, 5003, 5004] };
  return onServer({ RATECARD_DATA: join(FOLDER, `${name}-data`), RATECARD_RULES: rules }, (editor) =>
    edits(editor, cell),
  );
}

/**
 * A month of quotes, kept as the server keeps them; then the preview of a change that changes the price of some of them, and has an
 * offer for a while, so that each quote has to be asked again at its own moment. The worst case: a customer for each.
 */
async function replays(data: string, rules: string): Promise<PreviewFigures['replay']> {
  const store = await Store.open({ kind: 'sqlite', folder: data });
  await recordingKey(store.db, 'bench');
  const plans = ['free', 'pro', 'ultra'];
  const questions = published.prices
    .filter(({ credits }) => credits !== null)
    .flatMap(({ product, options }) => plans.map((plan) => ({ product, options: JSON.stringify(options), plan })));
  const size = 1_000;
  const start = Date.now() - 30 * DAY;
  for (let done = 0; done < QUOTES; done += size) {
    const rows = Array.from({ length: size }, (_, index): RecordedQuotesRow => {
      const place = done + index;
      const question = questions[(place * 7919) % questions.length];
      if (question === undefined) throw new Error('no questions');
      const first_at = new Date(start + Math.floor((place / QUOTES) * 30 * DAY)).toISOString();
      const customer = hashedFact('bench', 'customer', (place * 104_729) % 100_000);
      return {
        hour: `${first_at.slice(0, 13)}:00:00.000Z`,
        id: String(place).padStart(32, '0'),
        product: question.product,
        release: 1,
        options: question.options,
        context: `{"customer":"hmac:*","plan":"${question.plan}"}`,
        hashed_facts: `{"customer":"${customer}"}`,
        // What was charged is kept for auditors; a replay asks both books again.
        list_price: '0',
        total: '0',
        currency: 'credits',
        identified: place % 2,
        simplified: 0,
        first_at,
        quotes: 1,
      };
    });
    await store.db.transaction().execute((tx) => addCounts(tx, rows));
  }
  const megabytes = statSync(join(data, 'ratecard.db')).size / 1e6;
  await store.close();
  return onServer({ RATECARD_DATA: data, RATECARD_RULES: rules, RATECARD_RECORD_DAYS: '31' }, async (editor) => {
    const made = (await (await editor.send('POST', '/v1/change-requests', { title: 'replay' })).json()) as {
      id: number;
    };
    const at = `/v1/change-requests/${made.id}/files/rules` as const;
    await editor.send('PATCH', `${at}/multipliers.yaml`, [{ op: 'replace', path: '/rules/0/multiply', value: 1.6 }], 1);
    const [from, until] = [10, 5].map((days) => new Date(Date.now() - days * DAY).toISOString());
    const offer = { id: 'offer', when: { product: ['seedream', 'kling-o1'] }, percent_off: 20, from, until };
    await editor.send('PATCH', `${at}/discounts.yaml`, [{ op: 'add', path: '/rules/-', value: offer }], 2);
    const times = await previewTimes(editor, made.id, performance.now());
    const ms = (times.get('impact') ?? Number.NaN) - (times.get('checks') ?? Number.NaN);
    return { quotes: QUOTES, ms, steps: times.get('steps') ?? 0, megabytes };
  });
}

/** Releases that each change one number; a tenth of them the one that is asked about. */
async function blames(): Promise<PreviewFigures['blame']> {
  const data = join(FOLDER, 'blame');
  const { files } = readRulesFolder(`${ROOT}rules`, 'rules');
  const store = await Store.open({ kind: 'sqlite', folder: data });
  const start = Date.now() - RELEASES * 60_000;
  await importFirstRelease(store, files, start);
  await store.mutation(async (tx) => {
    for (let number = 2; number <= RELEASES; number++) {
      const asked = number % 10 === 0;
      const path = asked ? 'rules/multipliers.yaml' : 'rules/kling-o1.yaml';
      const edited = files.map((file) => {
        const multiplier = file.text.replace('multiply: 1.5}', `multiply: 1.${String(number).padStart(5, '0')}}`);
        const cell = file.text.replace('[68, 258]', `[${60 + (number % 20)}, 258]`);
        return file.path !== path ? file : { path, text: asked ? multiplier : cell };
      });
      const { seal } = await insertNewRelease(tx, edited, {
        publishedAt: start + number * 60_000,
        effectiveAt: undefined,
        author: 'bench',
        approvers: [],
        reason: `release ${number}`,
        emergency: undefined,
        changeRequest: undefined,
        last: number - 1,
      });
      await record(tx, start, { actor: 'bench', action: 'release.published', release: number, details: { seal } });
    }
  });
  await store.close();
  const env = { RATECARD_DATA: data };
  const found = execFileSync(
    process.execPath,
    [`${ROOT}server/bin/ratecard.js`, 'blame', 'kling-3-pro', 'audio=true', '--json'],
    {
      env: { ...process.env, DATABASE_URL: '', ...env },
      maxBuffer: 1 << 26,
      encoding: 'utf8',
    },
  );
  const moves = (JSON.parse(found) as readonly unknown[]).length;
  return { releases: RELEASES, moves, ms: timeCommand(['blame', 'kling-3-pro', 'audio=true'], env) };
}

/** From the shell, the program's start included. */
function timeCommand(args: readonly string[], env: Readonly<Record<string, string>>): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    execFileSync(process.execPath, [`${ROOT}server/bin/ratecard.js`, ...args], {
      cwd: ROOT,
      env: { ...process.env, DATABASE_URL: '', ...env },
      maxBuffer: 1 << 26,
    });
    return performance.now() - start;
  });
  return median(times);
}
