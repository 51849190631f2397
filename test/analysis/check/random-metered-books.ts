import fc from 'fast-check';
import { stringify } from 'yaml';
import type { SourceFile } from '../../../server/src/book/yaml/source-file.js';

/*
 * Random books of one product that is charged by quantities over small ranges: several rates that a threshold of a charged
 * quantity separates, tiers, blocks, minimums and maximums, tables, multipliers and discounts. Rules never overlap.
 */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
export type Fields = { readonly [key: string]: Json | undefined };

export interface Range {
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
}

export interface MeteredBook {
  readonly q: Range;
  readonly r: Range;
  readonly currency: { readonly decimals: number; readonly rounding: string };
  readonly rates: readonly Fields[];
  readonly multipliers: readonly Fields[];
  readonly discounts: readonly Fields[];
  readonly stacking: string;
}

export const MODES = ['x', 'y'];
export const BATCHES = [1, 4];
export const SEATS = [1, 2, 5];

const tenths = (max: number) => fc.integer({ min: 0, max: max * 10 }).map((value) => value / 10);
/** Mostly whole numbers, which need no rounding; sometimes decimals, which do. */
const amount = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 2, arbitrary: tenths(6) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 300 }).map((value) => value / 100) },
);
const fact = fc.constantFrom('q', 'q', 'q', 'r', 'r', 'n', 'seats');

const part: fc.Arbitrary<Fields> = fc.oneof(
  { weight: 1, arbitrary: amount.map((value) => ({ amount: value })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(amount, fact, fc.constantFrom(1, 1, 1, 3, 7, 10), fc.constantFrom(undefined, undefined, 2, 3, 0.5))
      .map(([value, of, per, block]) => ({ amount: value, of, per, block })),
  },
);

const tiers: fc.Arbitrary<Fields> = fc
  .tuple(
    fact,
    fc.constantFrom('graduated', 'volume', 'volume'),
    fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(amount, fc.constantFrom(undefined, undefined, 1, 2.5)), { minLength: 4, maxLength: 4 }),
    fc.constantFrom(undefined, undefined, 1, 2, 0.5),
    fc.constantFrom(1, 1, 3),
  )
  .map(([of, kind, bounds, amounts, block, per]) => {
    const ends: readonly (number | undefined)[] = [...bounds.sort((a, b) => a - b), undefined];
    const steps = ends.map((end, index) => {
      const [value, flat] = amounts[index] ?? [1, undefined];
      return { ...(end === undefined ? {} : { up_to: end * (block ?? 1) }), amount: value, flat };
    });
    return { of, tiers: kind, per, block, steps };
  });

const bounded = fc
  .tuple(fc.oneof(fc.constant(undefined), amount), fc.oneof(fc.constant(undefined), tenths(20)))
  .map(([minimum, more]) => ({ minimum, maximum: more === undefined ? undefined : (minimum ?? 0) + more }))
  .map(({ minimum, maximum }) => ({
    minimum,
    maximum: maximum === undefined ? undefined : Number(maximum.toFixed(2)),
  }));

const rate: fc.Arbitrary<Fields> = fc
  .tuple(
    fc.oneof(
      { weight: 1, arbitrary: amount.map((value): Fields => ({ amount: value })) },
      {
        weight: 4,
        arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts): Fields => ({ parts })),
      },
      { weight: 3, arbitrary: tiers },
    ),
    fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: bounded }),
  )
  .map(([own, bounds]) => ({ ...own, ...bounds }));

export const threshold = fc.integer({ min: 0, max: 8 });

/** The rates of each mode: one, or one on either side of a threshold, or none. */
const rates: fc.Arbitrary<readonly Fields[]> = fc
  .tuple(
    ...MODES.map((mode) =>
      fc
        .tuple(
          fc.constantFrom('whole', 'split', 'split', 'three', 'none'),
          fc.constantFrom('q', 'r'),
          threshold,
          rate,
          rate,
          rate,
        )
        .map(([kind, by, at, one, two, three]): readonly Fields[] => {
          const rule = (id: string, when: Fields, more: Fields) => ({
            id: `${id}-${mode}`,
            when: { mode, ...when },
            ...more,
          });
          if (kind === 'none') return [];
          if (kind === 'whole') return [rule('a', {}, one)];
          if (kind === 'split') return [rule('a', { [by]: { lte: at } }, one), rule('b', { [by]: { gt: at } }, two)];
          return [
            rule('a', { [by]: { lt: at } }, one),
            rule('b', { [by]: { gte: at, lte: at + 2 } }, two),
            rule('c', { [by]: { gt: at + 2 } }, three),
          ];
        }),
    ),
  )
  .map((both) => both.flat());

