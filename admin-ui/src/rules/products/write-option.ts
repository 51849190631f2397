import type { FactValue } from '../../../../schemas/types/api.js';
import type { OptionSpec } from '../../book/rule-sets.js';
import type { NewEdit } from '../../editing/edit.js';
import { idOf } from '../rule-id.js';

/** Which option is written, and where. */
export interface OptionPlace {
  readonly file: string;
  /** JSON pointer of the options that it is one of. */
  readonly base: string;
  /** Undefined for a new one. */
  readonly name: string | undefined;
  readonly spec: OptionSpec | undefined;
  /** Whether there are options at that place already. */
  readonly exists: boolean;
}

/** An option as its form leaves it. */
export interface WrittenOption {
  readonly title: string;
  readonly unit: string;
  /** With commas between them. */
  readonly choices: string;
  /** The default; empty for none. */
  readonly usual: string;
}

/** Whether an option is a number in a range instead of one of a list. */
export function isRange(spec: OptionSpec | undefined): boolean {
  return spec !== undefined && spec.choices === undefined;
}

/** The choices that were typed with commas between them. */
export function typedChoices(choices: string): readonly string[] {
  return choices
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}

/** The edit that writes an option; with the mapping of options around it where there is none yet. */
export function writeOption(
  { file, base, name, spec, exists }: OptionPlace,
  { title, unit, choices, usual }: WrittenOption,
): NewEdit {
  const { default: _, ...kept } = spec ?? {};
  const content: OptionSpec = {
    ...kept,
    title: title.trim(),
    ...(unit.trim() === '' ? {} : { unit: unit.trim() }),
    ...(isRange(spec) ? {} : { choices: typedChoices(choices).map(choiceOf) }),
    ...(usual === '' ? {} : { default: choiceOf(usual) }),
  };
  const id = name ?? idOf(title, new Set()).replaceAll('-', '_');
  const operation = exists
    ? { op: 'add' as const, path: `${base}/${id}`, value: content }
    : { op: 'add' as const, path: base, value: { [id]: content } };
  return { kind: 'patch', file, what: `option ${title.trim()}`, operations: [operation] };
}

/** `5` as a number and `true` as yes, as YAML would read them. */
function choiceOf(text: string): FactValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;
}
