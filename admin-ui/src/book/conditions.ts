import type { FactValue } from '../api/types.js';
import type { BookFact } from './book-facts.js';
import type { When } from './rule-sets.js';

export type Operator = 'is' | 'not' | 'gte' | 'gt' | 'lte' | 'lt' | 'between';

/** One condition as forms have it. */
export interface Condition {
  readonly fact: string;
  readonly operator: Operator;
  /** Texts as they are typed; `between` has two, either of which may be empty. */
  readonly values: readonly string[];
}

/** Conditions that a form can show, and those that only YAML can: `any`, `all` and `none`. */
export interface Conditions {
  readonly simple: readonly Condition[];
  readonly nested: When;
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

export function fromWhen(when: When | undefined): Conditions {
  const simple: Condition[] = [];
  const nested: Record<string, unknown> = {};
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
  return { simple, nested };
}

export function toWhen({ simple, nested }: Conditions, facts: readonly BookFact[]): When {
  const when: Record<string, unknown> = {};
  for (const { fact, operator, values } of simple) {
    const type = facts.find(({ name }) => name === fact)?.type;
    const typed = values.filter((one) => one !== '').map((one) => typedValue(one, type, operator));
    if (fact === '' || typed.length === 0) continue;
    if (operator === 'between') {
      const [from = '', until = ''] = values;
      when[fact] = { ...(from === '' ? {} : { from }), ...(until === '' ? {} : { until }) };
      continue;
    }
    const wanted = typed.length === 1 ? typed[0] : typed;
    const known = when[fact];
    if (operator === 'is') when[fact] = wanted;
    else when[fact] = { ...(typeof known === 'object' && !Array.isArray(known) ? known : {}), [operator]: wanted };
  }
  return { ...when, ...nested };
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
  const more = Object.keys(nested).length > 0 ? ['further conditions hold (see YAML)'] : [];
  return [...parts, ...more].join(' and ');
}

function betweenWords([from = '', until = '']: readonly string[]): string {
  return [from === '' ? '' : `from ${from}`, until === '' ? '' : `until ${until}`].filter(Boolean).join(' ');
}

function typedValue(typed: string, type: BookFact['type'] | undefined, operator: Operator): FactValue {
  if (type === 'boolean') return typed === 'true';
  const numeric = type === 'number' || (operator !== 'is' && operator !== 'not' && type === 'string');
  return numeric && /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
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
