import fc from 'fast-check';
import { stringify } from 'yaml';
import { readPriceBook } from '../../server/src/book/read-price-book.js';
import type { SourceFile } from '../../server/src/book/source-file.js';
import { compile } from '../../server/src/pricing/compile.js';
import type { Question } from '../../server/src/pricing/quote.js';
import type { RateCard } from '../../server/src/pricing/rate-card.js';
import { schemas } from '../books.js';

/*
 * Random books with every kind of rule and condition. Rules are drawn without regard to each other; those that a
 * book's compiler finds fault with (overlaps, rules that never hold) are then left out until the book is sound.
 */

const PRODUCTS = ['ant', 'bee', 'cat'];
const COLOURS = ['red', 'green', 'blue'];
const SIZES = [1, 2, 4];
const PLANS = ['free', 'pro'];
const COUPONS = ['SPRING', 'FALL'];
const DAYS = ['2026-03-28', '2026-03-29', '2026-12-25'];
const WEEKDAYS = ['monday', 'saturday', 'sunday'];
/** In Berlin: midnight, a change to and from daylight saving, and moments on the edges of the windows below. */
const MOMENTS = [
  '2026-03-28T23:00:00Z',
  '2026-03-29T00:59:59.999Z',
  '2026-03-29T01:00:00Z',
  '2026-10-25T00:30:00Z',
  '2026-12-24T22:59:59Z',
  '2026-12-25T05:00:00Z',
  '2026-12-25T21:00:00Z',
].map((text) => Date.parse(text));

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type When = Record<string, Json>;

const oneOf = <T extends Json>(values: readonly T[]): fc.Arbitrary<Json> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: fc.subarray([...values], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.constantFrom(...values).map((value) => ({ not: value })) },
    { weight: 1, arbitrary: fc.subarray([...values], { minLength: 1 }).map((some) => ({ not: some })) },
  );

const length = fc.integer({ min: 0, max: 40 }).map((half) => half / 2);
const lengthTest: fc.Arbitrary<Json> = fc.oneof(
  length,
  fc.tuple(fc.constantFrom('gt', 'gte', 'lt', 'lte'), length).map(([key, value]) => ({ [key]: value })),
  fc.tuple(length, length).map(([a, b]) => ({ gte: Math.min(a, b), lt: Math.max(a, b) + 0.5 })),
);

const flat: fc.Arbitrary<When> = fc.record(
  {
    product: oneOf(PRODUCTS),
    colour: oneOf(COLOURS),
    size: oneOf(SIZES),
    length: lengthTest,
    plan: oneOf(PLANS),
    coupon: oneOf(COUPONS),
    vip: fc.boolean(),
    date: fc.constantFrom<Json>(...DAYS, { from: '2026-03-29', until: '2026-12-25' }, { gte: '2026-12-25' }),
    weekday: oneOf(WEEKDAYS),
    time: fc.constantFrom<Json>({ from: '22:00', until: '06:00' }, { from: '06:00', until: '22:00' }, { lt: '03:00' }),
  },
  { requiredKeys: [] },
);

/** Most rules test a few facts; some nest. */
const when: fc.Arbitrary<When> = fc
  .tuple(
    flat,
    fc.array(fc.constantFrom('colour', 'size', 'length', 'plan', 'coupon', 'vip', 'date', 'weekday', 'time'), {
      minLength: 5,
    }),
  )
  .map(([whole, dropped]) =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => !dropped.some((one) => one === name))),
  );
export const nestedWhen: fc.Arbitrary<When> = fc.oneof(
  { weight: 4, arbitrary: when },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        when,
        fc.constantFrom('any', 'none', 'all'),
        fc.array(
          when.filter((one) => Object.keys(one).length > 0),
          { minLength: 1, maxLength: 3 },
        ),
      )
      .map(([outer, key, inner]) => ({ ...outer, [key]: inner })),
  },
);

const amount = fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100);
const rate = fc.oneof(
  amount.map((value) => ({ amount: value })),
  fc.tuple(amount, fc.constantFrom(1, 7, 60), fc.constantFrom(undefined, 0.5, 3)).map(([value, per, block]) => ({
    amount: value,
    of: 'length',
    per,
    ...(block === undefined ? {} : { block }),
  })),
  fc.tuple(amount, amount).map(([a, b]) => ({ parts: [{ amount: a }, { amount: b, of: 'length' }] })),
  fc.tuple(fc.constantFrom('graduated', 'volume'), amount, amount).map(([tiers, a, b]) => ({
    of: 'length',
    tiers,
    steps: [{ up_to: 5, amount: a, flat: 1 }, { up_to: 10.5, amount: b }, { amount: 1 }],
  })),
);

