import type { MovedPrice } from '../analysis/compare-price-lists.js';
import type { BookComparison } from '../releases/compare-books.js';
import { count, type Stream } from './output.js';

/** Prints what differs between two books: every price that moves, then which files do. */
export function printComparison({ prices, files }: BookComparison, lines: boolean, { write, colours }: Stream): void {
  if (prices !== undefined) {
    printPrices(prices, { write, colours });
    const products = new Set(prices.map(({ product }) => product)).size;
    const what =
      prices.length === 0 ? 'No price moves' : `${count(prices.length, 'price')} of ${count(products, 'product')} move`;
    write(`${colours.bold(what)}; ${files.length === 0 ? 'no file' : count(files.length, 'file')} changed.\n`);
  }
  for (const { path, change, diff } of files) {
    if (lines) write(`\n${coloured(diff, colours)}`);
    else write(`  ${change.padEnd(7)} ${path}\n`);
  }
}

function printPrices(prices: readonly MovedPrice[], { write, colours }: Stream): void {
  const rows = prices.map((price) => {
    const facts = Object.entries({ ...price.options, ...price.context });
    const shown = `${price.before ?? 'not offered'} -> ${price.after ?? 'not offered'}`;
    return { price, facts: facts.map(([name, value]) => `${name} ${String(value)}`).join(', '), shown };
  });
  const [left, middle] = [widest(rows.map(({ facts }) => facts)), widest(rows.map(({ shown }) => shown))];
  let product = '';
  for (const { price, facts, shown } of rows) {
    if (price.product !== product) {
      product = price.product;
      write(`${colours.bold(price.title)} ${colours.dim(`(${product})`)}\n`);
    }
    const tint = price.change?.startsWith('-') ? colours.green : colours.yellow;
    const percent = price.percent === null ? '' : tint(`${price.percent}%`);
    write(`  ${facts.padEnd(left)}  ${shown.padEnd(middle)} ${price.currency}  ${percent}\n`);
  }
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

function coloured(diff: string, colours: Stream['colours']): string {
  return diff
    .split('\n')
    .map((line) => (line.startsWith('+') ? colours.green(line) : line.startsWith('-') ? colours.red(line) : line))
    .join('\n');
}
