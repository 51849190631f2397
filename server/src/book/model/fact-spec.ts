import type { FactValue } from './condition.js';
import type { Decimal } from './decimal.js';
import type { Source } from './problem.js';

interface FactSpecBase {
  readonly name: string;
  readonly title?: string;
  /** Such as `s`: asked for as `10`, shown as `10s`. */
  readonly unit?: string;
  /** Marks personal data, which is never kept as it was given. */
  readonly private: boolean;
  readonly source: Source;
}

/** A fact with finitely many values, all of one type. */
export interface ChoiceSpec extends FactSpecBase {
  readonly kind: 'choices';
  readonly choices: readonly FactValue[];
  readonly default?: FactValue;
}

/** A numeric fact. Values are counted in steps from the minimum, where there is a step. */
export interface RangeSpec extends FactSpecBase {
  readonly kind: 'range';
  readonly minimum?: Decimal;
  readonly maximum?: Decimal;
  readonly step?: Decimal;
  readonly default?: number;
}

/** A fact that may be any text, such as a coupon. */
export interface TextSpec extends FactSpecBase {
  readonly kind: 'text';
  readonly default?: string;
}

/** What values an option or a context fact may have. */
export type FactSpec = ChoiceSpec | RangeSpec | TextSpec;

/** The type that a spec's values have. */
export function valueType(spec: FactSpec): 'string' | 'number' | 'boolean' {
  switch (spec.kind) {
    case 'range':
      return 'number';
    case 'text':
      return 'string';
    case 'choices': {
      const [first] = spec.choices;
      return typeof first === 'number' ? 'number' : typeof first === 'boolean' ? 'boolean' : 'string';
    }
  }
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