const factor = fc.constantFrom(0, 0.5, 1.1, 2, 3.7647, 4);
const multipliers: fc.Arbitrary<readonly Fields[]> = fc
  .tuple(fc.constantFrom('none', 'none', 'batch', 'split'), threshold, factor, factor)
  .map(([kind, at, one, two]) => {
    if (kind === 'none') return [];
    if (kind === 'batch') return [{ id: 'm', option: 'n', when: { n: 4 }, multiply: one }];
    return [
      { id: 'm', option: 'n', when: { n: 4, q: { lte: at } }, multiply: one },
      { id: 'o', option: 'n', when: { n: 4, q: { gt: at } }, multiply: two },
    ];
  });

const percent = fc.constantFrom(10, 2.5, 50, 33, 100);
const discounts: fc.Arbitrary<readonly Fields[]> = fc
  .tuple(fc.subarray([0, 1, 2]), percent, percent, percent, threshold)
  .map(([which, a, b, c, at]) => {
    const all = [
      { id: 'd', when: { vip: true }, percent_off: a },
      { id: 'e', when: { q: { gt: at } }, percent_off: b },
      { id: 'f', when: { vip: true, r: { lte: 2 } }, percent_off: c },
    ];
    return which.flatMap((index) => all[index] ?? []);
  });

export const meteredBook: fc.Arbitrary<MeteredBook> = fc.record({
  q: fc.constantFrom<Range>(
    { minimum: 0, maximum: 10, step: 1 },
    { minimum: 1, maximum: 9, step: 1 },
    { minimum: 0, maximum: 5, step: 0.5 },
    { minimum: 0.5, maximum: 8.5, step: 1 },
    { minimum: 2, maximum: 14, step: 3 },
  ),
  r: fc.constantFrom<Range>({ minimum: 0, maximum: 5, step: 1 }, { minimum: 1, maximum: 7, step: 2 }),
  currency: fc.record({
    decimals: fc.constantFrom(0, 0, 1, 2),
    rounding: fc.constantFrom('half-up', 'half-even', 'up', 'down'),
  }),
  rates,
  multipliers,
  discounts,
  stacking: fc.constantFrom('best', 'sequence'),
});

/** @param checks the invariants of the book */
export function filesOfMetered(book: MeteredBook, checks: readonly Fields[]): readonly SourceFile[] {
  const plain = (value: unknown): string => stringify(JSON.parse(JSON.stringify(value)));
  const product = { title: 'A' };
  const when = ({ when: own, ...rest }: Fields) => ({ ...rest, when: { product: 'a', ...(own as Fields) } });
  const rules = (kind: string, list: readonly Fields[], more: Fields = {}): SourceFile[] =>
    list.length === 0 ? [] : [{ path: `${kind}.yaml`, text: plain({ kind, ...more, rules: list.map(when) }) }];
  return [
    {
      path: 'book.yaml',
      text: plain({
        kind: 'book',
        title: 'Random',
        currencies: { credits: book.currency },
        context: {
          vip: { type: 'boolean', default: false },
          seats: { type: 'number', choices: SEATS, default: 1 },
        },
      }),
    },
    {
      path: 'prices.yaml',
      text: plain({
        kind: 'prices',
        title: 'Random',
        currency: 'credits',
        products: { a: product },
        options: {
          q: book.q,
          r: { ...book.r, default: book.r.minimum },
          mode: { choices: MODES, default: 'x' },
          n: { choices: BATCHES, default: 1 },
        },
        ...(book.rates.length === 0 ? {} : { rates: book.rates.map(when) }),
      }),
    },
    ...rules('multipliers', book.multipliers),
    ...rules('discounts', book.discounts, { stacking: book.stacking }),
    ...(checks.length === 0
      ? []
      : [{ path: 'checks.yaml', text: plain({ kind: 'checks', title: 'C', invariants: checks }) }]),
  ];
}
