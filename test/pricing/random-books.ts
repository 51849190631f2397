import fc from 'fast-check';
import { stringify } from 'yaml';
import { readPriceBook } from '../../server/src/book/read/read-price-book.js';
import type { SourceFile } from '../../server/src/book/yaml/source-file.js';
import type { Question } from '../../server/src/pricing/check-question.js';
import { compile } from '../../server/src/pricing/compile.js';
import type { RateCard } from '../../server/src/pricing/rate-card.js';
import { schemas } from '../books.js';
import { COLOURS, COUPONS, length, PLANS, PRODUCTS, type RandomRules, randomRules, SIZES } from './random-rules.js';

/*
 * Random books with every kind of rule and condition. Rules are drawn without regard to each other; those that a
 * book's compiler finds fault with (overlaps, rules that never match) are then left out until the book is valid.
 */

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

/** One rule a line, so that a problem's line says which rule it is about. */
export function files(rules: RandomRules): readonly SourceFile[] {
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
export function validBook(rules: RandomRules): { card: RateCard; rules: RandomRules } {
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

export const randomBook = randomRules.map(validBook);

/** The same rules in another order. */
export function reordered(rules: RandomRules): RateCard {
  const turned = <T>(list: readonly T[]): readonly T[] => [...list].reverse();
  const { card } = validBook({
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
