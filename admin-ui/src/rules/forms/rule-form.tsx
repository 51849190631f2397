import type { ReactNode } from 'react';
import type { Conditions } from '../../book/conditions/conditions.js';
import { DialogForm } from '../../layout/forms/dialog-form.js';
import { firstMissing, type Missing, missingText } from '../../layout/forms/missing.js';
import { TitleInput } from '../../layout/forms/title-input.js';
import type { RuleContent } from '../rule-content.js';
import { idOf } from '../rule-id.js';
import { KIND_WORDS, type ListedKind } from '../rule-kinds.js';
import type { RuleFormProps } from './rule-form-props.js';
import { RuleSummary } from './rule-summary.js';

/** The fields that the forms of all kinds have. */
export interface RuleValues {
  readonly title: string;
  readonly conditions: Conditions;
  /** Of a rate: the file that it is in. */
  readonly file?: string;
}

interface Props<Values extends RuleValues> extends RuleFormProps {
  readonly kind: ListedKind;
  readonly initial: Values;
  /** What a kind's own fields lack, and the conditions. */
  readonly missing: (values: Values) => Missing<Values>;
  /** What the rule says beside its id and its title, in the order in which a file has it. */
  readonly write: (values: Values) => RuleContent;
  /** The fields below the title. */
  readonly children: ReactNode;
}

/** What the forms of all kinds have in common: the title, the id that is made from it, and the rule as a sentence. */
export function RuleForm<Values extends RuleValues>({
  kind,
  rule,
  ruleSets,
  facts,
  initial,
  missing,
  write,
  onSave,
  onClose,
  children,
}: Props<Values>) {
  const { one } = KIND_WORDS[kind];
  const taken = new Set(
    ruleSets.flatMap(({ content }) => [...(content.rules ?? []), ...(content.rates ?? [])]).map(({ id }) => id),
  );
  const missingOf = (values: Values): Missing<Values> => ({
    title: missingText(values.title, 'Give it a name.'),
    ...missing(values),
  });
  const contentOf = (values: Values): RuleContent => ({
    id: rule?.id ?? idOf(values.title, taken),
    title: values.title.trim(),
    ...write(values),
  });
  return (
    <DialogForm
      title={rule === undefined ? `New ${one}` : rule.title}
      width="md"
      initial={initial}
      missing={missingOf}
      action={rule === undefined ? `Add the ${one}` : 'Save'}
      onSave={(values) => onSave({ rule: contentOf(values), file: values.file })}
      onClose={onClose}
    >
      {(values) => (
        <>
          <TitleInput label="What it is called" />
          {children}
          {firstMissing(missingOf(values)) === undefined && (
            <RuleSummary
              kind={kind}
              content={contentOf(values)}
              facts={facts}
              unconditional={values.conditions.unconditional}
            />
          )}
        </>
      )}
    </DialogForm>
  );
}
