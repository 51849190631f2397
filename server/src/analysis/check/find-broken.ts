import type { RatePart } from '../../book/model/price-book.js';
import { type Effort, findExcess } from '../formula/find-excess.js';
import { firstTried, plainer, triedQuantity } from '../formula/plain-quantities.js';
import type { Quantities } from '../formula/price-sum.js';
import { type QuantityRange, quantityRange } from '../formula/quantity-range.js';
import type { Requirement } from './price-bounds.js';
import type { PriceGrid } from './price-grid.js';

/** A combination of a product that is offered, in a book. */
export interface Priced {
  readonly grid: PriceGrid;
  readonly index: number;
  /** Quantities that it is asked at, where not all of its interval is meant. */
  readonly fixed: Quantities;
}

/** Whether a requirement is met at all quantities; if not, quantities at which it is not. */
export type Outcome =
  | { readonly kind: 'met' }
  | { readonly kind: 'broken'; readonly quantities: Quantities }
  /** The quantities at which only rounding decides were too many. */
  | { readonly kind: 'undecided'; readonly facts: readonly string[] };

const MET: Outcome = { kind: 'met' };
const NO_QUANTITIES: Quantities = new Map();

/** Holds a requirement against a price, or against two, at every quantity that they are charged by. */
export function findBroken(
  priced: Priced,
  other: Priced | undefined,
  requirement: Requirement,
  effort: Effort,
): Outcome {
  const ranges = varyingQuantities(priced, other);
  if (ranges.length === 0) {
    const isMet = wantedAt(priced, other, requirement, NO_QUANTITIES) === undefined;
    return isMet ? MET : { kind: 'broken', quantities: NO_QUANTITIES };
  }
  const sums = [priced, other].map((one) => one?.grid.sum(one.index, varyingFacts(one), one.fixed));
  const [price, compared] = sums;
  if (price === undefined) return MET;
  let outcome = MET;
  for (const excess of requirement.excesses(price, compared)) {
    const answer = findExcess({ ...excess, ranges }, effort);
    if (answer.kind === 'found') return { kind: 'broken', quantities: answer.quantities };
    if (answer.kind === 'undecided') outcome = { kind: 'undecided', facts: ranges.map(({ fact }) => fact) };
  }
  return outcome;
}

/** The plainest quantities at which a requirement is broken, given some: if it can be, with a single one off its usual value. */
export function plainExample(
  priced: Priced,
  other: Priced | undefined,
  requirement: Requirement,
  found: Quantities,
  effort: Effort,
): Quantities {
  const parts = [priced, ...(other === undefined ? [] : [other])].flatMap(partsOf);
  const standing = priced.grid.factOf(priced.index);
  const tried = varyingQuantities(priced, other).map((range) =>
    triedQuantity(range, Number(standing(range.fact)), parts),
  );
  const isBroken = (quantities: Quantities): boolean => wantedAt(priced, other, requirement, quantities) !== undefined;
  const plain = firstTried(tried, isBroken);
  if (plain !== undefined) return plain;
  if (tried.length > 1) {
    for (const { range } of tried) {
      const rest = new Map(tried.filter((one) => one.range !== range).map((one) => [one.range.fact, one.usual]));
      const alone = (one: Priced): Priced => ({ ...one, fixed: new Map([...restOf(one, rest), ...one.fixed]) });
      const outcome = findBroken(alone(priced), other && alone(other), requirement, effort);
      if (outcome.kind !== 'broken') continue;
      return plainer(tried, new Map([...rest, ...outcome.quantities]), isBroken);
    }
  }
  return plainer(tried, found, isBroken);
}

/** Of some quantities, those that a price is charged by. */
function restOf({ grid, index }: Priced, rest: Quantities): Quantities {
  const metered = grid.metered(index);
  return new Map([...rest].filter(([fact]) => metered.has(fact)));
}

/** What would be right of a price at some quantities, where it is wrong. */
export function wantedAt(
  priced: Priced,
  other: Priced | undefined,
  requirement: Requirement,
  quantities: Quantities,
): string | undefined {
  return requirement.wanted(priceAt(priced, quantities), other === undefined ? '0' : priceAt(other, quantities));
}

/** The price at some quantities, and at those at which it is asked. */
export function priceAt(priced: Priced, quantities: Quantities): string {
  const { grid, index, fixed } = priced;
  if (quantities.size === 0 && fixed.size === 0) return grid.amount(index) ?? '0';
  // What varies for the other price alone has one value here.
  const facts = varyingFacts(priced);
  const own = [...quantities].filter(([fact]) => facts.has(fact));
  return grid.amountAt(index, new Map([...own, ...fixed])) ?? '0';
}

function varyingFacts({ grid, index, fixed }: Priced): ReadonlySet<string> {
  return new Set([...grid.metered(index).keys()].filter((fact) => !fixed.has(fact)));
}

/** The quantities that either price is charged by and that are not fixed. */
function varyingQuantities(priced: Priced, other: Priced | undefined): readonly QuantityRange[] {
  const ranges = new Map<string, QuantityRange>();
  for (const one of other === undefined ? [priced] : [priced, other]) {
    for (const [fact, interval] of one.grid.metered(one.index)) {
      if (!one.fixed.has(fact)) ranges.set(fact, quantityRange(fact, interval));
    }
  }
  return [...ranges.values()];
}

function partsOf({ grid, index }: Priced): readonly RatePart[] {
  const rule = grid.list(index)?.found.rule;
  return rule?.step === 'rate' ? rule.parts : [];
}
