import type { Invariant } from '../../book/checks.js';
import { rulesIn } from '../compare/moved-case.js';
import { type Quantities, quantitiesIn } from '../compare/sample-quantities.js';
import { refOf } from '../space/rule-ref.js';
import { factsAt, unusualFacts } from '../space/stated-facts.js';
import type { Counterexample } from './check-result.js';
import { boundsJudge, type Judge, less, limitsJudge } from './price-bounds.js';
import type { PriceGrid } from './price-grid.js';

/** What an invariant came to for the combinations of one product. */
export interface Findings {
  tried: number;
  broken: number;
  /** The smallest counter-example, and how many of its facts are off their defaults. */
  smallest: { readonly size: number; readonly example: Counterexample } | undefined;
  /** Why it could not be proven, where it could not. */
  unproven: string | undefined;
}

export function noFindings(): Findings {
  return { tried: 0, broken: 0, smallest: undefined, unproven: undefined };
}

/** Tries an invariant on every combination of a product that it speaks of. */
export function checkInvariant(grid: PriceGrid, { where, statement }: Invariant, findings: Findings): void {
  switch (statement.kind) {
    case 'against': {
      const judge = boundsJudge(statement.atMost, statement.atLeast);
      for (const index of grid.where(where)) {
        const other = grid.changed(index, statement.changed);
        if (other === undefined || other === index) continue;
        if (grid.list(index) === undefined || grid.list(other) === undefined) continue;
        tryOne(grid, findings, index, other, judge);
      }
      return;
    }
    case 'increasing':
      checkIncreasing(grid, where, statement.fact, findings);
      return;
    case 'bounds': {
      const judge = limitsJudge(statement.floor, statement.ceiling);
      for (const index of grid.where(where)) {
        if (grid.list(index) !== undefined) tryOne(grid, findings, index, undefined, judge);
      }
      return;
    }
    case 'offered':
      for (const index of grid.where(where)) {
        findings.tried++;
        if (grid.list(index) === undefined) note(grid, findings, index, undefined, NONE, 'a price');
      }
      return;
    case 'largest_change':
      return; // It is about two books: see check-largest-change.ts.
  }
}

const NONE: Quantities = new Map();

/** Each value of the fact against the next larger one that is offered. */
function checkIncreasing(grid: PriceGrid, where: Invariant['where'], fact: string, findings: Findings): void {
  const domain = grid.domains.findIndex((one) => one.fact === fact);
  const values = grid.domains[domain]?.values ?? [];
  const order = values
    .map(({ value }, place) => ({ value, place }))
    .filter((one): one is { value: number; place: number } => typeof one.value === 'number')
    .sort((a, b) => a.value - b.value)
    .map(({ place }) => place);
  const judge: Judge = (amount, other) =>
    amount !== null && other !== null && less(amount, other) ? `at least the ${other} of a smaller ${fact}` : undefined;
  for (const index of grid.where(where)) {
    const at = order.indexOf(grid.placeIn(index, domain));
    if (at < 0) continue;
    if (grid.metered(index).has(fact)) checkWithin(grid, findings, index, fact);
    for (let before = at - 1; before >= 0; before--) {
      const other = grid.moved(index, domain, order[before] ?? 0);
      if (grid.list(other) === undefined || grid.list(index) === undefined) continue;
      tryOne(grid, findings, index, other, judge);
      break;
    }
  }
}

/** Whether a price grows with a quantity that it is charged by, within one interval. */
function checkWithin(grid: PriceGrid, findings: Findings, index: number, fact: string): void {
  findings.tried++;
  if (isMonotone(grid, index)) return;
  const metered = grid.metered(index);
  const { all, complete } = quantitiesIn(metered, standing(grid, index), listsOf(grid, [index]));
  let last: { readonly quantity: number; readonly amount: string } | undefined;
  const sorted = [...all].sort((a, b) => (a.get(fact) ?? 0) - (b.get(fact) ?? 0));
  for (const quantities of sorted) {
    const amount = grid.amountAt(index, quantities);
    const quantity = quantities.get(fact) ?? 0;
    if (amount !== null && last !== undefined && quantity > last.quantity && less(amount, last.amount)) {
      note(grid, findings, index, undefined, quantities, `at least the ${last.amount} of ${last.quantity}`);
      return;
    }
    if (amount !== null) last = { quantity, amount };
  }
  if (!complete || metered.size > 1) findings.unproven ??= tooManyQuantities([...metered.keys()]);
}

