import type { FactValue } from './condition.js';
import { CHOICES, type ChoiceSpec } from './fact-kinds/choices.js';
import type { FactKind, ValueType } from './fact-kinds/fact-kind.js';
import { RANGE, type RangeSpec } from './fact-kinds/range.js';
import { TEXT, type TextSpec } from './fact-kinds/text.js';

/** What values an option or a context fact may have. To add a kind, see CONTRIBUTING. */
export type FactSpec = ChoiceSpec | RangeSpec | TextSpec;

/** The specs of one kind. */
export type SpecOf<K extends FactSpec['kind']> = Extract<FactSpec, { kind: K }>;

const FACT_KINDS: { readonly [K in FactSpec['kind']]: FactKind<SpecOf<K>> } = {
  choices: CHOICES,
  range: RANGE,
  text: TEXT,
};

/** The answers of a spec's own kind: the table has each spec's methods under its `kind`, so they are given no other. */
function kindOf({ kind }: FactSpec): FactKind<FactSpec> {
  return FACT_KINDS[kind];
}

/** The type that a spec's values have. */
export function valueType(spec: FactSpec): ValueType {
  return kindOf(spec).valueType(spec);
}

/** Whether the fact can have exactly this value. */
export function mayEqual(spec: FactSpec, value: FactValue): boolean {
  return kindOf(spec).mayEqual(spec, value);
}

/** Makes a check of values as a question states them. */
export function acceptorOf(spec: FactSpec): (value: unknown) => value is FactValue {
  return kindOf(spec).acceptor(spec);
}

/** The values of a fact that states them one by one. */
export function choicesOf(spec: FactSpec): readonly FactValue[] | undefined {
  return kindOf(spec).choices(spec);
}

/** The range of a fact whose values are the numbers between two bounds. */
export function rangeOf(spec: FactSpec): RangeSpec | undefined {
  return kindOf(spec).range(spec);
}

/** Whether a fact's values are free text. */
export function isText(spec: FactSpec): boolean {
  return kindOf(spec).isText;
}

/** Whether a fact may be a number below 0. */
export function mayBeNegative(spec: FactSpec): boolean {
  return kindOf(spec).mayBeNegative(spec);
}

/** Whether a question can ask for one value of a fact or another. */
export function hasSeveralValues(spec: FactSpec): boolean {
  return kindOf(spec).hasSeveralValues(spec);
}

/** The values of a fact of which a price list shows the prices; of more than `most`, the usual one. */
export function listedValues(spec: FactSpec, most: number): readonly FactValue[] {
  return kindOf(spec).listed(spec, most);
}

/** What values a fact may have, as a sentence. */
export function describeValues(spec: FactSpec): string {
  return kindOf(spec).describe(spec);
}

/** What values a fact may have, for the author of a rule that names another one. */
export function valuesHint(spec: FactSpec): string {
  return kindOf(spec).hint(spec);
}

/** Facts that follow from the moment of a quote, in the book's time zone; every book has them. */
export const MOMENT_FACTS = ['at', 'date', 'weekday', 'time'] as const;
export type MomentFact = (typeof MOMENT_FACTS)[number];

export function isMomentFact(name: string): name is MomentFact {
  return (MOMENT_FACTS as readonly string[]).includes(name);
}

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Names that no option and no context fact may have: they mean something in a `when` already. */
export const RESERVED_FACTS: readonly string[] = ['product', ...MOMENT_FACTS, 'any', 'all', 'none', 'not'];
