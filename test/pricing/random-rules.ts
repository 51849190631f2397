import fc from 'fast-check';

/* Random conditions and rules over the facts of one small world of ants, bees and cats. */

export const PRODUCTS = ['ant', 'bee', 'cat'];
export const COLOURS = ['red', 'green', 'blue'];
export const SIZES = [1, 2, 4];
export const PLANS = ['free', 'pro'];
export const COUPONS = ['SPRING', 'FALL'];
const DAYS = ['2026-03-28', '2026-03-29', '2026-12-25'];
const WEEKDAYS = ['monday', 'saturday', 'sunday'];

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type When = Record<string, Json>;

const oneOf = <T extends Json>(values: readonly T[]): fc.Arbitrary<Json> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: fc.subarray([...values], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.constantFrom(...values).map((value) => ({ not: value })) },
    { weight: 1, arbitrary: fc.subarray([...values], { minLength: 1 }).map((some) => ({ not: some })) },
  );

export const length = fc.integer({ min: 0, max: 40 }).map((half) => half / 2);
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
export interface RandomRules {
  readonly prices: readonly Record<string, Json | undefined>[];
  readonly overrides: readonly Record<string, Json>[];
  readonly multipliers: readonly Record<string, Json>[];
  readonly discounts: readonly Record<string, Json>[];
  readonly stacking: string;
}

/**
 * A price for every product, size, plan and side of a length: they do not overlap, so that a large book remains, large enough
 * for its index to split it.
 */
const grid: fc.Arbitrary<RandomRules['prices']> = fc
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

export const randomRules: fc.Arbitrary<RandomRules> = fc.record({
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
