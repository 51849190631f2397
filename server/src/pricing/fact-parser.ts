import type { FactValue } from '../book/model/condition.js';
import { acceptorOf, choicesOf, describeValues, type FactSpec, valueType } from '../book/model/fact-spec.js';
import { abridged, nearestName } from '../book/model/suggest.js';
import { pointerStep } from '../book/yaml/json-pointer.js';
import type { SlotOf } from './matching/compiled-rule.js';
import type { QuoteRejection } from './quote-rejection.js';

/** Facts as they were asked for, before they are checked. */
export type GivenFacts = Readonly<Record<string, unknown>>;

/** One fact that a quote may state: how it is checked, and where its value goes. */
interface IntakeField {
  readonly name: string;
  readonly slot: number;
  readonly fallback: FactValue | null;
  readonly required: boolean;
  readonly accepts: (value: unknown) => value is FactValue;
  readonly spec: FactSpec;
}

export type FactRole = 'option' | 'fact';

/**
 * Checks the options of products, or the facts of the context, and fills in defaults.
 * Compiled once; a call takes well under a microsecond.
 */
export class FactParser {
  readonly #fields: readonly IntakeField[];
  readonly #names: ReadonlySet<string>;
  readonly #role: FactRole;

  constructor(specs: Iterable<FactSpec>, role: FactRole, slotOf: SlotOf) {
    this.#fields = [...specs].map((spec) => ({
      name: spec.name,
      slot: slotOf(spec.name),
      fallback: spec.default ?? null,
      required: role === 'option' && spec.default === undefined,
      accepts: acceptorOf(spec),
      spec,
    }));
    this.#names = new Set(this.#fields.map((field) => field.name));
    this.#role = role;
  }

  get specs(): readonly FactSpec[] {
    return this.#fields.map((field) => field.spec);
  }

  /**
   * Puts each fact's value into its slot.
   *
   * @param product the id of the product that is asked about, for messages
   * @param other where the other facts of the question go: a name that is unknown here may belong there
   * @returns why not, when a fact is unknown, missing or has a value that it cannot have
   */
  fill(product: string, asked: GivenFacts, slots: (FactValue | null)[], other: FactParser): QuoteRejection | undefined {
    let found = 0;
    for (const field of this.#fields) {
      const value = asked[field.name];
      if (value === undefined) {
        // A misspelt name is said first: it is most likely why this one is missing.
        if (field.required) return this.#unknown(product, asked, other) ?? this.#missing(field);
        slots[field.slot] = field.fallback;
      } else if (field.accepts(value)) {
        found++;
        slots[field.slot] = value;
      } else return this.#invalid(field, value);
    }
    let count = 0;
    for (const _ in asked) count++;
    return count === found ? undefined : this.#unknown(product, asked, other);
  }

  /** The facts by name, those without a value left out, in the order of the book. */
  toRecord(slots: readonly (FactValue | null)[]): Record<string, FactValue> {
    const record: Record<string, FactValue> = {};
    for (const { name, slot } of this.#fields) {
      const value = slots[slot];
      if (value !== null && value !== undefined) record[name] = value;
    }
    return record;
  }

  #pointer(name: string): string {
    return `${this.#role === 'option' ? '/options' : '/context'}/${pointerStep(name)}`;
  }

  #unknown(product: string, asked: GivenFacts, other: FactParser): QuoteRejection | undefined {
    const name = Object.keys(asked).find((key) => !this.#names.has(key));
    // A name that is known but inherited, or set to undefined, is as good as not stated.
    if (name === undefined) return undefined;
    const names = [...this.#names];
    return {
      code: this.#role === 'option' ? 'unknown_option' : 'unknown_fact',
      detail: `\`${abridged(name)}\` is not ${this.#what(product)}; ${this.#instead(product, name, names, other)}`,
      pointer: this.#pointer(name),
      valid: names,
    };
  }

  #what(product: string): string {
    return this.#role === 'option' ? `an option of ${product}` : 'a fact of the context';
  }

  /** What somebody who wrote an unknown name most likely meant. */
  #instead(product: string, name: string, names: readonly string[], other: FactParser): string {
    if (other.#names.has(name)) {
      const [key, wrong] = other.#role === 'option' ? ['options', 'context'] : ['context', 'options'];
      return `it is ${other.#what(product)}: state it in \`${key}\`, not in \`${wrong}\``;
    }
    const near = nearestName(name, names);
    if (near !== undefined) return `did you mean \`${near}\`?`;
    const elsewhere = nearestName(name, [...other.#names]);
    if (elsewhere !== undefined) return `did you mean \`${elsewhere}\`, ${other.#what(product)}?`;
    return names.length === 0 ? 'there are none' : `there ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}`;
  }

  #missing({ name, spec }: IntakeField): QuoteRejection {
    const detail = `\`${name}\` has no default: state it. ${describeValues(spec)}`;
    return { code: 'missing_option', detail, pointer: this.#pointer(name), ...valid(spec) };
  }

  #invalid({ name, spec }: IntakeField, value: unknown): QuoteRejection {
    const shown = typeof value === 'object' ? 'That' : abridged(JSON.stringify(value));
    return {
      code: this.#role === 'option' ? 'invalid_option' : 'invalid_fact',
      detail: `${shown} is not a value of \`${name}\`. ${describeValues(spec)}`,
      pointer: this.#pointer(name),
      ...valid(spec),
    };
  }
}

/** The choices, so that a program can offer them. */
function valid(spec: FactSpec): Pick<QuoteRejection, 'valid'> {
  const choices = choicesOf(spec);
  return choices === undefined ? {} : { valid: choices };
}

/**
 * Reads a fact's value from a text, as a command line or a query has it.
 *
 * @example readFactText(durationSpec, '10') // 10; so does '10s', with the option's unit
 * @returns the text itself when it is no value of the fact's type, so that the rejection can quote it
 */
export function readFactText(spec: FactSpec, text: string): FactValue {
  switch (valueType(spec)) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'number': {
      const digits = spec.unit !== undefined && text.endsWith(spec.unit) ? text.slice(0, -spec.unit.length) : text;
      return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : text;
    }
    case 'string':
      return text;
  }
}
