import type { SourceFile } from '../../server/dist/book/yaml/source-file.js';

/** How the rates of a product are told apart. */
export type Apart = 'options' | 'bands';

const SETTINGS = `kind: book
title: One product
currencies: {EUR: {decimals: 2}}
context:
  plan: {type: string, choices: [free, pro, team], default: free}
  coupon: {type: string}
`;

/**
 * A book with one product with a number of rates: by three options with many choices each, or by bands of a number.
 *
 * @param rates a multiple of 90
 */
export function oneProductBook(rates: number, apart: Apart): readonly SourceFile[] {
  const sizes = rates / 90;
  const list = (name: string, count: number): string =>
    Array.from({ length: count }, (_, i) => `${name}${i}`).join(', ');
  const options =
    apart === 'options'
      ? `  region: {choices: [${list('r', 9)}], default: r0}\n  model: {choices: [${list('m', 10)}], default: m0}\n  size: {choices: [${list('s', sizes)}], default: s0}\n`
      : `  kg: {minimum: 0, maximum: ${rates}, default: 1}\n`;
  const when = (rate: number): string =>
    apart === 'options'
      ? `region: r${rate % 9}, model: m${Math.floor(rate / 9) % 10}, size: s${Math.floor(rate / 90)}`
      : `kg: {gte: ${rate}, lt: ${rate + 1}}`;
  const lines = Array.from(
    { length: rates },
    (_, rate) => `  - {id: rate-${rate}, when: {product: x, ${when(rate)}}, amount: ${rate + 1}, of: seconds}`,
  );
  return [
    { path: 'book.yaml', text: SETTINGS },
    {
      path: 'prices.yaml',
      text: `kind: prices\ntitle: X\ncurrency: EUR\nproducts: {x: {title: X}}\noptions:\n${options}  fast: {choices: [false, true], default: false}\n  seconds: {minimum: 1, maximum: 600, step: 1, default: 5}\nrates:\n${lines.join('\n')}\n`,
    },
    {
      path: 'multipliers.yaml',
      text: 'kind: multipliers\nrules: [{id: fast, option: fast, when: {fast: true}, multiply: 1.5}]\n',
    },
    {
      path: 'discounts.yaml',
      text: `kind: discounts\nstacking: sequence\nrules:\n  - {id: pro, when: {plan: pro}, percent_off: 5}\n  - {id: spring, when: {coupon: SPRING}, percent_off: 10}\n  - {id: paying, when: {plan: [pro, team]}, percent_off: 1}\n`,
    },
  ];
}
