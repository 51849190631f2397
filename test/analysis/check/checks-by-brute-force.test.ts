import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CheckResult } from '../../../server/src/analysis/check/check-result.js';
import { runChecks } from '../../../server/src/analysis/check/run-checks.js';
import { readPriceBook } from '../../../server/src/book/read/read-price-book.js';
import { compile } from '../../../server/src/pricing/compile.js';
import { waterfallOf } from '../../../server/src/pricing/quote.js';
import type { RateCard } from '../../../server/src/pricing/rate-card.js';
import { schemas } from '../../books.js';
import {
  BATCHES,
  type Fields,
  filesOfMetered,
  type MeteredBook,
  MODES,
  meteredBook,
  type Range,
  SEATS,
  threshold,
} from './random-metered-books.js';

const AT = Date.parse('2026-11-24T00:00:00Z');
/** With `RATECARD_LONG_TESTS` set, as in CI, at least ten times as many books. */
const LONGER =
  process.env['RATECARD_LONG_TESTS'] === undefined ? 1 : Math.max(10, Number(process.env['RATECARD_LONG_TESTS']));

interface Facts {
  readonly q: number;
  readonly r: number;
  readonly mode: string;
  readonly n: number;
  readonly vip: boolean;
  readonly seats: number;
}
type Fact = keyof Facts;

interface Prices {
  readonly list_price: number;
  readonly total: number;
}

/** A statement as it is written in YAML. */
type Statement = Fields & { readonly of: 'list_price' | 'total'; readonly where: Fields };

const valuesOf = ({ minimum, maximum, step }: Range): readonly number[] =>
  Array.from({ length: Math.floor((maximum - minimum) / step) + 1 }, (_, index) => minimum + index * step);

function everything(book: MeteredBook): readonly Facts[] {
  return valuesOf(book.q).flatMap((q) =>
    valuesOf(book.r).flatMap((r) =>
      MODES.flatMap((mode) =>
        BATCHES.flatMap((n) => SEATS.flatMap((seats) => [false, true].map((vip) => ({ q, r, mode, n, vip, seats })))),
      ),
    ),
  );
}

function priceOf(card: RateCard, { q, r, mode, n, vip, seats }: Facts): Prices | undefined {
  const found = waterfallOf(card, { product: 'a', options: { q, r, mode, n }, context: { vip, seats }, at: AT });
  return found && { list_price: Number(found.listPrice), total: Number(found.total) };
}

const keyOf = (facts: Facts): string => Object.values(facts).join();
const near = (value: number): number => Number(value.toFixed(9));

/** Whether a condition of the statements below is true. */
function picks(where: Fields, facts: Facts): boolean {
  return Object.entries(where).every(([name, test]) => {
    const value = facts[name as Fact];
    if (typeof test !== 'object' || test === null) return value === test;
    const { gte, lte, gt } = test as { gte?: number; lte?: number; gt?: number };
    const number = Number(value);
    return number >= (gte ?? -1) && number <= (lte ?? 1000) && number > (gt ?? -1);
  });
}

/** Every price of a book, asked for one by one. */
class Oracle {
  readonly #prices = new Map<string, Prices | undefined>();
  readonly all: readonly Facts[];
  readonly #values: Readonly<Record<Fact, readonly number[]>>;
  readonly #card: RateCard;

  constructor(card: RateCard, book: MeteredBook) {
    this.#card = card;
    this.all = everything(book);
    this.#values = { q: valuesOf(book.q), r: valuesOf(book.r), n: BATCHES, seats: SEATS, mode: [], vip: [] };
    for (const facts of this.all) this.#prices.set(keyOf(facts), priceOf(card, facts));
  }

