import { type EnumeratedPrice, enumerate } from '../analysis/list/enumerate.js';
import { everyPriceCsv } from '../analysis/list/every-price-csv.js';
import { priceList } from '../analysis/list/price-list.js';
import { priceListCsv } from '../analysis/list/price-list-csv.js';
import { priceJson } from '../analysis/list/price-list-json.js';
import { printedPriceList } from '../analysis/list/printed-price-list.js';
import { sizeWords } from '../analysis/space/too-large.js';
import { unknownProduct } from '../pricing/check-question.js';
import type { RateCard } from '../pricing/rate-card.js';
import { openBook, openedRelease } from './open-book.js';
import type { Format } from './printing/formats.js';
import { EXIT, type Output } from './printing/output.js';

/** Which prices are listed, and how. */
interface Listing {
  readonly format: Format;
  /** One product's id; all products when undefined. */
  readonly product: string | undefined;
  /** Also for every buyer and moment that makes a difference, as CSV. */
  readonly every: boolean;
}

/**
 * `ratecard prices`: the whole price list, or one product's, as printed tables, CSV or JSON.
 *
 * @param now milliseconds since 1970
 */
export function prices(folder: string, { format, product, every }: Listing, now: number, output: Output): number {
  const release = openedRelease(openBook(folder), output);
  if (release === undefined) return EXIT.failed;
  const { card } = release;
  if (product !== undefined && !card.products.has(product)) {
    output.err.write(`ratecard: ${unknownProduct(card, product).detail}\n`);
    return EXIT.failed;
  }
  if (every) return printEvery(card, product, now, output);
  if (format === 'md') output.out.write(printedPriceList(card, now, product));
  else if (format === 'csv') output.out.write(priceListCsv(priceList(card, now, product)));
  else output.out.write(`${JSON.stringify([...priceList(card, now, product)].map(priceJson), null, 2)}\n`);
  return EXIT.ok;
}

function printEvery(card: RateCard, product: string | undefined, now: number, output: Output): number {
  let code: number = EXIT.ok;
  const prices: EnumeratedPrice[] = [];
  for (const one of enumerate(card, now, product)) {
    if (one.kind === 'price') prices.push(one);
    else {
      output.err.write(`ratecard: ${one.product} is left out: it has ${sizeWords(one)}\n`);
      code = EXIT.failed;
    }
  }
  output.out.write(everyPriceCsv(prices));
  return code;
}
