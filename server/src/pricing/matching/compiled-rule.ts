import {
  type Comparison,
  type Condition,
  comparisonsIn,
  type FactValue,
  isComparison,
} from '../../book/model/condition.js';
import type { Rule } from '../../book/model/price-book.js';
import { quantitiesOf } from '../rate.js';
import { comparisonMatches } from './engine.js';

/** The values of all facts of a quote, each in the slot that its name has in the rate card. Null: absent. */
export type FactSlots = readonly (FactValue | null)[];

/** Which slot a fact's value stands in. */
export type SlotOf = (fact: string) => number;

/** Conditions, split into comparisons that must all match and the nested rest. */
export interface SplitConditions {
  readonly comparisons: readonly Comparison[];
  /** Nested `any` and `none`. */
  readonly nested: readonly Condition[];
}

/** A rule with its conditions split. */
export interface CompiledRule<R extends Rule = Rule> extends SplitConditions {
  readonly rule: R;
  /** The rule's place in the book: ties are broken by it, never by the order of promises. */
  readonly position: number;
  readonly nestedMatches: ((facts: FactSlots) => boolean) | undefined;
  /** The numeric facts that a rate charges for. */
  readonly quantities: readonly string[];
}

const NO_QUANTITIES: readonly string[] = [];

export function compileRule<R extends Rule>(rule: R, position: number, slotOf: SlotOf): CompiledRule<R> {
  const { comparisons, nested } = splitConditions(rule.when);
  const rest = nested.map((condition) => compileCondition(condition, slotOf));
  const nestedMatches = rest.length === 0 ? undefined : (facts: FactSlots) => rest.every((matches) => matches(facts));
  const quantities = rule.step === 'rate' ? quantitiesOf(rule) : NO_QUANTITIES;
  return { rule, position, comparisons, nested, nestedMatches, quantities };
}

export function splitConditions(when: readonly Condition[]): SplitConditions {
  const comparisons: Comparison[] = [];
  const nested: Condition[] = [];
  flatten(when, comparisons, nested);
  return { comparisons, nested };
}

/** `all` within `all` is one list; only `any` and `none` stay nested. */
function flatten(conditions: readonly Condition[], comparisons: Comparison[], nested: Condition[]): void {
  for (const condition of conditions) {
    if (isComparison(condition)) comparisons.push(condition);
    else if ('all' in condition) flatten(condition.all, comparisons, nested);
    else nested.push(condition);
  }
}

function compileCondition(condition: Condition, slotOf: SlotOf): (facts: FactSlots) => boolean {
  if (isComparison(condition)) {
    const slot = slotOf(condition.fact);
    return (facts) => comparisonMatches(condition, facts[slot] ?? null);
  }
  if ('not' in condition) {
    const matches = compileCondition(condition.not, slotOf);
    return (facts) => !matches(facts);
  }
  if ('all' in condition) {
    const parts = condition.all.map((part) => compileCondition(part, slotOf));
    return (facts) => parts.every((matches) => matches(facts));
  }
  const parts = condition.any.map((part) => compileCondition(part, slotOf));
  return (facts) => parts.some((matches) => matches(facts));
}

/** Whether a rule matches for particular values of a fact only: it tests it somewhere. */
export function testsFact(rule: CompiledRule, fact: string): boolean {
  if (rule.comparisons.some((comparison) => comparison.fact === fact)) return true;
  if (rule.nested.length === 0) return false;
  for (const comparison of comparisonsIn(rule.nested)) if (comparison.fact === fact) return true;
  return false;
}

/** Whether a rule's conditions on the product allow this one. */
export function mayMatch({ comparisons }: CompiledRule, product: string): boolean {
  return comparisons.every((one) => one.fact !== 'product' || comparisonMatches(one, product));
}
