import { Engine } from 'json-rules-engine';
import { readPriceBook } from '../../server/dist/book/read/read-price-book.js';
import { loadSchemas } from '../../server/dist/compiler/schema-files.js';
import { compile } from '../../server/dist/pricing/compile.js';
import { judgeWith, toEngineRule } from '../../server/dist/pricing/matching/engine.js';
import { quote } from '../../server/dist/pricing/quote.js';
import type { RateCard } from '../../server/dist/pricing/rate-card.js';
import { traceQuote } from '../../server/dist/pricing/verification/engine-quote.js';
import { median, quantile, timeAwaited, timeCalls } from './measure.js';
import { syntheticBook, syntheticQuestions } from './synthetic-book.js';
import { zenDecision } from './zen-table.js';

/*
 * Everything about one size of book, in a process of its own so that memory is its own. Prints one line of JSON.
 */

/** All times in microseconds but where they are named otherwise. */
export interface SizeFigures {
  readonly prices: number;
  readonly readMs: number;
  readonly compileMs: number;
  /** The most memory that the process has had, until the book was compiled, and before it was begun. */
  readonly peakMb: number;
  readonly emptyMb: number;
  readonly warm: number;
  readonly varied: number;
  readonly firstOfProduct: number;
  readonly firstOfProductWorst: number;
  readonly trace: number;
  readonly map: number;
  readonly engine?: number;
  readonly zen: number;
}

/** As many as the smallest book has prices, so that all sizes are asked equally many different questions. */
const WARM_QUESTIONS = 100;
/** The largest book that a plain json-rules-engine is tried on. */
const ENGINE_LIMIT = 10_000;

async function run(prices: number): Promise<SizeFigures> {
  const schemas = loadSchemas();
  const files = syntheticBook(prices);
  const emptyMb = process.resourceUsage().maxRSS / 1024;
  const start = performance.now();
  const read = readPriceBook(files, schemas);
  const readMs = performance.now() - start;
  if (!read.ok) throw new Error(JSON.stringify(read.problems.slice(0, 3)));
  const compiled = compile(read.book);
  const compileMs = performance.now() - start - readMs;
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems.slice(0, 3)));
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const { card } = compiled;

  const warmQuestions = syntheticQuestions(prices, WARM_QUESTIONS);
  const warm = timeCalls((index) => quote(card, at(warmQuestions, index)), 1000, 2);
  // The code is warm now; these products have never been asked for.
  const firsts = firstQuotes(card, prices);
  const variedQuestions = syntheticQuestions(prices, 10_000);
  const varied = timeCalls((index) => quote(card, at(variedQuestions, index)), 1000, 1);
  const trace = await timeAwaited((index) => traceQuote(card, at(warmQuestions, index)), 0.5);

  const keys = new Map(card.book.prices.map((rule) => [rule.id, rule.step === 'table' ? rule.price : null]));
  const asked = warmQuestions.map(({ product, options }) => ({ product, ...options }) as Record<string, unknown>);
  const map = timeCalls(
    (index) => {
      const { product, audio, duration, quality } = at(asked, index);
      return keys.get(
        `${String(product)} audio=${String(audio)} duration=${String(duration)} quality=${String(quality)}`,
      );
    },
    1000,
    0.5,
  );

  const zen = zenDecision(card);
  const zenTime = await timeAwaited((index) => zen.evaluate(at(warmQuestions, index)), 1);
  await sameAnswers(card, zen, prices);
  const engine = prices > ENGINE_LIMIT ? undefined : await plainEngine(card, prices);
  zen.dispose();

  return {
    prices,
    readMs,
    compileMs,
    peakMb,
    emptyMb,
    warm,
    varied,
    firstOfProduct: median(firsts),
    firstOfProductWorst: quantile(firsts, 0.99),
    trace,
    map,
    ...(engine === undefined ? {} : { engine }),
    zen: zenTime,
  };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('an empty list');
  return item;
}

/** The first quote ever of each of up to 1,000 products that no question has been asked of. */
function firstQuotes(card: RateCard, prices: number): readonly number[] {
  const asked = new Set(syntheticQuestions(prices, WARM_QUESTIONS).map((question) => question.product));
  const fresh = [...card.products.keys()].filter((product) => !asked.has(product)).slice(0, 1000);
  const questions = (fresh.length > 0 ? fresh : [...card.products.keys()]).map((product) => ({
    product,
    options: {},
    context: {},
    at: 0,
  }));
  return questions.map((question) => {
    const start = process.hrtime.bigint();
    quote(card, question);
    return Number(process.hrtime.bigint() - start) / 1000;
  });
}

/** A comparison with something that gives other answers would be worth nothing. */
async function sameAnswers(card: RateCard, zen: ReturnType<typeof zenDecision>, prices: number): Promise<void> {
  for (const { product, options } of syntheticQuestions(prices, 5)) {
    const question = { product, options: { ...options, batch: 1 }, context: {}, at: 0 };
    const answer = quote(card, question);
    const theirs = await zen.evaluate(question);
    const price = (theirs as { price: number }).price;
    if (!answer.ok || Number(answer.quote.waterfall.listPrice) !== price) {
      throw new Error(`Zen gives ${JSON.stringify(theirs)}, the rate card ${JSON.stringify(answer)}`);
    }
  }
}

/** One engine with a rule for every price, built beforehand. */
async function plainEngine(card: RateCard, prices: number): Promise<number> {
  const rules = card.book.prices;
  const engine = new Engine(rules.map(toEngineRule));
  const nothing = Object.fromEntries(card.factNames.map((name) => [name, null]));
  const questions = syntheticQuestions(prices, WARM_QUESTIONS);
  return timeAwaited(
    (index) => {
      const { product, options } = at(questions, index);
      return judgeWith(engine, rules, {
        ...nothing,
        product,
        ...(options as Record<string, string | number | boolean>),
      });
    },
    1,
    3,
  );
}

process.stdout.write(`${JSON.stringify(await run(Number(process.argv[2])))}\n`);
