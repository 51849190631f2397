import { type Comparison, constantsOf, type FactValue } from '../../book/model/condition.js';
import type { Rule } from '../../book/model/price-book.js';
import { type MaskedRules, type MaskPool, maskRules, matchesOf } from './class-masks.js';
import type { CompiledRule, FactSlots, SlotOf } from './compiled-rule.js';
import { comparisonMatches } from './engine.js';

/** As many rules as are decided at once without splitting them further: one word of mask. */
const SMALL = 32;
/** A split may repeat rules that do not test its fact; above this many times the rules, it is not worth it. */
const MAX_REPEATED = 4;

/**
 * An index on the equality conditions of rules: product first, as a rule, then options. It leads a quote to the few
 * rules that could match, so that the cost of a quote does not grow with the book.
 */
export type RuleIndex<R extends Rule> = MaskedRules<R> | Split<R>;

export interface Split<R extends Rule> {
  readonly kind: 'split';
  readonly slot: number;
  readonly children: ReadonlyMap<FactValue, RuleIndex<R>>;
  /** For values that no rule names, and for an absent fact. */
  readonly other: RuleIndex<R>;
}

/** @param rules in the order of their positions */
export function buildRuleIndex<R extends Rule>(rules: readonly CompiledRule<R>[], slotOf: SlotOf): RuleIndex<R> {
  return build(rules, slotOf, new Set(), new Map());
}

/** The part of an index that questions with one fact's value known are led to. */
export function within<R extends Rule>(ruleIndex: RuleIndex<R>, slot: number, value: FactValue): RuleIndex<R> {
  if (ruleIndex.kind === 'leaf' || ruleIndex.slot !== slot) return ruleIndex;
  return ruleIndex.children.get(value) ?? ruleIndex.other;
}

/** The rules that match, in the order of their positions. */
export function matchesIn<R extends Rule>(ruleIndex: RuleIndex<R>, facts: FactSlots): CompiledRule<R>[] {
  return matchesOf(leafFor(ruleIndex, facts), facts);
}

/** The rules that could match: what is left once the index has been asked. */
export function possibleMatches<R extends Rule>(ruleIndex: RuleIndex<R>, facts: FactSlots): readonly CompiledRule<R>[] {
  return leafFor(ruleIndex, facts).rules;
}

/**
 * The rules that could match where only some facts are known, each once.
 *
 * @param known the value of the fact in a slot, null where it is absent; undefined where it could be anything
 */
export function possibleMatchesWhere<R extends Rule>(
  ruleIndex: RuleIndex<R>,
  known: (slot: number) => FactValue | null | undefined,
): readonly CompiledRule<R>[] {
  const found = new Set<CompiledRule<R>>();
  const stack: RuleIndex<R>[] = [ruleIndex];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'leaf') {
      for (const rule of node.rules) found.add(rule);
      continue;
    }
    const value = known(node.slot);
    if (value === undefined) stack.push(node.other, ...node.children.values());
    else stack.push((value === null ? undefined : node.children.get(value)) ?? node.other);
  }
  return [...found].sort((a, b) => a.position - b.position);
}

/** Every group of rules that some quote could find together. Rules in no common group never match together. */
export function* groups<R extends Rule>(ruleIndex: RuleIndex<R>): Generator<MaskedRules<R>> {
  const stack: RuleIndex<R>[] = [ruleIndex];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'leaf') yield node;
    else stack.push(node.other, ...node.children.values());
  }
}

function leafFor<R extends Rule>(ruleIndex: RuleIndex<R>, facts: FactSlots): MaskedRules<R> {
  let node = ruleIndex;
  while (node.kind === 'split') {
    const value = facts[node.slot] ?? null;
    node = (value === null ? undefined : node.children.get(value)) ?? node.other;
  }
  return node;
}

function build<R extends Rule>(
  rules: readonly CompiledRule<R>[],
  slotOf: SlotOf,
  decided: ReadonlySet<string>,
  pool: MaskPool,
): RuleIndex<R> {
  const fact = rules.length <= SMALL ? undefined : bestSplit(rules, decided);
  if (fact === undefined) return maskRules(rules, slotOf, decided, pool);
  const { keyed, loose } = part(rules, fact);
  const inside = new Set([...decided, fact]);
  const children = new Map<FactValue, RuleIndex<R>>();
  for (const [value, own] of keyed) {
    const fitting = loose.filter(({ comparisons }) =>
      comparisons.every((one) => one.fact !== fact || comparisonMatches(one, value)),
    );
    const together = fitting.length === 0 ? own : [...own, ...fitting].sort((a, b) => a.position - b.position);
    // Several comparisons of one rule on this fact may contradict each other: those rules never match here.
    children.set(
      value,
      build(
        together.filter((rule) => matchesFor(rule, fact, value)),
        slotOf,
        inside,
        pool,
      ),
    );
  }
  return { kind: 'split', slot: slotOf(fact), children, other: build(loose, slotOf, decided, pool) };
}

function matchesFor<R extends Rule>(rule: CompiledRule<R>, fact: string, value: FactValue): boolean {
  return rule.comparisons.every((comparison) => comparison.fact !== fact || comparisonMatches(comparison, value));
}

/** Rules by the values that they name of a fact, and those that name none: these may hold for any value. */
function part<R extends Rule>(rules: readonly CompiledRule<R>[], fact: string) {
  const keyed = new Map<FactValue, CompiledRule<R>[]>();
  const loose: CompiledRule<R>[] = [];
  for (const rule of rules) {
    const key = keyOf(rule, fact);
    if (key === undefined) loose.push(rule);
    else {
      for (const value of constantsOf(key)) {
        const own = keyed.get(value);
        if (own === undefined) keyed.set(value, [rule]);
        else own.push(rule);
      }
    }
  }
  return { keyed, loose };
}

function keyOf<R extends Rule>({ comparisons }: CompiledRule<R>, fact: string): Comparison | undefined {
  return comparisons.find((one) => one.fact === fact && (one.operator === 'equal' || one.operator === 'in'));
}

/** The fact whose split leaves the fewest rules in the largest part, without repeating too many; undefined if none helps. */
function bestSplit<R extends Rule>(
  rules: readonly CompiledRule<R>[],
  decided: ReadonlySet<string>,
): string | undefined {
  const counts = new Map<string, { keyed: number; byValue: Map<FactValue, number> }>();
  for (const { comparisons } of rules) {
    const seen = new Set<string>();
    for (const comparison of comparisons) {
      const { fact, operator } = comparison;
      if ((operator !== 'equal' && operator !== 'in') || seen.has(fact) || decided.has(fact)) continue;
      seen.add(fact);
      const count = counts.get(fact) ?? { keyed: 0, byValue: new Map<FactValue, number>() };
      counts.set(fact, count);
      count.keyed++;
      for (const value of constantsOf(comparison)) count.byValue.set(value, (count.byValue.get(value) ?? 0) + 1);
    }
  }
  let best: string | undefined;
  let bestLargest = rules.length * 0.75;
  for (const [fact, { keyed, byValue }] of counts) {
    const loose = rules.length - keyed;
    let largest = 0;
    for (const count of byValue.values()) largest = Math.max(largest, count);
    if (loose + largest < bestLargest && loose * byValue.size <= MAX_REPEATED * rules.length) {
      best = fact;
      bestLargest = loose + largest;
    }
  }
  return best;
}