  amount(facts: Facts, of: Statement['of']): number | undefined {
    const key = keyOf(facts);
    if (!this.#prices.has(key)) return priceOf(this.#card, facts)?.[of];
    return this.#prices.get(key)?.[of];
  }

  /** Whether a statement is false for some facts. */
  broken(statement: Statement, facts: Facts, before: Oracle): boolean {
    const { of } = statement;
    if (!picks(statement.where, facts)) return false;
    const amount = this.amount(facts, of);
    if ('offered' in statement) return amount === undefined;
    if (amount === undefined) return false;
    if ('floor' in statement || 'ceiling' in statement) {
      return amount < Number(statement['floor'] ?? 0) || amount > Number(statement['ceiling'] ?? 1e9);
    }
    if ('increasing' in statement) {
      const fact = statement['increasing'] as Fact;
      const smaller = this.#values[fact].filter((value) => Number(value) < Number(facts[fact]));
      const offered = smaller.map((value) => this.amount({ ...facts, [fact]: value }, of));
      const next = offered.filter((one) => one !== undefined).at(-1);
      return next !== undefined && next > amount;
    }
    if ('against' in statement) {
      const other = { ...facts, ...(statement['against'] as Partial<Facts>) };
      const compared = keyOf(other) === keyOf(facts) ? undefined : this.amount(other, of);
      if (compared === undefined) return false;
      const bound = (one: unknown) => {
        const { times = 1, plus = 0 } = one as { times?: number; plus?: number };
        return near(compared * times + plus);
      };
      const [most, least] = [statement['at_most'], statement['at_least']];
      return (most !== undefined && amount > bound(most)) || (least !== undefined && amount < bound(least));
    }
    const was = before.amount(facts, of);
    return was !== undefined && near(Math.abs(amount - was) * 100) > near(was * Number(statement['largest_change']));
  }
}

const money = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.integer({ min: 0, max: 300 }).map((value) => value / 10),
);
const bound = fc
  .tuple(fc.constantFrom(0, 0.5, 1, 1, 1, 2, 4), fc.constantFrom(0, 0, 0, 1, -1, 2.5))
  .map(([times, plus]): Fields => ({ times, plus }));
const against = (book: MeteredBook): fc.Arbitrary<Fields> =>
  fc.oneof(
    fc.constantFrom<Fields>({ mode: 'x' }, { n: 1 }, { vip: false }, { seats: 1 }, { mode: 'x', n: 1 }, { n: 4 }),
    fc.constantFrom(...valuesOf(book.q)).map((q) => ({ q })),
    fc.constantFrom(...valuesOf(book.r)).map((r) => ({ r, mode: 'y' })),
  );
const where: fc.Arbitrary<Fields> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.record<Fields>(
      {
        mode: fc.constantFrom(...MODES),
        n: fc.constantFrom(...BATCHES),
        vip: fc.boolean(),
        seats: fc.constantFrom(...SEATS),
        q: threshold.chain((at) => fc.constantFrom<Fields>({ gte: at }, { lte: at }, { gt: at })),
      },
      { requiredKeys: [] },
    ),
  },
);
const statement = (book: MeteredBook): fc.Arbitrary<Statement> =>
  fc
    .tuple(
      where,
      fc.constantFrom('list_price', 'total'),
      fc.oneof(
        money.map((floor): Fields => ({ floor })),
        money.map((ceiling): Fields => ({ ceiling: ceiling * 4 })),
        fc.constantFrom('q', 'q', 'r', 'n', 'seats').map((increasing): Fields => ({ increasing })),
        fc.tuple(against(book), bound).map(([other, most]): Fields => ({ against: other, at_most: most })),
        fc.tuple(against(book), bound).map(([other, least]): Fields => ({ against: other, at_least: least })),
        fc.constant<Fields>({ offered: true }),
        fc.constantFrom(0, 5, 20, 50, 100).map((percent): Fields => ({ largest_change: percent })),
      ),
    )
    .map(([conditions, of, own]) => ({ ...own, where: conditions, of }) as Statement);

const scenario = meteredBook.chain((book) =>
  fc.tuple(
    fc.constant(book),
    fc.array(statement(book), { minLength: 6, maxLength: 6 }),
    fc.oneof(
      meteredBook.map((other) => ({ ...book, rates: other.rates })),
      fc.tuple(fc.nat(), fc.constantFrom(0.1, 0.5, 1)).map(([place, more]) => ({
        ...book,
        rates: book.rates.map((rate, index) => (index === place % book.rates.length ? dearer(rate, more) : rate)),
      })),
    ),
  ),
);

