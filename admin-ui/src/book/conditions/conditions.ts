import type { FactValue } from '../../../../schemas/types/api.js';
import type { BookFact } from '../book-facts.js';
import type { When } from '../rule-sets.js';

export type Operator = 'is' | 'not' | 'gte' | 'gt' | 'lte' | 'lt' | 'between';

/** One condition as forms have it. */
export interface Condition {
  readonly fact: string;
  readonly operator: Operator;
  /** Texts as they are typed; `between` has two, either of which may be empty. */
  readonly values: readonly string[];
  /** A value that is still being typed; it counts as one of the values. */
  readonly draft?: string;
}

/** Conditions that a form can show, and those that only YAML can: `any`, `all` and `none`. */
export interface Conditions {
  readonly simple: readonly Condition[];
  readonly nested: When;
  /** Whether somebody has chosen that there is no condition at all. */
  readonly unconditional: boolean;
}

export const OPERATOR_WORDS: Readonly<Record<Operator, string>> = {
  is: 'is',
  not: 'is not',
  gte: 'is at least',
  gt: 'is more than',
  lte: 'is at most',
  lt: 'is less than',
  between: 'is from … until',
};

const NESTED: ReadonlySet<string> = new Set(['any', 'all', 'none']);

/** The conditions of a rule that is new: nothing has been chosen yet, so it cannot be saved. */
export const UNDECIDED: Conditions = { simple: [], nested: {}, unconditional: false };

/** The conditions of a rule that exists. */
export function fromWhen(when: When | undefined): Conditions {
  const simple: Condition[] = [];
  const nested: Record<string, When[string]> = {};
  for (const [fact, wanted] of Object.entries(when ?? {})) {
    if (NESTED.has(fact)) {
      nested[fact] = wanted;
      continue;
    }
    if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) {
      simple.push({ fact, operator: 'is', values: texts(wanted) });
      continue;
    }
    const matcher = Object.entries(wanted);
    const bounds = Object.fromEntries(matcher);
    if ('from' in bounds || 'until' in bounds) {
      simple.push({ fact, operator: 'between', values: [text(bounds['from']), text(bounds['until'])] });
    }
    for (const [name, value] of matcher) {
      if (isOperator(name)) simple.push({ fact, operator: name, values: texts(value) });
    }
  }
  return { simple, nested, unconditional: simple.length === 0 && Object.keys(nested).length === 0 };
}

/** The `when` of conditions in which nothing is missing. */
export function toWhen({ simple, nested }: Conditions, facts: readonly BookFact[]): When {
  const when: Record<string, When[string]> = {};
  for (const condition of simple) {
    const { fact, operator, values } = condition;
    const type = facts.find(({ name }) => name === fact)?.type;
    const known = when[fact];
    const others = typeof known === 'object' && known !== null && !Array.isArray(known) ? known : {};
    if (operator === 'between') {
      const [from = '', until = ''] = values;
      when[fact] = { ...others, ...(from === '' ? {} : { from }), ...(until === '' ? {} : { until }) };
      continue;
    }
    const typed = statedValues(condition).map((one) => typedValue(one, type));
    const [first = '', ...more] = typed;
    const wanted = more.length === 0 ? first : typed;
    when[fact] = operator === 'is' ? wanted : { ...others, [operator]: wanted };
  }
  return { ...when, ...nested };
}

/** The values of a condition with what is still being typed; blank ones are none. */
function statedValues({ values, draft = '' }: Condition): readonly string[] {
  return [...new Set([...values, draft].map((one) => one.trim()))].filter((one) => one !== '');
}

/** What is still missing in the condition at a place, in words; undefined if it is complete. */
export function missingInCondition(
  { simple }: Conditions,
  place: number,
  facts: readonly BookFact[],
): string | undefined {
  const condition = simple[place];
  if (condition === undefined) return undefined;
  const { fact, operator } = condition;
  if (fact === '') return 'Choose what it depends on.';
  const known = facts.find(({ name }) => name === fact);
  const title = known?.title ?? fact;
  const values = statedValues(condition);
  if (operator === 'between') {
    if (values.length === 0) return `${title}: enter a start or an end.`;
  } else if (values.length === 0) {
    if ((known?.choices.length ?? 0) > 0) return `${title}: choose at least one.`;
    return known?.type === 'number' ? `${title}: write a number.` : `${title} is empty: choose a value.`;
  } else if (known?.type === 'number' && !values.every((one) => NUMBER.test(one))) {
    return `${title}: write digits, such as 5 or 12.5.`;
  }
  const earlier = simple.slice(0, place).filter((one) => one.fact === fact);
  const clashes = earlier.some((one) => one.operator === operator || one.operator === 'is' || operator === 'is');
  return clashes ? `${title} has a condition already: change that one.` : undefined;
}

/**
 * What is still missing before conditions can be saved, in words. To have none must be chosen: a condition that was
 * forgotten would make a rule for everybody.
 *
 * @param unconditional what choosing none is called, such as `For everybody`; undefined where one is needed
 */
export function missingInConditions(
  conditions: Conditions,
  facts: readonly BookFact[],
  unconditional: string | undefined,
): string | undefined {
  const { simple, nested } = conditions;
  if (simple.length === 0 && Object.keys(nested).length === 0) {
    if (unconditional === undefined) return 'Add a condition.';
    if (!conditions.unconditional) return `Add a condition, or choose “${unconditional}”.`;
  }
  return simple.map((_, place) => missingInCondition(conditions, place, facts)).find((one) => one !== undefined);
}

/** Conditions in words: `plan is Ultra and audio is yes`. */
export function conditionWords(when: When | undefined, facts: readonly BookFact[]): string {
  const { simple, nested } = fromWhen(when);
  const parts = simple.map(({ fact, operator, values }) => {
    const known = facts.find(({ name }) => name === fact);
    const labels = values.map((value) => known?.choices.find((one) => String(one.value) === value)?.label ?? value);
    const name = (known?.title ?? fact).toLowerCase();
    if (operator === 'between') return `${name} is ${betweenWords(labels)}`;
    return `${name} ${OPERATOR_WORDS[operator]} ${labels.join(' or ')}`;
  });
  const more = Object.keys(nested).length > 0 ? ['further conditions match (see YAML)'] : [];
  return [...parts, ...more].join(' and ');
}

function betweenWords([from = '', until = '']: readonly string[]): string {
  return [from === '' ? '' : `from ${from}`, until === '' ? '' : `until ${until}`].filter(Boolean).join(' ');
}

const NUMBER = /^-?\d+(\.\d+)?$/;

function typedValue(typed: string, type: BookFact['type'] | undefined): FactValue {
  if (type === 'boolean') return typed === 'true';
  return type === 'number' && NUMBER.test(typed) ? Number(typed) : typed;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [text(value)];
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

function isOperator(name: string): name is Operator {
  return name in OPERATOR_WORDS && name !== 'is' && name !== 'between';
}
