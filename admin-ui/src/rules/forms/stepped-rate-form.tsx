import { Alert } from '@mui/material';
import { missingInConditions, toWhen } from '../../book/conditions/conditions.js';
import { ConditionsInput } from '../../book/conditions/conditions-input.js';
import { UNCONDITIONAL } from '../rule-kinds.js';
import { initialConditions } from './initial-conditions.js';
import { RuleForm } from './rule-form.js';
import type { RuleFormProps } from './rule-form-props.js';

/** A rate of parts or steps, which only YAML shows: its name and its conditions. */
export function SteppedRateForm(props: RuleFormProps) {
  const { rule, facts } = props;
  const { id: _id, title: _title, ...spec } = rule?.spec ?? {};
  return (
    <RuleForm
      {...props}
      kind="rates"
      initial={{ title: rule?.title ?? '', conditions: initialConditions(spec) }}
      missing={({ conditions }) => ({ conditions: missingInConditions(conditions, facts, UNCONDITIONAL.rates) })}
      write={({ conditions }) => ({ ...spec, when: toWhen(conditions, facts) })}
    >
      <Alert severity="info">
        It is made of parts or steps: edit these in YAML. Its conditions can be changed here.
      </Alert>
      <ConditionsInput facts={facts} unconditional={UNCONDITIONAL.rates} />
    </RuleForm>
  );
}
