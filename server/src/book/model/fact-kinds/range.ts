import type { FactValue } from '../condition.js';
import type { Decimal } from '../decimal.js';
import { isExactFactNumber, isOnStep, LARGEST_FACT, MAX_FACT_DIGITS, tidy } from '../fact-number.js';
import { numberWords } from '../number-words.js';
import type { FactKind, FactSpecBase } from './fact-kind.js';

/** A numeric fact. Values are counted in steps from the minimum, where there is a step. */
export interface RangeSpec extends FactSpecBase {
  readonly kind: 'range';
  readonly minimum?: Decimal;
  readonly maximum?: Decimal;
  readonly step?: Decimal;
  readonly default?: number;
}

export const RANGE: FactKind<RangeSpec> = {
  isText: false,
  valueType: () => 'number',
  mayEqual: ({ minimum, maximum, step }, value) =>
    typeof value === 'number' &&
    (minimum === undefined || value >= Number(minimum)) &&
    (maximum === undefined || value <= Number(maximum)) &&
    (step === undefined || isOnStep(value, minimum, step)),
  acceptor(spec) {
    const [minimum, maximum] = [Number(spec.minimum ?? -LARGEST_FACT), Number(spec.maximum ?? LARGEST_FACT)];
    const { step } = spec;
    return (value): value is FactValue =>
      typeof value === 'number' &&
      value >= minimum &&
      value <= maximum &&
      isExactFactNumber(value) &&
      (step === undefined || isOnStep(value, spec.minimum, step));
  },
  choices: () => undefined,
  range: (spec) => spec,
  mayBeNegative: ({ minimum }) => minimum === undefined,
  hasSeveralValues: ({ minimum, maximum }) => minimum === undefined || minimum !== maximum,
  listed(spec, most) {
    const [minimum, maximum, step] = [Number(spec.minimum ?? 0), Number(spec.maximum), Number(spec.step)];
    const count = (maximum - minimum) / step + 1;
    if (!(count <= most)) return [spec.default ?? minimum];
    return Array.from({ length: Math.floor(count) }, (_, index) => tidy(minimum + index * step));
  },
  describe(spec) {
    const unit = spec.unit === undefined ? '' : ` ${spec.unit}`;
    return `It is ${numberWords(spec.minimum, spec.maximum)}${unit}${inSteps(spec)}, of at most ${MAX_FACT_DIGITS} digits.`;
  },
  hint: (spec) => `${spec.name} is ${numberWords(spec.minimum, spec.maximum)}${inSteps(spec)}`,
};

function inSteps({ step }: RangeSpec): string {
  return step === undefined ? '' : `, in steps of ${step}`;
}
