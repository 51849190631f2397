import type { Invariant } from '../../book/model/check.js';
import type { Effort } from '../formula/find-excess.js';
import type { Quantities } from '../formula/price-sum.js';
import { checkIncreasing } from './check-increasing.js';
import { noteBroken } from './counterexample.js';
import { findBroken, type Priced, plainExample, priceAt, wantedAt } from './find-broken.js';
import type { Findings } from './findings.js';
import { boundedBy, type Requirement, withinLimits } from './price-bounds.js';
import type { PriceGrid } from './price-grid.js';
import { undecidedReason } from './undecided-reason.js';

/** Tries an invariant on every combination of a product that it speaks of. */
export function checkInvariant(
  grid: PriceGrid,
  { where, statement }: Invariant,
  findings: Findings,
  effort: Effort,
): void {
  switch (statement.kind) {
    case 'against': {
      const requirement = boundedBy(statement.atMost, statement.atLeast);
      for (const index of grid.where(where)) {
        const other = grid.changed(index, statement.changed);
        if (other === undefined || other === index) continue;
        if (grid.list(index) === undefined || grid.list(other) === undefined) continue;
        tryPrices(whole(grid, index), whole(grid, other), requirement, findings, effort);
      }
      return;
    }
    case 'increasing':
      checkIncreasing(grid, where, statement.fact, findings, effort);
      return;
    case 'bounds': {
      const requirement = withinLimits(statement.floor, statement.ceiling);
      for (const index of grid.where(where)) {
        if (grid.list(index) !== undefined) {
          tryPrices(whole(grid, index), undefined, requirement, findings, effort);
        }
      }
      return;
    }
    case 'offered':
      for (const index of grid.where(where)) {
        findings.tried++;
        if (grid.list(index) !== undefined) continue;
        const said = { found: 'not offered', wanted: 'a price', quantities: NO_QUANTITIES };
        noteBroken(findings, { grid, index }, [], () => said);
      }
      return;
    case 'largest_change':
      return; // It is about two books: see check-largest-change.ts.
  }
}

const NO_QUANTITIES: Quantities = new Map();

/** A combination at all of its quantities. */
export function whole(grid: PriceGrid, index: number): Priced {
  return { grid, index, fixed: NO_QUANTITIES };
}

/** Holds a requirement against a price, and notes what comes of it. */
function tryPrices(
  priced: Priced,
  other: Priced | undefined,
  requirement: Requirement,
  findings: Findings,
  effort: Effort,
): void {
  findings.tried++;
  const outcome = findBroken(priced, other, requirement, effort);
  if (outcome.kind === 'undecided') findings.unproven ??= undecidedReason(priced.grid, outcome.facts);
  if (outcome.kind !== 'broken') return;
  noteBroken(findings, priced, other === undefined ? [] : [other], () => {
    const quantities = plainExample(priced, other, requirement, outcome.quantities, effort);
    const wanted = wantedAt(priced, other, requirement, quantities) ?? '';
    return { found: priceAt(priced, quantities), wanted, quantities };
  });
}
