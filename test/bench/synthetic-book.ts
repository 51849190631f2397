import type { SourceFile } from '../../server/dist/book/yaml/source-file.js';
import type { Question } from '../../server/dist/pricing/check-question.js';

/** Cells in one row of the synthetic table: five durations, in two qualities, with and without audio. */
const CELLS_PER_PRODUCT = 20;
const DURATIONS = [5, 10, 15, 20, 30];
const QUALITIES = ['standard', 'hd'];
const AUDIO = [false, true];

const COLUMNS = DURATIONS.flatMap((duration) =>
  QUALITIES.flatMap((quality) => AUDIO.map((audio) => ({ duration, quality, audio }))),
);

/**
 * A book with a number of prices, as people write them: a product is a row of 20 cells; beside them a batch multiplier, two
 * plans with a discount, and a limited offer.
 *
 * @param prices a multiple of 20
 */
export function syntheticBook(prices: number): readonly SourceFile[] {
  const products = prices / CELLS_PER_PRODUCT;
  const lines = [
    'kind: prices',
    'title: Synthetic',
    'currency: credits',
    'products:',
    ...Array.from({ length: products }, (_, index) => `  p-${index}: {title: Product ${index}}`),
    'options:',
    `  duration: {unit: s, choices: [${DURATIONS.join(', ')}], default: 5}`,
    '  quality: {choices: [standard, hd], default: standard}',
    '  audio: {choices: [false, true], default: false}',
    '  batch: {choices: [1, 4], default: 1}',
    'tables:',
    '  - title: Synthetic',
    '    columns:',
    ...COLUMNS.map(
      ({ duration, quality, audio }) =>
        `      ${duration}s ${quality} ${audio ? 'audio' : 'silent'}: {duration: ${duration}, quality: ${quality}, audio: ${audio}}`,
    ),
    '    rows:',
    ...Array.from({ length: products }, (_, index) => {
      const cells = COLUMNS.map((_column, cell) => 20 + ((index * 7 + cell * 13) % 980));
      return `      - {title: Product ${index}, when: {product: p-${index}}, prices: [${cells.join(', ')}]}`;
    }),
  ];
  return [
    { path: 'prices.yaml', text: `${lines.join('\n')}\n` },
    {
      path: 'book.yaml',
      text: `kind: book
title: Synthetic
currencies: {credits: {decimals: 0}}
context: {plan: {type: plan, default: free}, coupon: {type: string}}
`,
    },
    {
      path: 'multipliers.yaml',
      text: 'kind: multipliers\nrules: [{id: batch-of-four, option: batch, when: {batch: 4}, multiply: 3.7647}]\n',
    },
    {
      path: 'plans.yaml',
      text: `kind: plans
currency: credits
plans:
  free: {title: Free, monthly_price: 0, monthly_credits: 100, credit_discount: 0}
  pro: {title: Pro, monthly_price: 39, monthly_credits: 4000, credit_discount: 2.5}
  ultra: {title: Ultra, monthly_price: 99, monthly_credits: 12000, credit_discount: 5}
`,
    },
    {
      path: 'discounts.yaml',
      text: `kind: discounts
stacking: best
rules:
  - {id: launch-week, when: {coupon: LAUNCH}, percent_off: 10, from: "2026-12-01T00:00:00Z", until: "2026-12-08T00:00:00Z"}
`,
    },
  ];
}

/** A book of 100,000 prices in fifty files of a table each. */
export function fiftyFiles(): readonly SourceFile[] {
  const [prices, ...others] = syntheticBook(100_000);
  if (prices === undefined) return [];
  const lines = prices.text.split('\n');
  const isProduct = (line: string): boolean => /^ {2}p-\d+:/.test(line);
  const isRow = (line: string): boolean => line.startsWith('      - {title: Product');
  const [products, rows] = [lines.filter(isProduct), lines.filter(isRow)];
  const head = lines.slice(0, lines.findIndex(isProduct));
  const middle = lines.slice(
    lines.findIndex((line) => line.startsWith('options:')),
    lines.findIndex(isRow),
  );
  const share = products.length / 50;
  const parts = Array.from({ length: 50 }, (_, part) => {
    const of = (all: readonly string[]) => all.slice(part * share, (part + 1) * share);
    const text = [...head, ...of(products), ...middle, ...of(rows), ''].join('\n');
    return { path: `prices-${part}.yaml`, text };
  });
  return [...parts, ...others];
}

/** Questions spread evenly over the products of a synthetic book, and over their options and plans. */
export function syntheticQuestions(prices: number, count: number): readonly Question[] {
  const products = prices / CELLS_PER_PRODUCT;
  const plans = ['free', 'pro', 'ultra'];
  return Array.from({ length: count }, (_, index) => {
    // A step that shares no factor with the sizes walks over all of them before it repeats.
    const place = index * 7919;
    const column = COLUMNS[place % COLUMNS.length];
    const batch = place % 3 === 0 ? 4 : 1;
    return {
      product: `p-${place % products}`,
      options: { ...column, batch },
      context: { plan: plans[place % plans.length] },
      at: Date.UTC(2026, 11, 1) + index,
    };
  });
}
