import type { Invariant } from '../../book/checks.js';
import { type Comparison, comparisonsIn, type FactValue } from '../../book/condition.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { allMoved, compare } from '../compare/compare.js';
import { priceSpace, type Side } from '../space/price-space.js';
import { AmountMemo } from '../space/priced-side.js';
import { MOST_COMBINATIONS, type TooLarge, tooLarge } from '../space/too-large.js';
import { checkExpectation } from './check-expectation.js';
import { checkInvariant, type Findings, noFindings } from './check-invariant.js';
import { checkChange } from './check-largest-change.js';
import type { CheckResult } from './check-result.js';
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

/**
 * Runs every check of a book: expectations by asking for their quotes, invariants over every combination that they
 * speak of, so that one that holds is proven. In the order of the book.
 */
export function runChecks(scope: CheckScope): readonly CheckResult[] {
  const { card, at } = scope;
  const invariants = card.book.checks.filter((check): check is Invariant => check.kind === 'invariant');
  const found = new Map(invariants.map((check) => [check, newFound()]));
  const list = invariants.filter(({ of, statement }) => of === 'list_price' && statement.kind !== 'largest_change');
  const total = invariants.filter(({ of, statement }) => of === 'total' && statement.kind !== 'largest_change');
  const memo = new AmountMemo();
  for (const product of card.products.values()) {
    const side = { card, product };
    for (const [amount, checks] of [
      ['list_price', list],
      ['total', total],
    ] as const) {
      if (checks.length === 0) continue;
      const grid = gridOf(side, checks, amount, scope, memo);
      for (const check of checks) {
        const own = found.get(check);
        if (own === undefined) continue;
        if (grid instanceof PriceGrid) checkInvariant(grid, check, own.findings);
        else own.size ??= grid;
      }
    }
  }
  checkChanges(scope, invariants, (check) => found.get(check)?.findings);
  return card.book.checks.map((check): CheckResult => {
    if (check.kind === 'expectation') return checkExpectation(card, check, at);
    const own = found.get(check);
    return own === undefined ? { check, tried: 0, outcome: 'holds' } : resultOf(check, own.findings, own.size);
  });
}

/** What an invariant has come to so far, and the first product that is too large for it. */
interface Found {
  readonly findings: Findings;
  size: TooLarge | undefined;
}

function newFound(): Found {
  return { findings: noFindings(), size: undefined };
}

function gridOf(
  side: Side,
  checks: readonly Invariant[],
  amount: Amount,
  { at, most = MOST_COMBINATIONS }: CheckScope,
  memo: AmountMemo,
): PriceGrid | TooLarge {
  const space = priceSpace([side], at, checks.flatMap(factsAsked));
  return tooLarge(side.product.product.id, space, most) ?? new PriceGrid(side, space, amount, memo);
}

/** What a check asks of facts, so that the space is fine enough for it. */
function factsAsked({ where, statement, source }: Invariant): readonly Comparison[] {
  const asked = [...comparisonsIn(where)];
  if (statement.kind !== 'against') return asked;
  const changed = Object.entries(statement.changed).map(
    ([fact, value]: [string, FactValue]): Comparison => ({
      fact,
      operator: 'equal',
      value,
      source,
      factSource: source,
    }),
  );
  return [...asked, ...changed];
}

function checkChanges(
  { card, at, before, most }: CheckScope,
  invariants: readonly Invariant[],
  findingsOf: (check: Invariant) => Findings | undefined,
): void {
  const checks = invariants.filter(({ statement }) => statement.kind === 'largest_change');
  if (checks.length === 0 || before === undefined) return;
  for (const moved of allMoved(compare(before, card, at, most))) {
    for (const check of checks) {
      const findings = findingsOf(check);
      if (findings === undefined || check.statement.kind !== 'largest_change') continue;
      checkChange(card, moved, at, check, check.statement.percent, findings);
    }
  }
}

function resultOf(check: Invariant, findings: Findings, size: TooLarge | undefined): CheckResult {
  const { tried, broken, smallest, unproven } = findings;
  if (smallest !== undefined) return { check, tried, outcome: 'broken', broken, counterexample: smallest.example };
  if (size !== undefined) {
    const { product, combinations, most } = size;
    const reason = `${product} has ${combinations.toLocaleString('en')} combinations, more than the ${most.toLocaleString('en')} that are tried`;
    return { check, tried, outcome: 'not_proven', reason, tooLarge: size };
  }
  if (unproven !== undefined) return { check, tried, outcome: 'not_proven', reason: unproven };
  return { check, tried, outcome: 'holds' };
}
