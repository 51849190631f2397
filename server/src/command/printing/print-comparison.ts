import { type ChangedCase, type ChangedPrice, changeOf } from '../../analysis/compare/changed-price.js';
import type { PriceComparison } from '../../analysis/compare/price-comparison.js';
import { sizeWords } from '../../analysis/space/too-large.js';
import { formatInstant } from '../../book/model/instant.js';
import type { FileDifference } from '../../compiler/tasks/compare-files.js';
import { count, type Stream } from './output.js';

/** Prints every price that changes, what they come to, and why. */
export function printComparison(
  { summary, changed, products, tooLarge }: PriceComparison,
  { write, colours }: Stream,
): void {
  printChanged(changed, { write, colours });
  const left = summary.prices - changed.length;
  if (left > 0) write(`${colours.dim(`and ${left.toLocaleString('en')} more: --csv prints them all`)}\n`);
  if (changed.length > 0) write('\n');
  for (const { title, because } of summary.groups) {
    const why = because.map(({ source }) => source).join(', ');
    write(`${title}${why === '' ? '' : `  ${colours.dim(why)}`}\n`);
  }
  const what =
    summary.prices === 0
      ? 'No price changes'
      : `${count(summary.prices, 'price')} of ${count(products.length, 'product')} ${summary.prices === 1 ? 'changes' : 'change'}`;
  write(`${colours.bold(what)}.\n`);
  for (const size of tooLarge) write(`${colours.red(`${size.product} was not compared`)}: it has ${sizeWords(size)}\n`);
}

/** Prints the files that differ, or their lines. */
export function printFiles(files: readonly FileDifference[], lines: boolean, { write, colours }: Stream): void {
  write(`${files.length === 0 ? 'No file' : count(files.length, 'file')} changed.\n`);
  for (const { path, change, diff } of files) {
    if (lines) write(`\n${coloured(diff, colours)}`);
    else write(`  ${change.padEnd(7)} ${path}\n`);
  }
}

interface Row {
  readonly price: ChangedPrice;
  readonly one: ChangedCase;
  readonly facts: string;
  readonly shown: string;
}

function printChanged(changed: readonly ChangedPrice[], { write, colours }: Stream): void {
  const rows = changed.flatMap(rowsOf);
  const [left, middle] = [widest(rows.map(({ facts }) => facts)), widest(rows.map(({ shown }) => shown))];
  let product = '';
  for (const { price, one, facts, shown } of rows) {
    if (price.product !== product) {
      product = price.product;
      write(`${colours.bold(price.title)} ${colours.dim(`(${product})`)}\n`);
    }
    const change = changeOf(one);
    const tint = change?.amount.startsWith('-') ? colours.green : colours.yellow;
    const percent = typeof change?.percent === 'string' ? tint(`${change.percent}%`) : '';
    const currency = (one.after ?? one.before)?.currency ?? '';
    write(`  ${facts.padEnd(left)}  ${shown.padEnd(middle)} ${currency}  ${percent}\n`);
  }
}

/** The first case, and each other in which something else changes than the total that follows from the list price. */
function rowsOf(price: ChangedPrice): readonly Row[] {
  const [first, ...others] = price.cases;
  const telling = others.filter(
    (one) =>
      one.changed === 'total' ||
      one.before?.listPrice !== first.before?.listPrice ||
      one.after?.listPrice !== first.after?.listPrice,
  );
  return [first, ...telling].map((one) => {
    const facts = Object.entries({ ...price.options, ...one.context }).map(([name, value]) =>
      factText(price, one, name, value),
    );
    if (one.at !== undefined) facts.push(`from ${formatInstant(one.at)}`);
    return {
      price,
      one,
      facts: facts.join(', '),
      shown: `${amountText(one, 'before')} -> ${amountText(one, 'after')}`,
    };
  });
}

function factText({ intervals }: ChangedPrice, one: ChangedCase, name: string, value: unknown): string {
  const interval = intervals[name];
  if (interval === undefined) return `${name} ${String(value)}`;
  const at = one.quantities?.[name];
  const range = `${name} ${interval.from}${interval.to === undefined ? ' and more' : ` to ${interval.to}`}`;
  return at === undefined ? range : `${range} (at ${at})`;
}

function amountText(one: ChangedCase, side: 'before' | 'after'): string {
  const priced = one[side];
  if (priced === null) return 'not offered';
  const amount = one.changed === 'total' ? priced.total : priced.listPrice;
  return priced.formula === undefined ? amount : `${amount} = ${priced.formula}`;
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
