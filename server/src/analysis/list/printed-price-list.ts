import type { Currency, PrintedTable } from '../../book/price-book.js';
import { quote } from '../../pricing/quote.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { markdownTable } from './markdown-table.js';
import { priceList } from './price-list.js';
import { factsOf } from './price-tables.js';

const NOT_OFFERED = '—';

/**
 * The price list as it is printed: Markdown, with the book's sections and tables in the order of its contents.
 * Every cell is asked of the rate card, so a derived price is printed beside a set one.
 *
 * @param only one product's id: the tables that show it
 * @param at milliseconds since 1970
 */
export function printedPriceList(card: RateCard, at: number, only?: string): string {
  const parts = only === undefined ? [`# ${card.book.title}`] : [];
  let section: string | undefined;
  const printed = new Set<string>();
  for (const table of card.book.tables) {
    const shown = productsIn(table);
    if (only !== undefined && !shown.has(only)) continue;
    for (const product of shown) printed.add(product);
    if (table.section !== section) parts.push(`## ${table.section}`);
    section = table.section;
    // A section's only table needs no title of its own when it has the section's.
    if (table.title !== table.section) parts.push(table.title);
    parts.push(printTable(card, table, at));
  }
  parts.push(...unprinted(card, printed, at, only));
  if (only === undefined && card.book.plans.size > 0) parts.push('## Subscriptions', printPlans(card));
  return `${parts.join('\n\n')}\n`;
}

function productsIn(table: PrintedTable): ReadonlySet<string> {
  const products = new Set<string>();
  for (const row of table.rows) {
    for (const column of table.columns) {
      const product = factsOf([...row.when, ...column.when])['product'];
      if (product !== undefined) products.add(String(product));
    }
  }
  return products;
}

function printTable(card: RateCard, table: PrintedTable, at: number): string {
  const rows = table.rows.map((row) => [
    row.title,
    ...table.columns.map((column) => {
      const { product, ...options } = factsOf([...row.when, ...column.when]);
      const answer = quote(card, { product: String(product), options, context: {}, at });
      return answer.ok ? groupDigits(answer.quote.waterfall.listPrice) : NOT_OFFERED;
    }),
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
      const price = entry.listPrice === null ? NOT_OFFERED : `${groupDigits(entry.listPrice)} ${entry.currency}`;
      return [entry.title, options.join(', '), price];
    });
  return rows.length === 0 ? [] : ['## Further prices', markdownTable(['Product', 'Options', 'Price'], rows)];
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

/** 2846 as 2,846. */
function groupDigits(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
