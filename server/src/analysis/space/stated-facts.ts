import type { FactValue } from '../../book/model/condition.js';
import type { Domain } from './fact-domain.js';
import type { Interval } from './interval.js';
import { MOMENT } from './price-space.js';

/** Where each fact stands in its domain. */
export type Places = ReadonlyMap<Domain, number>;

/** The facts that are stated. */
export function factsAt(domains: readonly Domain[], places: Places): Record<string, FactValue> {
  const facts: Record<string, FactValue> = {};
  for (const domain of domains) {
    const value = domain.values[places.get(domain) ?? 0]?.value ?? null;
    if (value !== null) facts[domain.fact] = value;
  }
  return facts;
}

/** The facts that are not at their first values, which are the usual ones; the moment apart. */
export function unusualFacts(
  domains: readonly Domain[],
  places: Places,
): {
  readonly context: Readonly<Record<string, FactValue>>;
  readonly at: number | undefined;
} {
  const context: Record<string, FactValue> = {};
  let at: number | undefined;
  for (const domain of domains) {
    const place = places.get(domain) ?? 0;
    const value = domain.values[place]?.value ?? null;
    if (place === 0 || value === null) continue;
    if (domain.fact === MOMENT) at = Number(value);
    else context[domain.fact] = value;
  }
  return { context, at };
}

/** The facts that stand for a whole interval. */
export function intervalsAt(domains: readonly Domain[], places: Places): ReadonlyMap<string, Interval> {
  const intervals = new Map<string, Interval>();
  for (const domain of domains) {
    const interval = domain.values[places.get(domain) ?? 0]?.interval;
    if (interval !== undefined) intervals.set(domain.fact, interval);
  }
  return intervals;
}
