import { markdownTable } from '../../../server/dist/analysis/list/markdown-table.js';
import { micro, rate } from '../format.js';
import { type HttpFigures, httpFigures } from '../http-run.js';
import type { Part, Target } from '../part.js';
import { runScript } from '../run-script.js';
import type { SizeFigures } from '../size-run.js';

const SIZES = [100, 1_000, 10_000, 100_000];

/** Quotes in books of several sizes, and over HTTP. */
export const quotes: Part = {
  name: 'quotes',
  what: 'quotes in books of several sizes, and over HTTP',
  run: async () => {
    const sizes = SIZES.map((prices) => JSON.parse(runScript('test/bench/size-run.ts', String(prices))) as SizeFigures);
    const growth = Number(runScript('test/bench/growth-run.ts'));
    const http = await httpFigures();
    return {
      figures: { sizes, growth, http },
      print: [sizeTable(sizes), httpTable(http)],
      targets: judge(sizes, growth, http),
    };
  },
};

function sizeTable(sizes: readonly SizeFigures[]): string {
  return markdownTable(
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
  );
}

function httpTable(http: HttpFigures): string {
  return markdownTable(
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
  );
}

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
