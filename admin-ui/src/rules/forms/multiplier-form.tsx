import { SelectInput } from 'react-admin';
import type { BookFact } from '../../book/book-facts.js';
import { type Conditions, missingInConditions, toWhen } from '../../book/conditions/conditions.js';
import { ConditionsInput } from '../../book/conditions/conditions-input.js';
import type { RuleSet } from '../../book/rule-sets.js';
import { AmountInput } from '../../layout/forms/amount-input.js';
import { missingAmount, missingText } from '../../layout/forms/missing.js';
import { UNCONDITIONAL } from '../rule-kinds.js';
import { initialConditions } from './initial-conditions.js';
import { RuleForm } from './rule-form.js';
import type { RuleFormProps } from './rule-form-props.js';
import { amountText, typedAmount } from './typed-amount.js';

/** A multiplier: the factor for a choice of one option. */
export function MultiplierForm(props: RuleFormProps) {
  const { rule, ruleSets, facts } = props;
  const { spec } = rule ?? {};
  const options = facts.filter(({ name }) => ruleSets.some(({ content }) => hasOption(content, name)));
  return (
    <RuleForm
      {...props}
      kind="multipliers"
      initial={{
        title: rule?.title ?? '',
        multiply: amountText(spec?.multiply),
        option: spec?.option ?? '',
        conditions: initialConditions(spec),
      }}
      missing={({ multiply, option, conditions }) => ({
        multiply: missingAmount(multiply, 'Enter the factor.'),
        option: missingText(option, 'Choose the option that it prices.'),
        conditions:
          missingInConditions(conditions, facts, UNCONDITIONAL.multipliers) ?? missingOption(conditions, option, facts),
      })}
      write={({ multiply, option, conditions }) => ({
        option,
        when: toWhen(conditions, facts),
        multiply: typedAmount(multiply),
      })}
    >
      <AmountInput source="multiply" label="Multiply by" required />
      <SelectInput
        source="option"
        label="The option that it prices"
        choices={options.map(({ name, title }) => ({ id: name, name: title }))}
        translateChoice={false}
        isRequired
        helperText="It applies if the price that is found does not depend on this option already."
      />
      <ConditionsInput facts={facts} unconditional={UNCONDITIONAL.multipliers} />
    </RuleForm>
  );
}

/** The conditions must test the option itself. Nested ones may do so, but only YAML shows them. */
function missingOption({ simple, nested }: Conditions, option: string, facts: readonly BookFact[]): string | undefined {
  if (Object.keys(nested).length > 0 || simple.some(({ fact }) => fact === option)) return undefined;
  const title = facts.find(({ name }) => name === option)?.title ?? option;
  return `Add a condition on ${title}: choose the values it applies to.`;
}

function hasOption({ options, products }: RuleSet, name: string): boolean {
  return name in (options ?? {}) || Object.values(products ?? {}).some((product) => name in (product.options ?? {}));
}
