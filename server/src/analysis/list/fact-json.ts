import type { Fact } from '../../../../schemas/types/api.js';
import type { RangeSpec } from '../../book/model/fact-kinds/range.js';
import { choicesOf, type FactSpec, rangeOf, valueType } from '../../book/model/fact-spec.js';

/** A fact as the API describes it: enough for a form field. */
export function factJson(spec: FactSpec): Fact {
  const { name, title, unit } = spec;
  const [choices, range] = [choicesOf(spec), rangeOf(spec)];
  return {
    name,
    ...(title === undefined ? {} : { title }),
    type: valueType(spec),
    ...(unit === undefined ? {} : { unit }),
    ...(choices === undefined ? {} : { choices }),
    ...(spec.default === undefined ? {} : { default: spec.default }),
    ...(range === undefined ? {} : rangeJson(range)),
    ...(spec.private ? { private: true } : {}),
  };
}

function rangeJson({ minimum, maximum, step }: RangeSpec) {
  return {
    ...(minimum === undefined ? {} : { minimum: Number(minimum) }),
    ...(maximum === undefined ? {} : { maximum: Number(maximum) }),
    ...(step === undefined ? {} : { step: Number(step) }),
  };
}
