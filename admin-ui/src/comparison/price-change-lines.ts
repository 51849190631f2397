import type { ChangedCase, PriceChanges, PricedAs } from '../../../schemas/types/api.js';
import { factWords, groupDigits, shownInstant } from '../layout/words.js';

/** One case of a price that changes, as a line of the table. */
export interface PriceChangeLine {
  readonly id: string;
  readonly product: string;
  readonly options: string;
  readonly buyer: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly shownBefore: string;
  readonly shownAfter: string;
  readonly change: string;
  readonly percent: number | null;
  readonly because: string;
}

/**
 * The lines of all prices that change.
 *
 * @param everybody every case; else only the usual one of each price, which comes first
 */
export function priceChangeLines({ changes }: PriceChanges, everybody: boolean): readonly PriceChangeLine[] {
  return changes.flatMap(({ product, title, options, cases }, index) =>
    (everybody ? cases : cases.slice(0, 1)).map((one, place): PriceChangeLine => {
      const { before, after, because } = one;
      // For the usual buyer this is the list price; for any other, what they pay.
      const pays = isPaid(one);
      const amount = (priced: PricedAs | null): string | undefined =>
        pays ? priced?.total.amount : priced?.list_price.amount;
      const [was, is] = [amount(before), amount(after)];
      const percent = percentOf(was, is);
      return {
        id: `${product} ${index} ${place}`,
        product: title,
        options: factWords(options) || '—',
        buyer: buyerWords(one),
        before: was === undefined ? null : Number(was),
        after: is === undefined ? null : Number(is),
        shownBefore: was === undefined ? 'not offered' : groupDigits(was),
        shownAfter: is === undefined ? 'not offered' : groupDigits(is),
        change: changeWords(was, is, percent),
        percent,
        because: because.map((rule) => rule.title).join(', '),
      };
    }),
  );
}

function isPaid({ context, changed }: ChangedCase): boolean {
  return changed === 'total' || Object.keys(context).length > 0;
}

/** Rounded to two decimals, for display only. */
function percentOf(was: string | undefined, is: string | undefined): number | null {
  if (was === undefined || is === undefined || Number(was) === 0) return null;
  return Math.round((10_000 * (Number(is) - Number(was))) / Number(was)) / 100;
}

function changeWords(was: string | undefined, is: string | undefined, percent: number | null): string {
  if (was === undefined || is === undefined) return '';
  const decimals = Math.max(was.split('.')[1]?.length ?? 0, is.split('.')[1]?.length ?? 0);
  const change = (Number(is) - Number(was)).toFixed(decimals);
  const sign = Number(change) > 0 ? '+' : '';
  return `${sign}${groupDigits(change)}${percent === null ? '' : ` (${percent > 0 ? '+' : ''}${percent}%)`}`;
}

function buyerWords(one: ChangedCase): string {
  const { context, at, quantities } = one;
  const parts = [
    factWords(context),
    at === null ? '' : `from ${shownInstant(at)}`,
    Object.keys(quantities).length === 0 ? '' : `for ${factWords(quantities)}`,
  ].filter(Boolean);
  return `${parts.join(', ') || 'usual buyer'}${isPaid(one) ? ', after discounts' : ''}`;
}
