import type { ComponentType } from 'react';
import { BetweenFields } from './between-fields.js';
import type { Operator } from './conditions.js';
import { OneValueField } from './one-value-field.js';
import { SeveralValuesField } from './several-values-field.js';
import type { ValuesProps } from './values-props.js';

const FIELDS: Readonly<Record<Operator, ComponentType<ValuesProps>>> = {
  is: SeveralValuesField,
  not: SeveralValuesField,
  gte: OneValueField,
  gt: OneValueField,
  lte: OneValueField,
  lt: OneValueField,
  between: BetweenFields,
};

/** The values of a condition: the fields that its operator needs. */
export function ConditionValues(props: ValuesProps) {
  const Fields = FIELDS[props.condition.operator];
  return <Fields {...props} />;
}
