import type { RateCard } from '../../pricing/rate-card.js';
import { dearBatches } from './dear-batches.js';
import { flatOverrides } from './flat-overrides.js';
import { productsWithoutPrice } from './products-without-price.js';
import { ratesTooFine } from './rates-too-fine.js';
import { rulesForEverybody } from './rules-for-everybody.js';
import { uncoveredRanges } from './uncovered-ranges.js';
import { unusedFacts } from './unused-facts.js';
import type { Warning } from './warning.js';

const KINDS: readonly ((card: RateCard) => Iterable<Warning>)[] = [
  productsWithoutPrice,
  unusedFacts,
  uncoveredRanges,
  ratesTooFine,
  flatOverrides,
  dearBatches,
  rulesForEverybody,
];

/**
 * What is valid but suspicious in a price book, in the order of its files and lines. Pure; its time grows with the
 * number of rules, since each kind reasons about rules and looks at no quotes.
 *
 * @example a coupon that was forgotten: `Spring takes 15% off for everybody, whatever they buy`, at the discount's line
 */
export function findWarnings(card: RateCard): readonly Warning[] {
  const found = KINDS.flatMap((kind) => [...kind(card)]);
  return found.sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}
