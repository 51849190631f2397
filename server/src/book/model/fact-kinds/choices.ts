import type { FactValue } from '../condition.js';
import type { FactKind, FactSpecBase } from './fact-kind.js';

/** A fact with finitely many values, all of one type. */
export interface ChoiceSpec extends FactSpecBase {
  readonly kind: 'choices';
  readonly choices: readonly FactValue[];
  readonly default?: FactValue;
}

/** How many choices a sentence names. */
const MOST_NAMED = 30;

export const CHOICES: FactKind<ChoiceSpec> = {
  isText: false,
  valueType({ choices: [first] }) {
    return typeof first === 'number' ? 'number' : typeof first === 'boolean' ? 'boolean' : 'string';
  },
  mayEqual: ({ choices }, value) => choices.includes(value),
  acceptor({ choices }) {
    const known: ReadonlySet<unknown> = new Set(choices);
    return (value): value is FactValue => known.has(value);
  },
  choices: ({ choices }) => choices,
  range: () => undefined,
  mayBeNegative: ({ choices }) => choices.some((choice) => Number(choice) < 0),
  hasSeveralValues: ({ choices }) => choices.length > 1,
  listed: ({ choices }) => choices,
  describe({ choices }) {
    const shown = choices.slice(0, MOST_NAMED).map((choice) => JSON.stringify(choice));
    const more = choices.length - shown.length;
    if (shown.length === 0) return 'It has no choices yet.';
    return `The choices are: ${shown.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
  },
  hint({ name, choices }) {
    if (choices.length === 0) return '';
    return `the choices of ${name} are: ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
  },
};
