import { BigNumber } from 'bignumber.js';
import type { Expectation } from '../../book/model/check.js';
import { quote } from '../../pricing/quote.js';
import type { RateCard } from '../../pricing/rate-card.js';
import type { Waterfall } from '../../pricing/waterfall.js';
import { rulesOfWaterfall } from '../space/rule-ref.js';
import type { CheckResult, Counterexample } from './check-result.js';

/** Asks for the quote that an expectation is about, and holds it against what is expected. */
export function checkExpectation(card: RateCard, check: Expectation, at: number): CheckResult {
  const { product, options, context } = check;
  const answer = quote(card, { product, options, context, at: check.at ?? at });
  const found = answer.ok ? answer.quote.waterfall : undefined;
  if (!answer.ok && answer.rejection.code !== 'not_offered') {
    return broken(card, check, answer.rejection.detail, undefined);
  }
  const holds = (wanted: string | null | undefined, amount: string | undefined): boolean =>
    wanted === undefined ||
    (wanted === null ? amount === undefined : amount !== undefined && new BigNumber(wanted).eq(amount));
  if (holds(check.listPrice, found?.listPrice) && holds(check.total, found?.total)) {
    return { check, tried: 1, outcome: 'passed' };
  }
  const shown =
    found === undefined
      ? 'not offered'
      : check.total === undefined
        ? found.listPrice
        : `${found.total} in total, off a list price of ${found.listPrice}`;
  return broken(card, check, shown, found);
}

function broken(card: RateCard, check: Expectation, shown: string, found: Waterfall | undefined): CheckResult {
  const { product, options, context, at } = check;
  const counterexample: Counterexample = {
    product,
    title: card.products.get(product)?.product.title ?? product,
    options,
    context,
    ...(at === undefined ? {} : { at }),
    found: shown,
    wanted: describe(check),
    actual: { listPrice: found?.listPrice ?? null, total: found?.total ?? null },
    rules: found === undefined ? [] : rulesOfWaterfall(found),
  };
  return { check, tried: 1, outcome: 'failed', broken: 1, counterexample };
}

function describe({ listPrice, total }: Expectation): string {
  const parts = [
    ...(listPrice === undefined ? [] : [listPrice === null ? 'not offered' : `a list price of ${listPrice}`]),
    ...(total === undefined ? [] : [total === null ? 'not offered' : `a total of ${total}`]),
  ];
  return parts.join(' and ');
}
