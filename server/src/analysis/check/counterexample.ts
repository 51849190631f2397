import type { FactValue } from '../../book/model/condition.js';
import { rulesIn } from '../compare/changed-case.js';
import type { Quantities } from '../formula/price-sum.js';
import { refOf } from '../space/rule-ref.js';
import { factsAt, unusualFacts } from '../space/stated-facts.js';
import type { Counterexample } from './check-result.js';
import type { Priced } from './find-broken.js';
import type { Findings } from './findings.js';
import type { PriceGrid } from './price-grid.js';

/** What a counter-example says of its amounts. */
export interface Said {
  readonly found: string;
  readonly wanted: string;
}

/**
 * Counts a combination that breaks a check, and keeps it as the counter-example where it is the smallest.
 *
 * @param others what it is compared with
 * @param say asked only where it is kept: at which quantities, and what to say
 */
export function noteBroken(
  findings: Findings,
  { grid, index }: Pick<Priced, 'grid' | 'index'>,
  others: readonly Pick<Priced, 'grid' | 'index'>[],
  say: () => Said & { readonly quantities: Quantities },
): void {
  findings.broken++;
  const size = unusualCount(grid, index);
  if (findings.smallest !== undefined && findings.smallest.size <= size) return;
  const { found, wanted, quantities } = say();
  const rules = [{ grid, index }, ...others].flatMap((one) => {
    const list = one.grid.list(one.index);
    return list === undefined ? [] : rulesIn(list);
  });
  const example: Counterexample = {
    ...factsOf(grid, index, quantities),
    found,
    wanted,
    rules: [...new Set(rules.map(refOf))],
  };
  findings.smallest = { size, example };
}

function factsOf(
  grid: PriceGrid,
  index: number,
  quantities: Quantities,
): Omit<Counterexample, 'found' | 'wanted' | 'rules'> {
  const { product } = grid.side.product;
  const isOption = (fact: string): boolean => product.options.has(fact);
  const options = grid.domains.filter(({ fact }) => isOption(fact));
  const others = grid.domains.filter(({ fact }) => !isOption(fact));
  const places = new Map(grid.domains.map((domain, place) => [domain, grid.placeIn(index, place)]));
  const { context, at } = unusualFacts(others, places);
  const stated = (own: boolean): Record<string, FactValue> =>
    Object.fromEntries([...quantities].filter(([fact]) => isOption(fact) === own));
  return {
    product: product.id,
    title: product.title,
    options: { ...factsAt(options, places), ...stated(true) },
    context: { ...context, ...stated(false) },
    ...(at === undefined ? {} : { at }),
  };
}

/** How many facts of a combination are off their defaults. */
function unusualCount(grid: PriceGrid, index: number): number {
  const { options } = grid.side.product.product;
  let count = 0;
  for (const [place, { fact, values }] of grid.domains.entries()) {
    const value = values[grid.placeIn(index, place)]?.value;
    const normal = options.has(fact) ? options.get(fact)?.default : values[0]?.value;
    if (value !== normal) count++;
  }
  return count;
}
