import type { Fact } from '../../../../schemas/types/api.js';
import { type FactSpec, valueType } from '../../book/model/fact-spec.js';

/** A fact as the API describes it: enough for a form field. */
export function factJson(spec: FactSpec): Fact {
  const { name, title, unit } = spec;
  return {
    name,
    ...(title === undefined ? {} : { title }),
    type: valueType(spec),
    ...(unit === undefined ? {} : { unit }),
    ...(spec.kind === 'choices' ? { choices: spec.choices } : {}),
    ...(spec.default === undefined ? {} : { default: spec.default }),
    ...(spec.kind === 'range' ? rangeJson(spec) : {}),
    ...(spec.private ? { private: true } : {}),
  };
}

function rangeJson({ minimum, maximum, step }: Extract<FactSpec, { kind: 'range' }>) {
  return {
    ...(minimum === undefined ? {} : { minimum: Number(minimum) }),
    ...(maximum === undefined ? {} : { maximum: Number(maximum) }),
    ...(step === undefined ? {} : { step: Number(step) }),
  };
}
