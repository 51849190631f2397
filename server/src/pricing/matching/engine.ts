import { type ConditionProperties, Engine, type RuleProperties, type TopLevelCondition } from 'json-rules-engine';
import {
  type Comparison,
  type Condition,
  type FactValue,
  isComparison,
  type Operator,
} from '../../book/model/condition.js';
import type { Rule } from '../../book/model/price-book.js';

/*
 * json-rules-engine is the authority on whether a condition holds. Here are its two faces: whole rules, run by the
 * engine itself; and its operators one by one, which the compiler asks once per class of values.
 */

/** Facts by name. An absent fact is null: an undefined one would make the engine throw. */
export type EngineFacts = Readonly<Record<string, FactValue | null>>;

interface Evaluator {
  evaluate(factValue: unknown, value: unknown): boolean;
}

// The engine keeps its operators in a map that its types do not show; the tests would notice if it moved.
const { operators: engineOperators } = new Engine() as unknown as { operators: { get(name: Operator): Evaluator } };

const OPERATORS: Readonly<Record<Operator, Evaluator>> = {
  equal: engineOperators.get('equal'),
  notEqual: engineOperators.get('notEqual'),
  in: engineOperators.get('in'),
  notIn: engineOperators.get('notIn'),
  lessThan: engineOperators.get('lessThan'),
  lessThanInclusive: engineOperators.get('lessThanInclusive'),
  greaterThan: engineOperators.get('greaterThan'),
  greaterThanInclusive: engineOperators.get('greaterThanInclusive'),
};

/** Whether json-rules-engine says that a comparison holds for a value. */
export function comparisonMatches(comparison: Comparison, value: FactValue | null): boolean {
  return OPERATORS[comparison.operator].evaluate(value, comparison.value);
}

/** Whether a condition, however nested, holds for facts, each comparison decided by json-rules-engine's operator. */
export function conditionMatches(condition: Condition, factOf: (fact: string) => FactValue | null): boolean {
  if (isComparison(condition)) return comparisonMatches(condition, factOf(condition.fact));
  if ('all' in condition) return condition.all.every((part) => conditionMatches(part, factOf));
  if ('any' in condition) return condition.any.some((part) => conditionMatches(part, factOf));
  return !conditionMatches(condition.not, factOf);
}

/** A rule as json-rules-engine takes it; its event carries the rule's place in the given list. */
export function toEngineRule(rule: Rule, index: number): RuleProperties {
  return {
    name: rule.id,
    conditions: { all: rule.when.map(toEngineCondition) },
    event: { type: rule.step, params: { index } },
  };
}

function toEngineCondition(condition: Condition): ConditionProperties | TopLevelCondition {
  if (isComparison(condition)) {
    const { fact, operator, value } = condition;
    return { fact, operator, value };
  }
  if ('all' in condition) return { all: condition.all.map(toEngineCondition) };
  if ('any' in condition) return { any: condition.any.map(toEngineCondition) };
  return { not: toEngineCondition(condition.not) };
}

/** A rule as the engine judged it, with the engine's own account of each condition. */
export interface Judged<R extends Rule> {
  readonly rule: R;
  readonly matches: boolean;
  readonly conditions: unknown;
}

/**
 * Runs whole rules in json-rules-engine: no index, no masks. Costs about 10 us a rule.
 * The engine answers in the order of its promises, so the answer is put into the order of the rules here.
 *
 * @param facts every fact that a rule may ask for
 */
export async function judgeRules<R extends Rule>(
  rules: readonly R[],
  facts: EngineFacts,
): Promise<readonly Judged<R>[]> {
  if (rules.length === 0) return [];
  return judgeWith(new Engine(rules.map(toEngineRule)), rules, facts);
}

/** The places of the rules of an engine that match, without its account of them. Not to be shared by concurrent runs. */
export async function matchingIn(engine: Engine, facts: EngineFacts): Promise<ReadonlySet<number>> {
  const { results } = await engine.run({ ...facts });
  return new Set(results.map((result) => Number(result.event?.params?.['index'])));
}

/** As judgeRules, on an engine that is already built from the same rules. Not to be shared by concurrent runs. */
export async function judgeWith<R extends Rule>(
  engine: Engine,
  rules: readonly R[],
  facts: EngineFacts,
): Promise<readonly Judged<R>[]> {
  const { results, failureResults } = await engine.run({ ...facts });
  const judged: { index: number; judged: Judged<R> }[] = [];
  for (const result of [...results, ...failureResults]) {
    const index = Number(result.event?.params?.['index']);
    const rule = rules[index];
    if (rule === undefined) continue;
    judged.push({
      index,
      judged: { rule, matches: result.result === true, conditions: result.toJSON(false).conditions },
    });
  }
  return judged.sort((a, b) => a.index - b.index).map((one) => one.judged);
}
