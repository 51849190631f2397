import { allMoved, compare } from '../../server/dist/analysis/compare/compare.js';
import { enumerate } from '../../server/dist/analysis/list/enumerate.js';
import { readPriceBook } from '../../server/dist/book/read/read-price-book.js';
import type { SourceFile } from '../../server/dist/book/yaml/source-file.js';
import { loadSchemas } from '../../server/dist/compiler/schema-files.js';
import { compile } from '../../server/dist/pricing/compile.js';
import type { RateCard } from '../../server/dist/pricing/rate-card.js';
import { median } from './measure.js';
import { syntheticBook } from './synthetic-book.js';

/*
 * Enumerating and comparing books of 100,000 prices, in a process of its own. Prints one line of JSON.
 */

/** Milliseconds, and how many. */
export interface AnalysisFigures {
  readonly enumerated: number;
  readonly enumerateMs: number;
  readonly comparisons: readonly {
    readonly what: string;
    readonly moved: number;
    readonly cases: number;
    readonly ms: number;
  }[];
}

const PRICES = 100_000;
const AT = Date.UTC(2026, 10, 24);
const ROUNDS = 3;
const schemas = loadSchemas();

function cardOf(files: readonly SourceFile[]): RateCard {
  const read = readPriceBook(files, schemas);
  if (!read.ok) throw new Error(JSON.stringify(read.problems.slice(0, 3)));
  const compiled = compile(read.book);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems.slice(0, 3)));
  return compiled.card;
}

const book = syntheticBook(PRICES);
const edited = (path: string, edit: (text: string) => string): RateCard =>
  cardOf(book.map((file) => (file.path === path ? { path, text: edit(file.text) } : file)));
const everyPrice = (text: string): string =>
  text.replace(
    /prices: \[(.*)\]/g,
    (_, cells: string) =>
      `prices: [${cells
        .split(', ')
        .map((cell) => Number(cell) + 1)
        .join(', ')}]`,
  );

const before = cardOf(book);
const others: readonly (readonly [string, RateCard])[] = [
  ['one row', edited('prices.yaml', (text) => text.replace(/(p-2500}, prices: \[)\d+/, '$15555'))],
  ['one multiplier', edited('multipliers.yaml', (text) => text.replace('3.7647', '3.8'))],
  ['everything', edited('prices.yaml', everyPrice)],
  ['nothing', cardOf(book)],
];

function timed<T>(work: () => T): { readonly ms: number; readonly found: T } {
  const times: number[] = [];
  for (let round = 1; ; round++) {
    const start = performance.now();
    const found = work();
    times.push(performance.now() - start);
    if (round === ROUNDS) return { ms: median(times), found };
  }
}

/** As many of the first combinations as there are prices: a row has two batches and several buyers and moments. */
const enumeration = timed(() => {
  let count = 0;
  for (const one of enumerate(before, AT)) {
    if (one.kind === 'price') count++;
    if (count === PRICES) break;
  }
  return count;
});
const comparisons = others.map(([what, after]) => {
  const { ms, found } = timed(() => {
    let [moved, cases] = [0, 0];
    for (const one of allMoved(compare(before, after, AT))) {
      moved++;
      cases += one.cases.length;
    }
    return { moved, cases };
  });
  return { what, ...found, ms };
});
const figures: AnalysisFigures = { enumerated: enumeration.found, enumerateMs: enumeration.ms, comparisons };
process.stdout.write(`${JSON.stringify(figures)}\n`);
