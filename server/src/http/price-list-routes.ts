import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { type PriceListEntry, priceList } from '../analysis/list/price-list.js';
import { priceListCsv } from '../analysis/list/price-list-csv.js';
import { printedPriceList } from '../analysis/list/printed-price-list.js';
import { unknownProduct } from '../pricing/quote.js';
import type { Wanted } from '../releases/compiled-releases.js';
import type { Release } from '../releases/release.js';
import { acceptedType } from './accepted-type.js';
import { isKnown } from './etag.js';
import { factJson } from './fact-json.js';
import { outcomeJson } from './outcome-json.js';
import { ApiError, sendBody } from './problem-response.js';
import { queryInstant, queryNumber, queryText } from './query.js';
import type { Services } from './services.js';

/** `GET /v1/products` and `GET /v1/prices`. */
export function priceListRoutes({ releases, clock }: Services) {
  const whole = new WrittenLists();
  const products = async (request: Request, response: Response): Promise<void> => {
    const release = await releases.find(wantedBy(request));
    if (isKnown(request, response, release.digest)) return;
    sendBody(response, 200, 'application/json', JSON.stringify(productsJson(release)));
  };

  const prices = async (request: Request, response: Response): Promise<void> => {
    const wanted = wantedBy(request);
    const release = await releases.find(wanted);
    const at = wanted.at ?? clock();
    const only = productOf(request, release);
    const format = acceptedType(request, response, FORMATS);
    const write = () => WRITERS[format](release, at, only);
    const kind = format === 'application/json' ? '' : `;${format}`;
    if (release.card.timed) {
      // Prices that change as time passes have a version of their own: what they are.
      const body = write();
      if (isKnown(request, response, `${release.digest}${kind};${createHash('sha256').update(body).digest('hex')}`))
        return;
      sendBody(response, 200, `${format}; charset=utf-8`, body);
    } else if (!isKnown(request, response, release.digest + kind)) {
      const body = only === undefined ? whole.get(release, format, write) : write();
      sendBody(response, 200, `${format}; charset=utf-8`, body);
    }
  };

  return { products, prices };
}

const FORMATS = ['application/json', 'text/csv', 'text/markdown'] as const;
type Format = (typeof FORMATS)[number];

const WRITERS: Readonly<Record<Format, (release: Release, at: number, only: string | undefined) => string>> = {
  'application/json': ({ number, card }, at, only) =>
    JSON.stringify({ release: number, prices: [...priceList(card, at, only)].map(priceJson) }),
  'text/csv': ({ card }, at, only) => priceListCsv(priceList(card, at, only)),
  'text/markdown': ({ card }, at, only) => printedPriceList(card, at, only),
};

/** The whole price list of a release, written once for each format: a large one takes long enough to hold up quotes. */
class WrittenLists {
  readonly #byRelease = new WeakMap<Release, Map<string, string>>();

  get(release: Release, format: string, write: () => string): string {
    const lists = this.#byRelease.get(release) ?? new Map<string, string>();
    this.#byRelease.set(release, lists);
    const list = lists.get(format) ?? write();
    lists.set(format, list);
    return list;
  }
}

function wantedBy(request: Request): Wanted {
  return {
    release: queryNumber(request, 'release'),
    at: queryInstant(request, 'at'),
    knownAt: queryInstant(request, 'known_at'),
  };
}

function productOf(request: Request, release: Release): string | undefined {
  const product = queryText(request, 'product');
  if (product === undefined || release.card.products.has(product)) return product;
  throw new ApiError('unknown_product', unknownProduct(release.card, product).detail);
}

function productsJson({ number, card }: Release) {
  return {
    release: number,
    products: [...card.products.values()].map(({ product, intake }) => ({
      product: product.id,
      title: product.title,
      currency: product.currency,
      options: intake.specs.map(factJson),
    })),
    context: card.context.specs.map(factJson),
    plans: [...card.book.plans.values()].map((plan) => ({
      plan: plan.id,
      title: plan.title,
      monthly_price: { amount: plan.monthlyPrice, currency: plan.currency },
      monthly_credits: plan.monthlyCredits,
      credit_discount_percent: plan.creditDiscount,
    })),
  };
}

/** An entry of the price list in the API's words. */
export function priceJson(entry: PriceListEntry) {
  const { product, title, options, outcome, rule, source } = entry;
  return {
    product,
    title,
    options,
    list_price: outcome.kind === 'price' ? { amount: outcome.listPrice, currency: outcome.currency } : null,
    outcome: outcomeJson(outcome),
    rule,
    source,
  };
}
