import { type Comparison, constantsOf, type FactValue } from '../../book/model/condition.js';
import type { Rule } from '../../book/model/price-book.js';
import type { MaskedRules } from '../matching/class-masks.js';
import type { CompiledRule } from '../matching/compiled-rule.js';
import { comparisonMatches } from '../matching/engine.js';
import type { RuleIndex, Split } from '../matching/rule-index.js';

/**
 * Holds an index against json-rules-engine's operators, in its structure: every rule stands in every part of the index that
 * its comparisons allow, in no other, and in order; and every bit of every mask is what the operators say. It takes as long as
 * building the index did.
 *
 * @param rules all rules of the index, in the order of their positions
 * @param factNames the name of the fact in each slot
 * @returns the rules that stand wrong
 */
export function verifyIndex<R extends Rule>(
  ruleIndex: RuleIndex<R>,
  rules: readonly CompiledRule<R>[],
  factNames: readonly string[],
): Generator<CompiledRule<R>> {
  return verifyPart(ruleIndex, rules, factNames, new Set());
}

function* verifyPart<R extends Rule>(
  part: RuleIndex<R>,
  expected: readonly CompiledRule<R>[],
  factNames: readonly string[],
  decided: ReadonlySet<string>,
): Generator<CompiledRule<R>> {
  if (part.kind === 'leaf') {
    yield* wronglyListed(part.rules, expected);
    yield* wronglyMasked(part, factNames, decided);
    return;
  }
  const fact = factNames[part.slot] ?? '';
  const { byValue, other } = partedBy(part, expected, fact);
  const inside = new Set([...decided, fact]);
  for (const [value, own] of byValue) {
    const child = part.children.get(value);
    if (child === undefined) yield* own;
    else yield* verifyPart(child, own, factNames, inside);
  }
  // A question with none of the values is asked for the fact again, further down.
  yield* verifyPart(part.other, other, factNames, decided);
}

/** Where each rule has to stand: under every value that its comparisons on the fact allow. */
function partedBy<R extends Rule>({ children }: Split<R>, rules: readonly CompiledRule<R>[], fact: string) {
  const byValue = new Map<FactValue, CompiledRule<R>[]>([...children.keys()].map((value) => [value, []]));
  const other: CompiledRule<R>[] = [];
  for (const rule of rules) {
    const tests = rule.comparisons.filter((one) => one.fact === fact);
    const key = tests.find(({ operator }) => operator === 'equal' || operator === 'in');
    if (key === undefined) other.push(rule);
    // No value but its constants can match an equality.
    for (const value of key === undefined ? children.keys() : constantsOf(key)) {
      if (!tests.every((test) => comparisonMatches(test, value))) continue;
      const own = byValue.get(value);
      if (own === undefined) byValue.set(value, [rule]);
      else own.push(rule);
    }
  }
  return { byValue, other };
}

function* wronglyListed<R extends Rule>(
  listed: readonly CompiledRule<R>[],
  expected: readonly CompiledRule<R>[],
): Generator<CompiledRule<R>> {
  const length = Math.max(listed.length, expected.length);
  for (let place = 0; place < length; place++) {
    if (listed[place] === expected[place]) continue;
    const wrong = expected[place] ?? listed[place];
    if (wrong !== undefined) yield wrong;
    // All that come after it are out of their places too.
    return;
  }
}

function* wronglyMasked<R extends Rule>(
  { rules, words, facts }: MaskedRules<R>,
  factNames: readonly string[],
  decided: ReadonlySet<string>,
): Generator<CompiledRule<R>> {
  const masked = new Set(facts.map(({ fact, slot }) => (factNames[slot] === fact ? fact : '')));
  const wrong = new Set<CompiledRule<R>>();
  for (const [place, rule] of rules.entries()) {
    const tests = new Map<string, Comparison[]>();
    for (const one of rule.comparisons) {
      if (decided.has(one.fact)) continue;
      if (!masked.has(one.fact)) wrong.add(rule);
      tests.set(one.fact, [...(tests.get(one.fact) ?? []), one]);
    }
    for (const { fact, classes, masks } of facts) {
      const own = tests.get(fact) ?? NONE;
      for (const [index, value] of classes.representatives.entries()) {
        const bit = ((masks[index * words + (place >>> 5)] ?? 0) & (1 << (place & 31))) !== 0;
        if (bit !== own.every((test) => comparisonMatches(test, value))) wrong.add(rule);
      }
    }
  }
  yield* wrong;
}

const NONE: readonly Comparison[] = [];