/** The rules of a book, as YAML would have them, but without their ids. */
export interface Draft {
  readonly prices: readonly Record<string, Json | undefined>[];
  readonly overrides: readonly Record<string, Json>[];
  readonly multipliers: readonly Record<string, Json>[];
  readonly discounts: readonly Record<string, Json>[];
  readonly stacking: string;
}

/**
 * A price for every product, size, plan and side of a length: none overlaps, so that a large book stays, large enough
 * for its index to split it.
 */
const grid: fc.Arbitrary<Draft['prices']> = fc
  .tuple(
    length,
    fc.array(fc.tuple(rate, fc.constantFrom('plain', 'plain', 'any', 'any', 'missing')), {
      minLength: 54,
      maxLength: 54,
    }),
  )
  .map(([middle, cells]) => {
    const sides = [{ lt: middle }, { gte: middle, lt: middle + 3 }, { gte: middle + 3 }];
    const places = PRODUCTS.flatMap((product) =>
      SIZES.flatMap((size) => PLANS.flatMap((plan) => sides.map((side) => ({ product, size, plan, length: side })))),
    );
    return places.flatMap((place, index) => {
      const [rest, kind] = cells[index] ?? [{ amount: 1 }, 'plain'];
      if (kind === 'missing') return [];
      const { length: side, ...others } = place;
      const conditions =
        kind === 'any'
          ? {
              ...others,
              any: [
                { length: side, vip: true },
                { length: side, vip: false },
              ],
            }
          : place;
      return [{ when: conditions, ...rest }];
    });
  });

const sizeTest = oneOf(SIZES);
const colourTest = oneOf(COLOURS);

const percentOff = fc.integer({ min: 1, max: 100 });
const discount = fc
  .tuple(nestedWhen, percentOff)
  .map(([conditions, percent]) => ({ when: conditions, percent_off: percent }));
/** Enough for an index: most name a product, some leave it open and must be found under every product. */
const manyDiscounts = fc.array(
  fc
    .tuple(when, fc.constantFrom(...PRODUCTS, ...PRODUCTS, undefined), percentOff)
    .map(([{ product: _, ...conditions }, product, percent]) => ({
      when: product === undefined ? conditions : { ...conditions, product },
      percent_off: percent,
    })),
  { minLength: 40, maxLength: 60 },
);

const draft: fc.Arbitrary<Draft> = fc.record({
  prices: fc.oneof(
    grid,
    fc.array(
      fc.tuple(nestedWhen, rate).map(([conditions, rest]) => ({ when: conditions, ...rest })),
      { minLength: 1, maxLength: 45 },
    ),
  ),
  overrides: fc.array(
    fc.tuple(nestedWhen, fc.oneof(fc.integer({ min: 0, max: 99 }), fc.constant(null))).map(([conditions, price]) => ({
      when: conditions,
      price,
      reason: 'random',
      from: '2026-03-29T01:00:00Z',
      until: '2026-12-25T05:00:00Z',
    })),
    { maxLength: 4 },
  ),
  multipliers: fc.array(
    fc.oneof(
      fc
        .tuple(nestedWhen, sizeTest, amount)
        .map(([conditions, size, value]) => ({ option: 'size', when: { ...conditions, size }, multiply: value })),
      fc
        .tuple(nestedWhen, colourTest, amount)
        .map(([conditions, colour, value]) => ({ option: 'colour', when: { ...conditions, colour }, multiply: value })),
    ),
    { maxLength: 6 },
  ),
  discounts: fc.oneof(fc.array(discount, { maxLength: 20 }), manyDiscounts),
  stacking: fc.constantFrom('best', 'sequence'),
});

