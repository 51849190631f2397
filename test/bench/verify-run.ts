import { readPriceBook } from '../../server/dist/book/read/read-price-book.js';
import { loadSchemas } from '../../server/dist/compiler/schema-files.js';
import { compile } from '../../server/dist/pricing/compile.js';
import { verifyRateCard } from '../../server/dist/pricing/verification/verify.js';
import { type Apart, oneProductBook } from './one-product-book.js';

/*
 * How long verification takes when all rates are of one product, and how it grows. In a process of its own; prints one
 * line of JSON.
 */

export interface VerifyFigures {
  /** Seconds for 1,440 rates that are told apart by options, and by bands of a number. */
  readonly options: number;
  readonly bands: number;
  /** How many times as long a question takes at 1,440 rates as at 360; the larger of the two kinds. */
  readonly growth: number;
}

async function run(): Promise<VerifyFigures> {
  await verify(90, 'options');
  const figures = { options: 0, bands: 0, growth: 0 };
  for (const apart of ['options', 'bands'] as const) {
    const small = await verify(360, apart);
    const large = await verify(1440, apart);
    figures[apart] = large.seconds;
    figures.growth = Math.max(figures.growth, large.seconds / large.asked / (small.seconds / small.asked));
  }
  return figures;
}

async function verify(rates: number, apart: Apart): Promise<{ readonly seconds: number; readonly asked: number }> {
  const read = readPriceBook(oneProductBook(rates, apart), loadSchemas());
  if (!read.ok) throw new Error(JSON.stringify(read.problems.slice(0, 3)));
  const start = performance.now();
  const compiled = compile(read.book);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems.slice(0, 3)));
  const { asked, problems } = await verifyRateCard(compiled.card);
  if (problems.length > 0) throw new Error(JSON.stringify(problems.slice(0, 3)));
  return { seconds: (performance.now() - start) / 1000, asked };
}

process.stdout.write(`${JSON.stringify(await run())}\n`);
