import type { FactValue } from '../../../schemas/types/api.js';
import type { OptionSpec, RuleSetFile } from './rule-sets.js';

/** A fact that conditions can be about. */
export interface BookFact {
  readonly name: string;
  readonly title: string;
  readonly type: 'string' | 'number' | 'boolean' | 'date' | 'time' | 'weekday';
  readonly unit?: string;
  /** Values and what they are called; any value where there are none. */
  readonly choices: readonly { readonly value: FactValue; readonly label: string }[];
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** The facts of a book, for forms: the product, every option, what is known of the buyer, and the moment. */
export function bookFacts(ruleSets: readonly RuleSetFile[]): readonly BookFact[] {
  const products: { value: FactValue; label: string }[] = [];
  const plans: { value: FactValue; label: string }[] = [];
  const facts = new Map<string, BookFact>();
  for (const { content } of ruleSets) {
    for (const [id, { title }] of Object.entries(content.products ?? {})) products.push({ value: id, label: title });
    for (const [id, { title }] of Object.entries(content.plans ?? {})) plans.push({ value: id, label: title });
  }
  for (const { content } of ruleSets) {
    const own = Object.values(content.products ?? {}).map(({ options }) => options ?? {});
    for (const options of [content.options ?? {}, ...own]) {
      for (const [name, spec] of Object.entries(options)) facts.set(name, merged(facts.get(name), factOf(name, spec)));
    }
    for (const [name, spec] of Object.entries(content.context ?? {})) {
      const fact = factOf(name, spec);
      if (spec.type === 'plan') facts.set(name, { ...fact, choices: plans });
      else facts.set(name, spec.type === 'number' || spec.type === 'boolean' ? { ...fact, type: spec.type } : fact);
    }
  }
  return [
    { name: 'product', title: 'Product', type: 'string', choices: products },
    ...facts.values(),
    { name: 'date', title: 'Date', type: 'date', choices: [] },
    {
      name: 'weekday',
      title: 'Weekday',
      type: 'weekday',
      choices: WEEKDAYS.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) })),
    },
    { name: 'time', title: 'Time of day', type: 'time', choices: [] },
  ];
}

function factOf(name: string, { title, unit, choices = [], minimum }: OptionSpec): BookFact {
  const [first] = choices;
  // An option without choices is a range, which has a minimum.
  const type = first !== undefined ? typeof first : minimum === undefined ? 'string' : 'number';
  return {
    name,
    title: title ?? name,
    type: type === 'number' || type === 'boolean' ? type : 'string',
    ...(unit === undefined ? {} : { unit }),
    choices: choices.map((value) => ({ value, label: labelOf(value, unit) })),
  };
}

/** Options of one name in several files offer the choices of all. */
function merged(known: BookFact | undefined, fact: BookFact): BookFact {
  if (known === undefined) return fact;
  const more = fact.choices.filter(({ value }) => !known.choices.some((one) => one.value === value));
  return { ...known, choices: [...known.choices, ...more] };
}

function labelOf(value: FactValue, unit: string | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return `${value}${unit ?? ''}`;
}
