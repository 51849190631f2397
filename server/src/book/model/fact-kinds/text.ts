import type { FactValue } from '../condition.js';
import type { FactKind, FactSpecBase } from './fact-kind.js';

/** A fact that may be any text, such as a coupon. */
export interface TextSpec extends FactSpecBase {
  readonly kind: 'text';
  readonly default?: string;
}

/** How many characters a text of a question may have. */
const LONGEST_TEXT = 1000;

export const TEXT: FactKind<TextSpec> = {
  isText: true,
  valueType: () => 'string',
  mayEqual: (_, value) => typeof value === 'string',
  acceptor: () => isAcceptable,
  choices: () => undefined,
  range: () => undefined,
  mayBeNegative: () => false,
  hasSeveralValues: () => true,
  listed: (spec) => (spec.default === undefined ? [] : [spec.default]),
  describe: () => 'It is a text.',
  hint: ({ name }) => `${name} is text: write it in quotes`,
};

function isAcceptable(value: unknown): value is FactValue {
  return typeof value === 'string' && value.length <= LONGEST_TEXT && !value.includes('\u0000');
}