function tryOne(grid: PriceGrid, findings: Findings, index: number, other: number | undefined, judge: Judge): void {
  findings.tried++;
  const metered = new Map([...grid.metered(index), ...(other === undefined ? [] : grid.metered(other))]);
  if (metered.size === 0) {
    const wanted = judge(grid.amount(index), other === undefined ? null : grid.amount(other));
    if (wanted !== undefined) note(grid, findings, index, other, NONE, wanted);
    return;
  }
  const pair = other === undefined ? [index] : [index, other];
  const { all, complete } = quantitiesIn(metered, standing(grid, index), listsOf(grid, pair));
  for (const quantities of all) {
    const wanted = judge(
      grid.amountAt(index, quantities),
      other === undefined ? null : grid.amountAt(other, quantities),
    );
    if (wanted !== undefined) {
      note(grid, findings, index, other, quantities, wanted);
      return;
    }
  }
  // The ends of its interval are among those that were tried: a price that only grows lies between them.
  const ended = [...metered.values()].every(({ fromIncluded, to }) => fromIncluded && to !== undefined);
  if (!complete && !(other === undefined && ended && isMonotone(grid, index))) {
    findings.unproven ??= tooManyQuantities([...metered.keys()]);
  }
}

/** Amounts of a book are never negative, so only a step that prices all of a quantity can make more cost less. */
function isMonotone(grid: PriceGrid, index: number): boolean {
  const rule = grid.list(index)?.found.rule;
  return rule?.step !== 'rate' || rule.parts.every((part) => part.kind !== 'tiers' || part.tiers === 'graduated');
}

function tooManyQuantities(facts: readonly string[]): string {
  const names = facts.map((fact) => `\`${fact}\``).join(' and ');
  return `${names} can have more values than can be tried: a minimum, a maximum and a step would bound them`;
}

function standing(grid: PriceGrid, index: number): (fact: string) => number {
  const factOf = grid.factOf(index);
  return (fact) => Number(factOf(fact));
}

function listsOf(grid: PriceGrid, indexes: readonly number[]) {
  return indexes.flatMap((index) => grid.list(index) ?? []);
}

function note(
  grid: PriceGrid,
  findings: Findings,
  index: number,
  other: number | undefined,
  quantities: Quantities,
  wanted: string,
): void {
  findings.broken++;
  const size = unusualCount(grid, index);
  if (findings.smallest !== undefined && findings.smallest.size <= size) return;
  const { product } = grid.side.product;
  const options = grid.domains.filter(({ fact }) => product.options.has(fact));
  const places = new Map(grid.domains.map((domain, place) => [domain, grid.placeIn(index, place)]));
  const { context, at } = unusualFacts(
    grid.domains.filter((domain) => !options.includes(domain)),
    places,
  );
  const rules = listsOf(grid, other === undefined ? [index] : [index, other]).flatMap(rulesIn);
  findings.smallest = {
    size,
    example: {
      product: product.id,
      title: product.title,
      options: { ...factsAt(options, places), ...Object.fromEntries(quantities) },
      context,
      ...(at === undefined ? {} : { at }),
      found: grid.amountAt(index, quantities) ?? 'not offered',
      wanted,
      rules: [...new Set(rules.map(refOf))],
    },
  };
}

function unusualCount(grid: PriceGrid, index: number): number {
  const { options } = grid.side.product.product;
  let count = 0;
  for (const [place, { fact, values }] of grid.domains.entries()) {
    const at = grid.placeIn(index, place);
    const normal = options.has(fact) ? options.get(fact)?.default : values[0]?.value;
    if (values[at]?.value !== normal) count++;
  }
  return count;
}
