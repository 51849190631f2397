import type { Domain } from './fact-domain.js';

/** Sets a fact to a value of its domain, by the value's place. */
export type SetFact = (domain: Domain, place: number) => void;

/**
 * Walks over every combination of some facts, in a stable order: the last fact changes first. Each combination is set
 * before it is its turn, and only the facts that have changed are set again.
 */
export function* combinationsOf(domains: readonly Domain[], set: SetFact): Generator<void> {
  const places = new Array<number>(domains.length).fill(0);
  if (domains.some(({ values }) => values.length === 0)) return;
  for (const domain of domains) set(domain, 0);
  for (;;) {
    yield;
    let last = domains.length - 1;
    for (; last >= 0; last--) {
      const domain = domains[last];
      if (domain === undefined) return;
      const next = (places[last] ?? 0) + 1;
      places[last] = next < domain.values.length ? next : 0;
      set(domain, places[last] ?? 0);
      if (next < domain.values.length) break;
    }
    if (last < 0) return;
  }
}
