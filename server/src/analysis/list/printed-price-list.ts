import type { Currency, PrintedTable } from '../../book/model/price-book.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { CellAsker } from '../cells/cell-asker.js';
import type { Outcome } from '../cells/outcome.js';
import { outcomeWords } from '../cells/outcome-words.js';
import { groupDigits } from './group-digits.js';
import { markdownTable } from './markdown-table.js';
import { priceList } from './price-list.js';
import { publicTables } from './public-tables.js';
import { productsIn } from './table-products.js';

/**
 * The price list as it is printed for everybody: Markdown, with the book's sections and tables in the order of its
 * contents. Every cell is asked of the rate card, so a derived price is printed beside a set one. Tables about private
 * facts are left out.
 *
 * @param only one product's id: the tables that show it
 * @param at milliseconds since 1970
 */
export function printedPriceList(card: RateCard, at: number, only?: string): string {
  const parts = only === undefined ? [`# ${card.book.title}`] : [];
  const asker = new CellAsker(card, at);
  let section: string | undefined;
  const printed = new Set<string>();
  for (const table of publicTables(card.book)) {
    const shown = productsIn(table);
    if (only !== undefined && !shown.has(only)) continue;
    for (const product of shown) printed.add(product);
    if (table.section !== section) parts.push(`## ${table.section}`);
    section = table.section;
    // A section's only table needs no title of its own when it has the section's.
    if (table.title !== table.section) parts.push(table.title);
    parts.push(printTable(asker, table));
  }
  parts.push(...unprinted(card, printed, at, only));
  if (only === undefined && card.book.plans.size > 0) parts.push('## Subscriptions', printPlans(card));
  return `${parts.join('\n\n')}\n`;
}

function printTable(asker: CellAsker, table: PrintedTable): string {
  const rows = table.rows.map((row) => [
    row.title,
    ...table.columns.map((column) => outcomeWords(asker.ask([...row.when, ...column.when]).outcome)),
  ]);
  return markdownTable([table.header, ...table.columns.map((column) => column.title)], rows);
}

/** Products that no table shows, one combination a row. */
function unprinted(
  card: RateCard,
  printed: ReadonlySet<string>,
  at: number,
  only: string | undefined,
): readonly string[] {
  const rows = [...card.products.keys()]
    .filter((product) => !printed.has(product) && (only === undefined || product === only))
    .flatMap((product) => [...priceList(card, at, product)])
    .map((entry) => {
      const options = Object.entries(entry.options).map(([name, value]) => `${name} ${String(value)}`);
      return [entry.title, options.join(', '), wordsWithCurrency(entry.outcome)];
    });
  return rows.length === 0 ? [] : ['## Further prices', markdownTable(['Product', 'Options', 'Price'], rows)];
}

function wordsWithCurrency(outcome: Outcome): string {
  const words = outcomeWords(outcome);
  return outcome.kind === 'price'
    ? `${words} ${outcome.currency}`
    : outcome.kind === 'rate'
      ? `${outcome.currency}: ${words}`
      : words;
}

function printPlans(card: RateCard): string {
  const rows = [...card.book.plans.values()].map((plan) => [
    plan.title,
    money(plan.monthlyPrice, card.book.currencies.get(plan.currency)),
    groupDigits(plan.monthlyCredits),
    `${plan.creditDiscount}%`,
  ]);
  return markdownTable(['Plan', 'Monthly price', 'Monthly credits', 'Credit discount'], rows);
}

function money(amount: string, currency: Currency | undefined): string {
  const digits = groupDigits(amount);
  return currency?.symbol === undefined ? `${digits} ${currency?.id ?? ''}` : `${currency.symbol}${digits}`;
}
