import { BigNumber } from 'bignumber.js';
import type { Condition } from '../../book/model/condition.js';
import { compare } from '../../pricing/fraction.js';
import type { Effort } from '../formula/find-excess.js';
import { endsOfPieces, piecesOf } from '../formula/pieces.js';
import type { Quantities } from '../formula/price-sum.js';
import { largestUpTo, type QuantityRange, quantityRange, smallestFrom } from '../formula/quantity-range.js';
import { noteBroken } from './counterexample.js';
import { findBroken, type Priced, plainExample, priceAt, wantedAt } from './find-broken.js';
import type { Findings } from './findings.js';
import { notUnder } from './price-bounds.js';
import type { PriceGrid } from './price-grid.js';
import { undecidedReason } from './undecided-reason.js';

/**
 * Whether a price never falls as a fact grows: each value against the next smaller one that is offered. Between two
 * intervals these are the last value of the lower and the first of the upper one, each priced by its own rule. Within an
 * interval, a price falls only where a step ends that prices all of a quantity.
 */
export function checkIncreasing(
  grid: PriceGrid,
  where: readonly Condition[],
  fact: string,
  findings: Findings,
  effort: Effort,
): void {
  const domain = grid.domains.findIndex((one) => one.fact === fact);
  const values = grid.domains[domain]?.values ?? [];
  const order = values
    .map(({ value }, place) => ({ value, place }))
    .filter((one): one is { value: number; place: number } => typeof one.value === 'number')
    .sort((a, b) => a.value - b.value)
    .map(({ place }) => place);
  for (const index of grid.where(where)) {
    const at = order.indexOf(grid.placeIn(index, domain));
    if (at < 0 || grid.list(index) === undefined) continue;
    if (grid.metered(index).has(fact)) {
      findings.tried++;
      for (const [smaller, larger] of fallsWithin(grid, index, fact)) {
        if (comparePair(atValue(grid, index, smaller), atValue(grid, index, larger), fact, findings, effort)) break;
      }
    }
    for (let before = at - 1; before >= 0; before--) {
      const other = grid.moved(index, domain, order[before] ?? 0);
      if (grid.list(other) === undefined) continue;
      findings.tried++;
      comparePair(
        atValue(grid, other, endOf(grid, other, fact, 'last')),
        atValue(grid, index, endOf(grid, index, fact, 'first')),
        fact,
        findings,
        effort,
      );
      break;
    }
  }
}

/** One value of the fact, and the interval that it is of, where a rounder one may be said instead. */
interface ValueOfFact {
  readonly fact: string;
  readonly value: number;
  readonly range: QuantityRange | undefined;
}

interface At {
  readonly priced: Priced;
  readonly of: ValueOfFact;
}

function atValue(grid: PriceGrid, index: number, of: ValueOfFact): At {
  return { priced: pricedAt(grid, index, of), of };
}

function pricedAt(grid: PriceGrid, index: number, { fact, value, range }: ValueOfFact): Priced {
  const fixed: Quantities = range === undefined ? new Map() : new Map([[fact, value]]);
  return { grid, index, fixed };
}

/** The end of the interval that a combination stands in; of a choice, the choice. */
function endOf(grid: PriceGrid, index: number, fact: string, end: 'first' | 'last'): ValueOfFact {
  const interval = grid.interval(index, fact);
  if (interval === undefined) return { fact, value: Number(grid.factOf(index)(fact)), range: undefined };
  const range = quantityRange(fact, interval);
  return { fact, value: range[end], range };
}

/** Neighbouring values of an interval of which the larger is charged less by itself. */
function fallsWithin(grid: PriceGrid, index: number, fact: string): readonly (readonly [ValueOfFact, ValueOfFact])[] {
  const interval = grid.interval(index, fact);
  const term = grid.sum(index, new Set(grid.metered(index).keys()), new Map()).terms.get(fact);
  if (interval === undefined || term === undefined) return [];
  const range = quantityRange(fact, interval);
  const pieces = piecesOf(range, endsOfPieces(range, term.parts));
  return pieces.slice(1).flatMap((piece, place) => {
    const end = pieces[place]?.last ?? piece.first;
    if (compare(term.at(piece.first), term.at(end)) >= 0) return [];
    const values = [
      { fact, value: end, range: pieces[place] },
      { fact, value: piece.first, range: piece },
    ] as const;
    return [values];
  });
}

/** @returns whether the larger value costs less somewhere */
function comparePair(smaller: At, larger: At, fact: string, findings: Findings, effort: Effort): boolean {
  const { grid } = larger.priced;
  const outcome = findBroken(larger.priced, smaller.priced, notUnder(''), effort);
  if (outcome.kind === 'undecided') findings.unproven ??= undecidedReason(grid, outcome.facts);
  if (outcome.kind !== 'broken') return false;
  noteBroken(findings, larger.priced, [smaller.priced], () => {
    const quantities = plainExample(larger.priced, smaller.priced, notUnder(''), outcome.quantities, effort);
    const [low, high] = roundValues(smaller, larger, quantities);
    const ofWhat = low.of.range === undefined ? `a smaller ${fact}` : `${low.of.value}`;
    return {
      found: priceAt(high.priced, quantities),
      wanted: wantedAt(high.priced, low.priced, notUnder(ofWhat), quantities) ?? '',
      quantities: new Map([...quantities, ...high.priced.fixed]),
    };
  });
  return true;
}

/** Rounder values of the fact at which the larger one still costs less: 100 and 101 rather than 100 and 100.000000000001. */
function roundValues(smaller: At, larger: At, quantities: Quantities): readonly [At, At] {
  const isBroken = (low: At, high: At): boolean =>
    wantedAt(high.priced, low.priced, notUnder(''), quantities) !== undefined;
  const [low = smaller] = rounder(smaller, 'down').filter((one) => isBroken(one, larger));
  const [high = larger] = rounder(larger, 'up').filter((one) => isBroken(low, one));
  return [low, high];
}

/** Values of a few decimals near one, the roundest first. */
function rounder({ priced: { grid, index }, of }: At, to: 'up' | 'down'): readonly At[] {
  const { range, value } = of;
  if (range === undefined) return [];
  const near = Array.from({ length: MOST_DECIMALS }, (_, decimals) =>
    to === 'up'
      ? smallestFrom(range, new BigNumber(value).dp(decimals, BigNumber.ROUND_CEIL))
      : largestUpTo(range, new BigNumber(value).dp(decimals, BigNumber.ROUND_FLOOR)),
  );
  return near.filter((one) => one !== undefined).map((one) => atValue(grid, index, { ...of, value: one }));
}

const MOST_DECIMALS = 12;
