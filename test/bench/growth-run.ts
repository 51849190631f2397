import { readPriceBook } from '../../server/dist/book/read/read-price-book.js';
import { loadSchemas } from '../../server/dist/compiler/schema-files.js';
import { compile } from '../../server/dist/pricing/compile.js';
import { quote } from '../../server/dist/pricing/quote.js';
import { median } from './measure.js';
import { syntheticBook, syntheticQuestions } from './synthetic-book.js';

/*
 * How much slower a warm quote is in a large book than in a small one, in one process and in turn, so that a machine
 * whose speed drifts slows both. Prints the median of the ratios, round by round.
 */

const [SMALL, LARGE] = [100, 100_000];
const ROUNDS = 60;
const QUOTES = 50_000;

function timer(prices: number): () => number {
  const read = readPriceBook(syntheticBook(prices), loadSchemas());
  const compiled = read.ok ? compile(read.book) : read;
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems.slice(0, 3)));
  const questions = syntheticQuestions(prices, SMALL);
  return () => {
    const start = performance.now();
    for (let asked = 0; asked < QUOTES; asked += questions.length) {
      for (const question of questions) quote(compiled.card, question);
    }
    return performance.now() - start;
  };
}

const [small, large] = [timer(SMALL), timer(LARGE)];
for (let round = 0; round < 5; round++) {
  small();
  large();
}
const ratios = Array.from({ length: ROUNDS }, () => {
  const before = small();
  const time = large();
  // The small one on both sides of the large one: a drift within the round cancels out.
  return time / ((before + small()) / 2);
});
process.stdout.write(`${median(ratios)}\n`);
