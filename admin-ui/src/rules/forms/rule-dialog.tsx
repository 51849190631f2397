import type { ComponentType } from 'react';
import type { ListedKind } from '../rule-kinds.js';
import { DiscountForm } from './discount-form.js';
import { MultiplierForm } from './multiplier-form.js';
import { OverrideForm } from './override-form.js';
import { RateForm } from './rate-form.js';
import type { RuleFormProps } from './rule-form-props.js';
import { SteppedRateForm } from './stepped-rate-form.js';

const FORMS: Readonly<Record<ListedKind, ComponentType<RuleFormProps>>> = {
  discounts: DiscountForm,
  overrides: OverrideForm,
  multipliers: MultiplierForm,
  rates: RateForm,
};

/** The dialog in which a rule is written: the form of its kind. */
export function RuleDialog({ kind, ...props }: RuleFormProps & { readonly kind: ListedKind }) {
  const { parts, steps } = props.rule?.spec ?? {};
  const KindForm = parts === undefined && steps === undefined ? FORMS[kind] : SteppedRateForm;
  return <KindForm {...props} />;
}
