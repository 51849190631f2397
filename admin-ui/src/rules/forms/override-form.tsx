import { TextInput } from 'react-admin';
import { missingInConditions, toWhen } from '../../book/conditions/conditions.js';
import { ConditionsInput } from '../../book/conditions/conditions-input.js';
import { timeZoneOf } from '../../book/time-zone.js';
import { AmountInput } from '../../layout/forms/amount-input.js';
import { InstantInput } from '../../layout/forms/instant-input.js';
import { missingAmount, missingText } from '../../layout/forms/missing.js';
import { UNCONDITIONAL } from '../rule-kinds.js';
import { initialConditions } from './initial-conditions.js';
import { RuleForm } from './rule-form.js';
import type { RuleFormProps } from './rule-form-props.js';
import { amountText, typedAmount } from './typed-amount.js';

/** An override: another list price for a time, or none, with its reason. */
export function OverrideForm(props: RuleFormProps) {
  const { rule, ruleSets, facts } = props;
  const { spec } = rule ?? {};
  const zone = timeZoneOf(ruleSets);
  return (
    <RuleForm
      {...props}
      kind="overrides"
      initial={{
        title: rule?.title ?? '',
        price: amountText(spec?.price),
        conditions: initialConditions(spec),
        from: spec?.from ?? '',
        until: spec?.until ?? '',
        reason: spec?.reason ?? '',
      }}
      missing={({ price, until, reason, conditions }) => ({
        price: missingAmount(price),
        until: missingText(until, 'Enter until when: an override has to end.'),
        reason: missingText(reason, 'Enter why.'),
        conditions: missingInConditions(conditions, facts, UNCONDITIONAL.overrides),
      })}
      write={({ price, conditions, from, until, reason }) => ({
        when: toWhen(conditions, facts),
        price: typedAmount(price) ?? null,
        from: from || undefined,
        until,
        reason: reason.trim(),
      })}
    >
      <AmountInput source="price" label="Price" helperText="Leave it empty if nothing is offered." />
      <ConditionsInput facts={facts} unconditional={UNCONDITIONAL.overrides} />
      <InstantInput source="from" label="From" bookZone={zone} helperText="If empty, it starts at once." />
      <InstantInput source="until" label="Until" bookZone={zone} required helperText="An override has to end." />
      <TextInput
        source="reason"
        label="Why"
        isRequired
        helperText={false}
        slotProps={{ htmlInput: { required: true } }}
      />
    </RuleForm>
  );
}
