import type { Comparison } from '../../book/model/condition.js';
import type { Rule } from '../../book/model/price-book.js';
import type { CompiledRule, FactSlots, SlotOf } from './compiled-rule.js';
import { comparisonMatches } from './engine.js';
import { classesOf, type FactClasses } from './fact-classes.js';

const BITS = 32;

/** For one fact: which rules may hold in each of its classes. */
export interface FactMasks {
  readonly fact: string;
  readonly slot: number;
  readonly classes: FactClasses;
  /** `words` words for each class; bit b of word w stands for rule 32 w + b. */
  readonly masks: Int32Array;
}

/** A few rules, ready to be decided at once: the masks of a quote's classes are ANDed. */
export interface MaskedRules<R extends Rule = Rule> {
  readonly kind: 'leaf';
  readonly rules: readonly CompiledRule<R>[];
  readonly words: number;
  readonly facts: readonly FactMasks[];
}

/** One object for equal masks: the rows of a table test alike, and what they share stays in the processor's cache. */
export type MaskPool = Map<string, FactMasks>;

/**
 * Asks json-rules-engine's operators once per class and comparison, and keeps the answers as bit masks.
 *
 * @param rules in the order of their positions
 * @param decided facts whose comparisons are known to hold for every quote that gets here
 * @param pool where equal masks are found; filled on the way
 */
export function maskRules<R extends Rule>(
  rules: readonly CompiledRule<R>[],
  slotOf: SlotOf,
  decided: ReadonlySet<string>,
  pool: MaskPool,
): MaskedRules<R> {
  const words = Math.max(1, Math.ceil(rules.length / BITS));
  const byFact = new Map<string, { comparison: Comparison; bit: number }[]>();
  for (const [bit, { comparisons }] of rules.entries()) {
    for (const comparison of comparisons) {
      if (decided.has(comparison.fact)) continue;
      const tests = byFact.get(comparison.fact);
      if (tests === undefined) byFact.set(comparison.fact, [{ comparison, bit }]);
      else tests.push({ comparison, bit });
    }
  }
  const facts = [...byFact].map(([fact, tests]): FactMasks => {
    const key = poolKey(fact, tests, words);
    const known = pool.get(key);
    if (known !== undefined) return known;
    const classes = classesOf(tests.map((test) => test.comparison));
    const masks = new Int32Array(classes.representatives.length * words).fill(-1);
    for (const [index, value] of classes.representatives.entries()) {
      for (const { comparison, bit } of tests) {
        if (comparisonMatches(comparison, value)) continue;
        const word = index * words + (bit >>> 5);
        masks[word] = (masks[word] ?? 0) & ~(1 << (bit & 31));
      }
    }
    const made = { fact, slot: slotOf(fact), classes, masks };
    pool.set(key, made);
    return made;
  });
  return { kind: 'leaf', rules, words, facts };
}

function poolKey(fact: string, tests: readonly { comparison: Comparison; bit: number }[], words: number): string {
  let key = `${fact} ${words}`;
  for (const { comparison, bit } of tests) key += ` ${bit}${comparison.operator}${JSON.stringify(comparison.value)}`;
  return key;
}

/** The rules that match for a quote's facts, in the order of their positions. */
export function matchesOf<R extends Rule>(masked: MaskedRules<R>, facts: FactSlots): CompiledRule<R>[] {
  const matching: CompiledRule<R>[] = [];
  for (let word = 0; word < masked.words; word++) {
    const left = masked.rules.length - word * BITS;
    let mask = left >= BITS ? -1 : (1 << left) - 1;
    for (const test of masked.facts) {
      const index = test.classes.classOf(facts[test.slot] ?? null);
      mask &= test.masks[index * masked.words + word] ?? 0;
      if (mask === 0) break;
    }
    while (mask !== 0) {
      const bit = 31 - Math.clz32(mask & -mask);
      mask &= mask - 1;
      const rule = masked.rules[word * BITS + bit];
      if (rule !== undefined && (rule.nestedMatches === undefined || rule.nestedMatches(facts))) matching.push(rule);
    }
  }
  return matching;
}
