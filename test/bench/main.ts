import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { markdownTable } from '../../server/dist/analysis/list/markdown-table.js';
import type { AnalysisFigures } from './analysis-run.js';
import { type ConsoleFigures, consoleFigures } from './console-run.js';
import { type HttpFigures, httpFigures } from './http-run.js';
import { type PreviewFigures, previewFigures } from './preview-run.js';
import { type RecordingFigures, recordingFigures } from './recording-run.js';
import type { SizeFigures } from './size-run.js';
import { judgeTokens, type TokenFigures } from './token-figures.js';
import type { VerifyFigures } from './verify-run.js';

/*
 * `npm run bench`: prints every figure side by side, as one run measured it, and writes them to
 * bench-results/bench.json. Machines are noisy: the ratios are what to look at.
 */

const ROOT = new URL('../..', import.meta.url).pathname;
const SIZES = [100, 1_000, 10_000, 100_000];

interface Target {
  readonly figure: string;
  readonly asked: string;
  readonly reached: string;
  readonly met: boolean;
}

const sizes: SizeFigures[] = [];
for (const prices of SIZES) {
  note(`measuring a book of ${prices.toLocaleString('en')} prices`);
  sizes.push(JSON.parse(run('test/bench/size-run.ts', String(prices))) as SizeFigures);
}
note('measuring growth');
const growth = Number(run('test/bench/growth-run.ts'));
note('measuring HTTP');
const http = await httpFigures();
note('measuring comparisons');
const analysis = JSON.parse(run('test/bench/analysis-run.ts')) as AnalysisFigures;
note('measuring proofs');
const tokens = judgeTokens(JSON.parse(run('test/bench/token-run.ts')) as TokenFigures);
note('measuring previews');
const previews = await previewFigures();
note('measuring what recording keeps');
const recording = await recordingFigures();
note('measuring verification');
const verification = JSON.parse(run('test/bench/verify-run.ts')) as VerifyFigures;
note('measuring the console');
const inBrowser = await consoleFigures();
const targets = [
  ...judge(sizes, growth, http),
  ...judgePreviews(previews),
  ...judgeRecording(recording),
  ...judgeConsole(inBrowser),
  ...tokens,
  ...judgeVerification(verification),
];

