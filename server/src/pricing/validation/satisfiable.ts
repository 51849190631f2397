import { type Comparison, comparisonsIn, type FactValue } from '../../book/model/condition.js';
import type { SplitConditions } from '../matching/compiled-rule.js';
import { comparisonMatches, conditionMatches } from '../matching/engine.js';
import type { ProductCard, RateCard } from '../rate-card.js';
import { agree, type PossibleValue, possibleValues } from './possible-values.js';

/** Facts of one question for which all the given rules match. */
export type Witness = ReadonlyMap<string, FactValue | null>;

export type Satisfiable =
  | { readonly kind: 'yes'; readonly witness: Witness }
  /** With the one fact that has no value left, if it is one alone. */
  | { readonly kind: 'no'; readonly fact?: string }
  /** Nested conditions on so many values that the search was given up. */
  | { readonly kind: 'unknown' };

const MAX_STEPS = 100_000;

/**
 * Whether rules, or other conditions, can hold together for a quote of one product. Exact: it tries every combination of classes of the
 * facts that are entangled (through nested conditions, or as parts of one moment), and each other fact on its own.
 */
export function satisfiable(card: RateCard, product: ProductCard, rules: readonly SplitConditions[]): Satisfiable {
  const top = new Map<string, Comparison[]>();
  const all = new Map<string, Comparison[]>();
  const entangled = new Set<string>();
  const note = (map: Map<string, Comparison[]>, comparison: Comparison): void => {
    const known = map.get(comparison.fact);
    if (known === undefined) map.set(comparison.fact, [comparison]);
    else known.push(comparison);
  };
  for (const rule of rules) {
    for (const comparison of rule.comparisons) {
      note(top, comparison);
      note(all, comparison);
    }
    for (const comparison of comparisonsIn(rule.nested)) {
      note(all, comparison);
      entangled.add(comparison.fact);
    }
  }
  const moments = ['at', 'date', 'weekday'].filter((fact) => all.has(fact));
  if (moments.length > 1) for (const fact of moments) entangled.add(fact);

  const witness = new Map<string, FactValue | null>();
  const open: { fact: string; values: readonly PossibleValue[] }[] = [];
  for (const [fact, comparisons] of all) {
    const must = top.get(fact) ?? [];
    const values = possibleValues(card, product, fact, comparisons).filter(({ value }) =>
      must.every((comparison) => comparisonMatches(comparison, value)),
    );
    const [first] = values;
    if (first === undefined) return { kind: 'no', fact };
    if (entangled.has(fact)) open.push({ fact, values });
    else witness.set(fact, first.value);
  }
  if (open.length === 0 && rules.every((rule) => rule.nested.length === 0)) return { kind: 'yes', witness };
  return search(open, rules, witness);
}

function search(
  open: readonly { fact: string; values: readonly PossibleValue[] }[],
  rules: readonly SplitConditions[],
  settled: ReadonlyMap<string, FactValue | null>,
): Satisfiable {
  const nested = rules.flatMap((rule) => rule.nested);
  // A condition is decided as soon as the last of its facts has a value.
  // One that names no fact, such as `none: [{}]`, is decided from the start.
  const decidedAt = nested.map((condition) => {
    const facts = new Set([...comparisonsIn([condition])].map((comparison) => comparison.fact));
    return Math.max(-1, ...open.map(({ fact }, index) => (facts.has(fact) ? index : -1)));
  });
  const settledAlready = nested.filter((_, index) => decidedAt[index] === -1);
  const chosen = new Map<string, PossibleValue>();
  const factOf = (fact: string): FactValue | null => chosen.get(fact)?.value ?? settled.get(fact) ?? null;
  let steps = 0;
  const descend = (depth: number): boolean => {
    const next = open[depth];
    if (next === undefined) return agree(chosen.get('at'), chosen.get('date'), chosen.get('weekday'));
    for (const value of next.values) {
      if (++steps > MAX_STEPS) return false;
      chosen.set(next.fact, value);
      const holds = nested.every(
        (condition, index) => decidedAt[index] !== depth || conditionMatches(condition, factOf),
      );
      if (holds && descend(depth + 1)) return true;
    }
    chosen.delete(next.fact);
    return false;
  };
  if (!settledAlready.every((condition) => conditionMatches(condition, factOf))) return { kind: 'no' };
  if (descend(0))
    return {
      kind: 'yes',
      witness: new Map([...settled, ...[...chosen].map(([fact, { value }]) => [fact, value] as const)]),
    };
  return steps > MAX_STEPS ? { kind: 'unknown' } : { kind: 'no' };
}
