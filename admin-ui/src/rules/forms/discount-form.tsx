import { missingInConditions, toWhen } from '../../book/conditions/conditions.js';
import { ConditionsInput } from '../../book/conditions/conditions-input.js';
import { timeZoneOf } from '../../book/time-zone.js';
import { AmountInput } from '../../layout/forms/amount-input.js';
import { InstantInput } from '../../layout/forms/instant-input.js';
import { missingAmount } from '../../layout/forms/missing.js';
import { UNCONDITIONAL } from '../rule-kinds.js';
import { initialConditions } from './initial-conditions.js';
import { RuleForm } from './rule-form.js';
import type { RuleFormProps } from './rule-form-props.js';
import { amountText, typedAmount } from './typed-amount.js';

/** A discount: how much it takes off, when, and for how long. */
export function DiscountForm(props: RuleFormProps) {
  const { rule, ruleSets, facts } = props;
  const { spec } = rule ?? {};
  const zone = timeZoneOf(ruleSets);
  return (
    <RuleForm
      {...props}
      kind="discounts"
      initial={{
        title: rule?.title ?? '',
        percent_off: amountText(spec?.percent_off),
        conditions: initialConditions(spec),
        from: spec?.from ?? '',
        until: spec?.until ?? '',
      }}
      missing={({ percent_off, conditions }) => ({
        percent_off: missingAmount(percent_off, 'Enter how much it takes off.'),
        conditions: missingInConditions(conditions, facts, UNCONDITIONAL.discounts),
      })}
      write={({ percent_off, conditions, from, until }) => {
        const when = toWhen(conditions, facts);
        return {
          when: Object.keys(when).length === 0 ? undefined : when,
          percent_off: typedAmount(percent_off),
          from: from || undefined,
          until: until || undefined,
        };
      }}
    >
      <AmountInput source="percent_off" label="Take off, in per cent" required />
      <ConditionsInput facts={facts} unconditional={UNCONDITIONAL.discounts} />
      <InstantInput source="from" label="From" bookZone={zone} helperText="If empty, it starts at once." />
      <InstantInput source="until" label="Until" bookZone={zone} helperText="If empty, it does not end." />
    </RuleForm>
  );
}
