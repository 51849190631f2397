import { SelectInput } from 'react-admin';
import { missingInConditions, toWhen } from '../../book/conditions/conditions.js';
import { ConditionsInput } from '../../book/conditions/conditions-input.js';
import { AmountInput } from '../../layout/forms/amount-input.js';
import { missingAmount } from '../../layout/forms/missing.js';
import { UNCONDITIONAL } from '../rule-kinds.js';
import { initialConditions } from './initial-conditions.js';
import { RuleForm } from './rule-form.js';
import type { RuleFormProps } from './rule-form-props.js';
import { amountText, typedAmount } from './typed-amount.js';

/** A rate with one amount: flat, or for each unit of a quantity, with a least and a most. */
export function RateForm(props: RuleFormProps) {
  const { rule, ruleSets, facts } = props;
  const { spec } = rule ?? {};
  const files = ruleSets.filter(({ content }) => content.kind === 'prices');
  const numbers = facts.filter(({ type }) => type === 'number').map(({ name }) => name);
  const quantities = [...new Set([...numbers, spec?.of ?? ''])].filter((name) => name !== '');
  return (
    <RuleForm
      {...props}
      kind="rates"
      initial={{
        title: rule?.title ?? '',
        amount: amountText(spec?.amount),
        of: spec?.of ?? '',
        per: amountText(spec?.per),
        block: amountText(spec?.block),
        minimum: amountText(spec?.minimum),
        maximum: amountText(spec?.maximum),
        file: rule?.file ?? files[0]?.path ?? '',
        conditions: initialConditions(spec),
      }}
      missing={({ amount, per, block, minimum, maximum, conditions }) => ({
        amount: missingAmount(amount, 'Enter how much.'),
        per: missingAmount(per),
        block: missingAmount(block),
        minimum: missingAmount(minimum),
        maximum: missingAmount(maximum),
        conditions: missingInConditions(conditions, facts, UNCONDITIONAL.rates),
      })}
      write={({ amount, of, per, block, minimum, maximum, conditions }) => ({
        when: toWhen(conditions, facts),
        amount: typedAmount(amount),
        of: of || undefined,
        per: typedAmount(per),
        block: typedAmount(block),
        minimum: typedAmount(minimum),
        maximum: typedAmount(maximum),
      })}
    >
      <AmountInput source="amount" label="Amount" required />
      <SelectInput
        source="of"
        label="For each"
        choices={quantities.map((name) => ({ id: name, name }))}
        translateChoice={false}
        emptyText="(a flat price)"
        helperText="The quantity that is charged for; none for a flat price."
      />
      <AmountInput source="per" label="How many units the amount buys (1 if empty)" />
      <AmountInput source="block" label="Charged by started blocks of" />
      <AmountInput source="minimum" label="At least" />
      <AmountInput source="maximum" label="At most" />
      {rule === undefined && (
        <SelectInput
          source="file"
          label="File"
          choices={files.map(({ path, content }) => ({ id: path, name: `${content.title} (${path})` }))}
          translateChoice={false}
          isRequired
          helperText={false}
        />
      )}
      <ConditionsInput facts={facts} unconditional={UNCONDITIONAL.rates} />
    </RuleForm>
  );
}
