import type { Invariant } from '../../book/model/check.js';
import type { RateCard } from '../../pricing/rate-card.js';
import type { Effort } from '../formula/find-excess.js';
import { type ProductInBook, priceSpace } from '../space/price-space.js';
import { AmountMemo } from '../space/priced-book.js';
import { MOST_COMBINATIONS, type TooLarge, tooLarge } from '../space/too-large.js';
import { checkExpectation } from './check-expectation.js';
import { checkInvariant } from './check-invariant.js';
import { checkChanges } from './check-largest-change.js';
import type { CheckResult } from './check-result.js';
import { factsAsked } from './facts-asked.js';
import { type Findings, noFindings } from './findings.js';
import { type Amount, PriceGrid } from './price-grid.js';

export interface CheckScope {
  readonly card: RateCard;
  /** Milliseconds since 1970: moments from then on matter. */
  readonly at: number;
  /** The book that the card would come after; without one, no change is too large. */
  readonly before?: RateCard;
  /** How many combinations a product may have. */
  readonly most?: number;
}

/** How many parts of the space of quantities are looked at for the checks of a book: a few seconds. */
const MOST_EFFORT = 200_000;

/**
 * Runs every check of a book: expectations by asking for their quotes, invariants over every combination that they
 * speak of, so that one that holds is proven. In the order of the book.
 */
export function runChecks(scope: CheckScope): readonly CheckResult[] {
  const { card, at } = scope;
  const invariants = card.book.checks.filter((check): check is Invariant => check.kind === 'invariant');
  const found = new Map(invariants.map((check) => [check, noFindings()]));
  const list = invariants.filter(({ of, statement }) => of === 'list_price' && statement.kind !== 'largest_change');
  const total = invariants.filter(({ of, statement }) => of === 'total' && statement.kind !== 'largest_change');
  const memo = new AmountMemo();
  const effort: Effort = { left: MOST_EFFORT };
  for (const product of card.products.values()) {
    const side = { card, product };
    for (const [amount, checks] of [
      ['list_price', list],
      ['total', total],
    ] as const) {
      if (checks.length === 0) continue;
      const grid = gridOf(side, checks, amount, scope, memo);
      for (const check of checks) {
        const findings = found.get(check);
        if (findings === undefined) continue;
        if (grid instanceof PriceGrid) checkInvariant(grid, check, findings, effort);
        else findings.tooLarge ??= grid;
      }
    }
  }
  const { before, most = MOST_COMBINATIONS } = scope;
  const changes = invariants.filter(({ statement }) => statement.kind === 'largest_change');
  if (before !== undefined) checkChanges({ before, card, at, most }, changes, (check) => found.get(check), effort);
  return card.book.checks.map((check): CheckResult => {
    if (check.kind === 'expectation') return checkExpectation(card, check, at);
    return resultOf(check, found.get(check) ?? noFindings());
  });
}

function gridOf(
  side: ProductInBook,
  checks: readonly Invariant[],
  amount: Amount,
  { at, most = MOST_COMBINATIONS }: CheckScope,
  memo: AmountMemo,
): PriceGrid | TooLarge {
  const ordered = checks.flatMap(({ statement }) => (statement.kind === 'increasing' ? [statement.fact] : []));
  const space = priceSpace([side], at, checks.flatMap(factsAsked), ordered);
  return tooLarge(side.product.product.id, space, most) ?? new PriceGrid(side, space, amount, memo);
}

function resultOf(check: Invariant, findings: Findings): CheckResult {
  const { tried, broken, smallest, unproven, tooLarge: size } = findings;
  if (smallest !== undefined) return { check, tried, outcome: 'failed', broken, counterexample: smallest.example };
  if (size !== undefined) {
    const { product, combinations, most } = size;
    const reason = `${product} has ${combinations.toLocaleString('en')} combinations, more than the ${most.toLocaleString('en')} that are tried`;
    return { check, tried, outcome: 'not_proven', reason, tooLarge: size };
  }
  if (unproven !== undefined) return { check, tried, outcome: 'not_proven', reason: unproven };
  return { check, tried, outcome: 'passed' };
}
