import type { Comparison, Condition, FactValue, Operator, OrderOperator } from '../model/condition.js';
import { isMomentFact, type MomentFact, WEEKDAYS } from '../model/fact-spec.js';
import { parseClock, parseDay, parseInstant } from '../model/instant.js';
import { type FoundProblems, type Problem, problemAt, type Source } from '../model/problem.js';
import { hintForName } from '../model/suggest.js';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/yaml-node.js';
import { asMap, asScalar } from './fields.js';
import { factValue } from './read-fact-value.js';

/** How each operator of order is written. Equality is written without a word: a value, a list, `not`. */
export const ORDER_WORDS: Readonly<Record<OrderOperator, string>> = {
  greaterThan: 'gt',
  greaterThanInclusive: 'gte',
  lessThan: 'lt',
  lessThanInclusive: 'lte',
};

const MATCHERS: ReadonlyMap<string, OrderOperator> = new Map(
  // Object.entries forgets the keys of a record.
  (Object.entries(ORDER_WORDS) as [OrderOperator, string][]).map(([operator, word]) => [word, operator]),
);

/**
 * Reads a `when` into conditions that must all hold.
 * Moments become numbers here, once: a `date` is 20261225, a `time` the seconds since midnight, `at` milliseconds.
 *
 * @example readWhen of `{product: seedream, batch: [1, 4]}` gives product equal seedream, and batch in 1, 4
 */
export function readWhen(node: YamlNode | undefined, found: FoundProblems): readonly Condition[] {
  if (node === undefined) return [];
  const conditions: Condition[] = [];
  for (const [name, entry] of asMap(node).entries) {
    const { node: value, keySource } = entry;
    if (value.kind === 'list' && (name === 'any' || name === 'all' || name === 'none')) {
      const parts = value.items.map((item): Condition => ({ all: readAlternative(name, item, found) }));
      conditions.push(name === 'all' ? { all: parts } : name === 'any' ? { any: parts } : { not: { any: parts } });
    } else conditions.push(...readTest(name, keySource, value, found.problems));
  }
  return conditions;
}

/** One entry of `any`, `all` or `none`; an empty one would match everybody, or let the rule match nobody. */
function readAlternative(list: string, node: YamlNode, found: FoundProblems): readonly Condition[] {
  if (asMap(node).entries.size === 0) {
    const hint = `write what it asks for, or take it out of \`${list}\``;
    const message = 'the condition is empty, and so matches everybody';
    found.tolerated.push(problemAt(node.source, 'invalid_value', message, hint));
  }
  return readWhen(node, found);
}

/** The conditions that an instant is in `[from, until)`. */
export function readWindow(map: YamlMap, problems: Problem[]): readonly Condition[] {
  return readFromUntil('at', map.source, map, problems);
}

function readTest(fact: string, factSource: Source, node: YamlNode, problems: Problem[]): readonly Condition[] {
  const compare = (operator: Operator, value: Comparison['value'] | undefined, source: Source): Condition[] =>
    value === undefined ? [] : [{ fact, operator, value, source, factSource }];
  if (node.kind === 'scalar') return compare('equal', constant(fact, node, problems), node.source);
  if (node.kind === 'list') return compare('in', constants(fact, node.items, problems), node.source);
  const conditions: Condition[] = [];
  for (const [key, { node: value }] of node.entries) {
    const operator = MATCHERS.get(key);
    if (key === 'not' && value.kind === 'list') {
      conditions.push(...compare('notIn', constants(fact, value.items, problems), value.source));
    } else if (key === 'not') {
      conditions.push(...compare('notEqual', constant(fact, asScalar(value), problems), value.source));
    } else if (operator !== undefined) {
      const bound = constant(fact, asScalar(value), problems);
      if (bound !== undefined && typeof bound !== 'number') {
        const message = `\`${key}\` compares numbers and moments, and ${JSON.stringify(bound)} is neither`;
        const hint = `write the value itself, such as \`${key}: 100\`; one fact cannot be compared with another`;
        problems.push(problemAt(value.source, 'invalid_value', message, hint));
      } else conditions.push(...compare(operator, bound, value.source));
    }
  }
  return [...conditions, ...readFromUntil(fact, factSource, node, problems)];
}

function readFromUntil(fact: string, factSource: Source, map: YamlMap, problems: Problem[]): readonly Condition[] {
  const [fromNode, untilNode] = [map.entries.get('from')?.node, map.entries.get('until')?.node];
  if (fromNode === undefined && untilNode === undefined) return [];
  if (fact !== 'date' && fact !== 'time' && fact !== 'at') {
    const message = `\`from\` and \`until\` cannot be used with \`${fact}\``;
    problems.push(problemAt(map.source, 'invalid_value', message, 'they are for date, time and at; use gte and lt'));
    return [];
  }
  const bound = (
    node: YamlNode | undefined,
    operator: Operator,
  ): { value: number; condition: Comparison } | undefined => {
    const value = node === undefined ? undefined : constant(fact, asScalar(node), problems);
    if (node === undefined || typeof value !== 'number') return undefined;
    return { value, condition: { fact, operator, value, source: node.source, factSource } };
  };
  const from = bound(fromNode, 'greaterThanInclusive');
  const until = bound(untilNode, 'lessThan');
  const conditions = [from, until].flatMap((one) => (one === undefined ? [] : [one.condition]));
  if (from === undefined || until === undefined || from.value < until.value) return conditions;
  if (fact === 'time' && from.value > until.value) return [{ any: conditions }];
  const hint =
    fact === 'time'
      ? 'start and end are the same: leave the window out for the whole day'
      : '`until` must be later than `from`';
  problems.push(problemAt(untilNode?.source ?? map.source, 'never_matches', 'the window is empty', hint));
  return [];
}

function constants(fact: string, nodes: readonly YamlNode[], problems: Problem[]): readonly FactValue[] {
  return nodes.flatMap((node) => constant(fact, asScalar(node), problems) ?? []);
}

function constant(fact: string, scalar: YamlScalar, problems: Problem[]): FactValue | undefined {
  return isMomentFact(fact) ? momentConstant(fact, scalar, problems) : factValue(scalar, problems);
}

const MOMENT_HINTS: Readonly<Record<MomentFact, string>> = {
  at: 'write an instant with its zone, such as 2026-12-01T00:00:00Z',
  date: 'write a day, such as 2026-12-25',
  weekday: '',
  time: 'write a time in quotes, such as "22:00"',
};

function momentConstant(fact: MomentFact, scalar: YamlScalar, problems: Problem[]): FactValue | undefined {
  const value =
    fact === 'weekday'
      ? WEEKDAYS.find((day) => day === scalar.text)
      : fact === 'at'
        ? parseInstant(scalar.text)
        : fact === 'date'
          ? parseDay(scalar.text)
          : parseClock(scalar.text);
  if (value === undefined) {
    const hint = fact === 'weekday' ? hintForName(scalar.text, WEEKDAYS, 'weekdays') : MOMENT_HINTS[fact];
    problems.push(problemAt(scalar.source, 'invalid_value', `\`${scalar.text}\` is not a valid ${fact}`, hint));
  }
  return value;
}