/** One rule a line, so that a problem's line says which rule it is about. */
export function files(rules: Draft): readonly SourceFile[] {
  const lines = (name: string, list: readonly object[], prefix: string): string =>
    [`${name}:`, ...list.map((rule, index) => `  - ${JSON.stringify({ id: `${prefix}${index}`, ...rule })}`), ''].join(
      '\n',
    );
  const products = {
    ant: { title: 'Ant' },
    bee: { title: 'Bee' },
    cat: { title: 'Cat', options: { colour: { choices: COLOURS, default: 'red' } } },
  };
  const head = {
    kind: 'prices',
    title: 'Random',
    currency: 'credits',
    products,
    options: { size: { choices: SIZES, default: 1 }, length: { minimum: 0, maximum: 20, step: 0.5, default: 3 } },
  };
  const settings = {
    kind: 'book',
    title: 'Random',
    time_zone: 'Europe/Berlin',
    currencies: { credits: { decimals: 0, rounding: 'half-even' } },
    context: {
      plan: { type: 'string', choices: PLANS, default: 'free' },
      coupon: { type: 'string' },
      vip: { type: 'boolean', default: false },
    },
  };
  const listed = (kind: string, list: readonly object[], prefix: string, more = ''): SourceFile[] =>
    list.length === 0 ? [] : [{ path: `${kind}.yaml`, text: `kind: ${kind}\n${more}${lines('rules', list, prefix)}` }];
  return [
    { path: 'book.yaml', text: stringify(settings) },
    {
      path: 'prices.yaml',
      text: `${stringify(head)}${rules.prices.length === 0 ? '' : lines('rates', rules.prices, 'r')}`,
    },
    ...listed('overrides', rules.overrides, 'o'),
    ...listed('multipliers', rules.multipliers, 'm'),
    ...listed('discounts', rules.discounts, 'd', `stacking: ${rules.stacking}\n`),
  ];
}

const LISTS = {
  'prices.yaml': 'prices',
  'overrides.yaml': 'overrides',
  'multipliers.yaml': 'multipliers',
  'discounts.yaml': 'discounts',
} as const;

/** The book with its faulty rules left out, and its rules. */
function sound(rules: Draft): { card: RateCard; rules: Draft } {
  let left = rules;
  for (;;) {
    const sources = files(left);
    const read = readPriceBook(sources, schemas);
    const result = read.ok ? compile(read.book) : read;
    if (result.ok) return { card: result.card, rules: left };
    const faulty = {
      prices: new Set<number>(),
      overrides: new Set<number>(),
      multipliers: new Set<number>(),
      discounts: new Set<number>(),
    };
    for (const problem of result.problems) {
      const list = LISTS[problem.file as keyof typeof LISTS];
      const text = sources.find((source) => source.path === problem.file)?.text.split('\n')[problem.line - 1] ?? '';
      const id = /"id":"[a-z](\d+)"/.exec(text)?.[1];
      if (list === undefined || id === undefined) throw new Error(JSON.stringify(problem));
      faulty[list].add(Number(id));
    }
    left = {
      ...left,
      prices: left.prices.filter((_, index) => !faulty.prices.has(index)),
      overrides: left.overrides.filter((_, index) => !faulty.overrides.has(index)),
      multipliers: left.multipliers.filter((_, index) => !faulty.multipliers.has(index)),
      discounts: left.discounts.filter((_, index) => !faulty.discounts.has(index)),
    };
  }
}

export const randomBook = draft.map(sound);

/** The same rules in another order. */
export function reordered(rules: Draft): RateCard {
  const turned = <T>(list: readonly T[]): readonly T[] => [...list].reverse();
  const { card } = sound({
    ...rules,
    prices: turned(rules.prices),
    overrides: turned(rules.overrides),
    multipliers: turned(rules.multipliers),
    discounts: turned(rules.discounts),
  });
  return card;
}

export const randomQuestion: fc.Arbitrary<Question> = fc
  .record({
    product: fc.constantFrom(...PRODUCTS),
    colour: fc.constantFrom(...COLOURS),
    options: fc.record({ size: fc.constantFrom(...SIZES), length }, { requiredKeys: [] }),
    context: fc.record(
      { plan: fc.constantFrom(...PLANS), coupon: fc.constantFrom(...COUPONS, 'OTHER'), vip: fc.boolean() },
      { requiredKeys: [] },
    ),
    at: fc.oneof(fc.constantFrom(...MOMENTS), fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) })),
  })
  .map(({ product, colour, options, context, at }) => ({
    product,
    options: product === 'cat' ? { colour, ...options } : options,
    context,
    at,
  }));