print(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'processor'}\n`);
print(
  markdownTable(
    [
      'Prices',
      'Warm quote',
      'Varied quotes',
      'First of a product',
      'json-rules-engine',
      'Zen table',
      'Bare Map',
      'Trace',
      'From YAML',
      'Memory',
    ],
    sizes.map((size) => [
      size.prices.toLocaleString('en'),
      micro(size.warm),
      micro(size.varied),
      micro(size.firstOfProduct),
      size.engine === undefined ? 'not run' : micro(size.engine),
      micro(size.zen),
      micro(size.map),
      micro(size.trace),
      `${(size.readMs + size.compileMs).toFixed(0)} ms`,
      `${size.peakMb.toFixed(0)} MB`,
    ]),
  ),
);
print(
  markdownTable(
    ['HTTP', 'Requests/s', 'to bare Express'],
    [
      ['bare node:http', rate(http.node), (http.node / http.express).toFixed(2)],
      ['bare Express 5, constant answer', rate(http.express), '1.00'],
      ['POST /v1/quotes, with lines', rate(http.quotes), http.quotesToExpress.toFixed(2)],
      [
        'POST /v1/quotes/batch of 1,000, lines off',
        `${rate(http.batchQuotes)} quotes/s`,
        `${rate(http.batchQuotesPerCore)} quotes/s a core`,
      ],
    ],
  ),
);
print(
  markdownTable(
    ['100,000 prices', 'Found', 'Time'],
    [
      ['enumerate as many combinations', rate(analysis.enumerated), micro(analysis.enumerateMs * 1000)],
      ...analysis.comparisons.map(({ what, moved, cases, ms }) => [
        `compare, ${what} differs`,
        `${rate(moved)} prices, ${rate(cases)} with each kind of buyer and moment`,
        micro(ms * 1000),
      ]),
      [
        'blame over 1,000 releases of the shipped book, from the shell',
        `${previews.blame.moves} moves`,
        micro(previews.blame.ms * 1000),
      ],
    ],
  ),
);
print(
  markdownTable(
    ['Preview', 'Edit', 'Then every price that moves', 'Then everything'],
    [
      previewRow('the shipped book', previews.shipped),
      previewRow('100,000 prices in fifty tables', previews.fiftyFiles),
      previewRow('100,000 prices in one table of 1 MB', previews.oneFile),
    ],
  ),
);
print(
  markdownTable(
    ['Figure', 'Asked', 'Reached', ''],
    targets.map(({ figure, asked, reached, met }) => [figure, asked, reached, met ? 'yes' : 'NO']),
  ),
);

mkdirSync(`${ROOT}bench-results`, { recursive: true });
writeFileSync(
  `${ROOT}bench-results/bench.json`,
  `${JSON.stringify({ node: process.version, cpus: cpus().length, sizes, growth, http, analysis, previews, recording, verification, targets }, null, 2)}\n`,
);
note('written to bench-results/bench.json');

function judge(all: readonly SizeFigures[], slower: number, figures: HttpFigures): readonly Target[] {
  const of = (prices: number): SizeFigures => {
    const found = all.find((size) => size.prices === prices);
    if (found === undefined) throw new Error(`no figures for ${prices}`);
    return found;
  };
  const [middle, large] = [of(10_000), of(100_000)];
  const slowest = Math.max(...all.map((size) => size.warm));
  const zen = (size: SizeFigures) => size.zen / size.warm;
  const compiling = (size: SizeFigures) => size.readMs + size.compileMs;
  const nLogN = (100_000 * Math.log(100_000)) / (10_000 * Math.log(10_000));
  const compileGrowth = compiling(large) / compiling(middle);
  return [
    {
      figure: 'warm quote with lines, median, slowest size',
      asked: '2 us',
      reached: micro(slowest),
      met: slowest <= 2,
    },
    {
      figure: 'warm quote, 100,000 prices to 100',
      asked: '1.5 times',
      reached: `${slower.toFixed(2)} times`,
      met: slower <= 1.5,
    },
    {
      figure: 'faster than Zen at 10,000 rows',
      asked: '500 times',
      reached: `${zen(middle).toFixed(0)} times`,
      met: zen(middle) >= 500,
    },
    {
      figure: 'faster than Zen at 100,000 rows',
      asked: '5,000 times',
      reached: `${zen(large).toFixed(0)} times`,
      met: zen(large) >= 5000,
    },
    {
      figure: 'first quote of a product, 100,000 prices',
      asked: '150 us',
      reached: `${micro(large.firstOfProduct)} (99%: ${micro(large.firstOfProductWorst)})`,
      met: large.firstOfProduct <= 150,
    },
    {
      figure: '100,000 prices from YAML text',
      asked: '4 s',
      reached: `${(compiling(large) / 1000).toFixed(2)} s`,
      met: compiling(large) <= 4000,
    },
    {
      figure: 'memory at 100,000 prices',
      asked: 'under 500 MB',
      reached: `${large.peakMb.toFixed(0)} MB`,
      met: large.peakMb < 500,
    },
    {
      figure: 'compile time, 100,000 prices to 10,000',
      asked: `${nLogN.toFixed(1)} times (n log n)`,
      reached: `${compileGrowth.toFixed(1)} times`,
      met: compileGrowth <= nLogN,
    },
    {
      figure: 'POST /v1/quotes to bare Express',
      asked: '1.0',
      reached: figures.quotesToExpress.toFixed(2),
      met: figures.quotesToExpress >= 1,
    },
    {
      figure: 'batch of 1,000, lines off, on one core',
      asked: '200,000 quotes/s',
      reached: `${rate(figures.batchQuotesPerCore)} quotes/s`,
      met: figures.batchQuotesPerCore >= 200_000,
    },
  ];
}

function judgeConsole(figures: ConsoleFigures | undefined): readonly Target[] {
  if (figures === undefined) {
    note('no Chromium is installed: the console is not measured');
    return [];
  }
  return [figures.fewQuotes, figures.manyQuotes].map(({ quotes, medianMs, slowestMs }) => ({
    figure: `console: from an edit to the whole bar, ${quotes.toLocaleString('en')} quotes last month`,
    asked: '300 ms',
    reached: `${medianMs.toFixed(0)} ms median, ${slowestMs.toFixed(0)} ms the slowest of 15`,
    met: medianMs <= 300,
  }));
}

function judgeRecording({ http, batches, longCoupons, oneQuestion }: RecordingFigures): readonly Target[] {
  const share = ({ quotes, dropped }: RecordingFigures['http']): string =>
    `${((100 * dropped) / quotes).toFixed(1)}% at ${rate(quotes)} quotes`;
  return [
    {
      figure: 'quotes not recorded, asked one by one, 20,000 a second',
      asked: 'none',
      reached: `${share(http)}, ${rate(http.perSecond)} a second`,
      met: http.dropped === 0,
    },
    {
      figure: 'quotes not recorded, asked in batches as fast as they are answered',
      asked: 'none',
      reached: `${share(batches)}, ${rate(batches.perSecond)} a second`,
      met: batches.dropped === 0,
    },
    {
      figure: 'kept of 100,000 quotes with long coupons',
      asked: 'under 118 MB',
      reached: `${rate(longCoupons.rows)} rows, ${longCoupons.megabytes.toFixed(1)} MB, ${rate(longCoupons.quotes)} quotes`,
      met: longCoupons.quotes === 100_000 && longCoupons.megabytes < 118,
    },
    {
      figure: 'kept of 1,000,000 quotes of one question',
      asked: '1 row an hour',
      reached: `${oneQuestion.rows} rows, ${rate(oneQuestion.quotes)} quotes`,
      met: oneQuestion.quotes === 1_000_000 && oneQuestion.rows <= 2,
    },
  ];
}

function judgeVerification({ options, bands, growth: slowed }: VerifyFigures): readonly Target[] {
  const longest = Math.max(options, bands);
  return [
    {
      figure: 'compile and verify 1,440 rates of one product',
      asked: '10 s',
      reached: `${longest.toFixed(1)} s`,
      met: longest <= 10,
    },
    {
      figure: 'a question of the verification, 1,440 rates of one product to 360',
      asked: '2 times',
      reached: `${slowed.toFixed(2)} times`,
      met: slowed <= 2,
    },
  ];
}

function judgePreviews(figures: PreviewFigures): readonly Target[] {
  const { shipped, fiftyFiles, oneFile, replay, check } = figures;
  const seen = shipped.edit + shipped.comparison;
  return [
    {
      figure: '`ratecard check` of the shipped book, from the shell',
      asked: '2 s',
      reached: micro(check * 1000),
      met: check < 2000,
    },
    {
      figure: 'shipped book, from an edit to every price that moves',
      asked: '100 ms',
      reached: `${micro(seen * 1000)}, writing the edit included`,
      met: seen <= 100,
    },
    {
      figure: '100,000 prices, from an edit of one table to every price that moves',
      asked: '3 s',
      reached: `${micro((fiftyFiles.edit + fiftyFiles.comparison) * 1000)} in fifty tables, writing the edit included; ${micro(oneFile.comparison * 1000)} after it in one`,
      met: fiftyFiles.edit + fiftyFiles.comparison <= 3000 && oneFile.comparison <= 3000,
    },
    {
      figure: 'replay of 1,000,000 recorded quotes, each of another customer',
      asked: '20 s',
      reached: `${micro(replay.ms * 1000)}, ${replay.steps} words of progress, ${replay.megabytes.toFixed(0)} MB kept`,
      met: replay.ms < 20_000,
    },
  ];
}

function previewRow(what: string, { edit, comparison, whole }: PreviewFigures['shipped']): readonly string[] {
  return [what, micro(edit * 1000), micro(comparison * 1000), micro(whole * 1000)];
}

function micro(value: number): string {
  return value < 1000
    ? `${value.toFixed(value < 10 ? 2 : 0)} us`
    : value < 1e6
      ? `${(value / 1000).toFixed(1)} ms`
      : `${(value / 1e6).toFixed(2)} s`;
}

function rate(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function print(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Runs a measurement in a process of its own. */
function run(script: string, ...args: readonly string[]): string {
  const command = ['--import', 'tsx', script, ...args];
  return execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 });
}
