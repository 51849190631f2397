import { priceList } from '../analysis/price-list.js';
import { priceListCsv } from '../analysis/price-list-csv.js';
import { printedPriceList } from '../analysis/printed-price-list.js';
import { priceJson } from '../http/price-list-routes.js';
import { unknownProduct } from '../pricing/quote.js';
import type { Format } from './formats.js';
import { openBook, openedRelease } from './open-book.js';
import { EXIT, type Output } from './output.js';

/** `ratecard prices`: the whole price list, or one product's, as printed tables, CSV or JSON. */
export function prices(
  folder: string,
  format: Format,
  product: string | undefined,
  now: number,
  output: Output,
): number {
  const release = openedRelease(openBook(folder), output);
  if (release === undefined) return EXIT.failed;
  const { card } = release;
  if (product !== undefined && !card.products.has(product)) {
    output.err.write(`ratecard: ${unknownProduct(card, product).detail}\n`);
    return EXIT.failed;
  }
  if (format === 'md') output.out.write(printedPriceList(card, now, product));
  else if (format === 'csv') output.out.write(priceListCsv(priceList(card, now, product)));
  else output.out.write(`${JSON.stringify([...priceList(card, now, product)].map(priceJson), null, 2)}\n`);
  return EXIT.ok;
}
