import type { SourceFile } from '../../server/dist/book/yaml/source-file.js';

/** What a model charges for, per 1,000,000 tokens. */
const COUNTS = ['input', 'cached', 'cache_write', 'output', 'audio_in', 'audio_out'];
/** Against the price of input tokens. */
const SHARES = [1, 0.1, 1.25, 4, 16, 32];
const INPUT_PRICES = [0.05, 0.075, 0.1, 0.15, 0.25, 0.4, 0.5, 0.8, 1.1, 1.25, 2, 2.5, 3, 5, 10, 15];

/** Every kind of invariant that a book can state. */
export const TOKEN_CHECKS = `kind: checks
title: What must hold of every model
invariants:
  - {id: floor, title: No price is negative, floor: 0}
  - {id: ceiling, title: "A million of each token costs at most $3,000", where: {tier: standard}, ceiling: 3000}
  - {id: more-input, title: More input never costs less, increasing: input}
  - {id: more-audio, title: More audio never costs less, increasing: audio_out}
  - {id: batch-costs-no-more, title: A batch never costs more, where: {tier: batch}, against: {tier: standard}, at_most: {times: 1}}
  - {id: batch-is-half, title: A batch costs half, where: {tier: batch}, against: {tier: standard}, at_least: {times: 0.5, plus: -0.01}, at_most: {times: 0.5, plus: 0.01}}
  - {id: totals, title: No total is negative, of: total, floor: 0}
  - {id: offered, title: Every model has a price, offered: true}
  - {id: steady, title: No price changes by more than a third, largest_change: 33, level: warn}
`;

/**
 * A book of models that are charged by six counts of tokens, each without an end, at amounts as providers publish them.
 *
 * @param dearer the place of a model of which the output amount is a tenth larger
 */
export function tokenBook(products: number, dearer?: number): readonly SourceFile[] {
  const models = Array.from({ length: products }, (_, index) => `model-${index}`);
  const amountOf = (index: number, count: number): string => {
    const base = INPUT_PRICES[(index * 7) % INPUT_PRICES.length] ?? 1;
    const more = index === dearer && COUNTS[count] === 'output' ? 1.1 : 1;
    return String(Number((base * (SHARES[count] ?? 1) * more).toFixed(4)));
  };
  const parts = (index: number): string =>
    COUNTS.map((fact, count) => `{amount: ${amountOf(index, count)}, of: ${fact}, per: 1000000}`).join(', ');
  const lines = [
    'kind: prices',
    'title: Models by the token',
    'currency: USD',
    'products:',
    ...models.map((id, index) => `  ${id}: {title: Model ${index}}`),
    'options:',
    ...COUNTS.map((fact) => `  ${fact}: {minimum: 0, step: 1, default: 0}`),
    '  tier: {choices: [standard, batch], default: standard}',
    'rates:',
    ...models.map((id, index) => `  - {id: ${id}, when: {product: ${id}}, parts: [${parts(index)}]}`),
  ];
  return [
    {
      path: 'book.yaml',
      text: 'kind: book\ntitle: Tokens\ncurrencies: {USD: {decimals: 2, rounding: half-up}}\ncontext: {partner: {type: boolean, default: false}}\n',
    },
    { path: 'prices.yaml', text: `${lines.join('\n')}\n` },
    {
      path: 'multipliers.yaml',
      text: 'kind: multipliers\nrules: [{id: batch, option: tier, when: {tier: batch}, multiply: 0.5}]\n',
    },
    {
      path: 'discounts.yaml',
      text: 'kind: discounts\nrules: [{id: partners, when: {partner: true}, percent_off: 12.5}]\n',
    },
  ];
}