function dearer(rate: Fields, more: number): Fields {
  const add = (fields: Fields): Fields =>
    'amount' in fields ? { ...fields, amount: near(Number(fields['amount']) + more) } : fields;
  const parts = rate['parts'] as readonly Fields[] | undefined;
  return parts === undefined
    ? add(rate)
    : { ...rate, parts: parts.map((one, index) => (index === 0 ? add(one) : one)) };
}

function cardOf(book: MeteredBook, statements: readonly Statement[]): RateCard | undefined {
  const checks = statements.map((one, index) => ({
    id: `i${index}`,
    title: `I${index}`,
    ...one,
    ...(Object.keys(one.where).length === 0 ? { where: undefined } : {}),
  }));
  const read = readPriceBook(filesOfMetered(book, checks), schemas);
  const compiled = read.ok ? compile(read.book) : read;
  return compiled.ok ? compiled.card : undefined;
}

const exampleOf = (result: CheckResult, book: MeteredBook): Facts => {
  if (result.outcome !== 'failed') throw new Error('it holds');
  const { options, context } = result.counterexample;
  const usual = { q: book.q.minimum, r: book.r.minimum, mode: 'x', n: 1, vip: false, seats: 1 };
  return { ...usual, ...options, ...context } as Facts;
};

it(
  'every invariant passes or fails as asking for every price shows, with a true counter-example',
  () => {
    const seen = { books: 0, passed: 0, failed: 0 };
    const kinds = new Map<string, number>();
    fc.assert(
      fc.property(scenario, ([book, statements, earlier]) => {
        const [card, before] = [cardOf(book, statements), cardOf(earlier, [])];
        // Books with problems, such as a rule that can never match, are skipped.
        fc.pre(card !== undefined && before !== undefined);
        seen.books++;
        const [now, was] = [new Oracle(card, book), new Oracle(before, earlier)];
        const results = runChecks({ card, before, at: AT });
        for (const [index, one] of statements.entries()) {
          const result = results[index];
          if (result === undefined) throw new Error('every invariant has a result');
          const broken = now.all.filter((facts) => now.broken(one, facts, was));
          const expected = broken.length > 0 ? 'failed' : 'passed';
          const told = (): string => JSON.stringify({ statement: one, result, first: broken[0] });
          expect(result.outcome, told()).toBe(expected);
          seen[expected]++;
          const kind = `${Object.keys(one)[0] ?? ''} ${expected}`;
          kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
          if (result.outcome !== 'failed') continue;
          const example = exampleOf(result, book);
          const amount = now.amount(example, one.of);
          expect(amount === undefined ? 'not offered' : amount, told()).toBe(
            amount === undefined ? result.counterexample.found : Number.parseFloat(result.counterexample.found),
          );
          if (!('increasing' in one)) expect(now.broken(one, example, was), told()).toBe(true);
          else {
            // Some smaller value costs more, and its price is stated.
            const fact = one['increasing'] as Fact;
            const wanted = Number(/the ([\d.]+) of/.exec(result.counterexample.wanted)?.[1]);
            const dearer = now.all.filter(
              (facts) =>
                Number(facts[fact]) < Number(example[fact]) &&
                Object.entries(example).every(([name, value]) => name === fact || facts[name as Fact] === value) &&
                now.amount(facts, one.of) === wanted,
            );
            expect(dearer.length, told()).toBeGreaterThan(0);
            expect(wanted, told()).toBeGreaterThan(amount ?? 0);
          }
        }
      }),
      { numRuns: 40 * LONGER },
    );
    if (LONGER > 1) process.stderr.write(`${JSON.stringify(seen)} ${JSON.stringify([...kinds])}\n`);
    expect(seen.passed).toBeGreaterThan(30);
    expect(seen.failed).toBeGreaterThan(30);
  },
  60_000 * LONGER,
);
