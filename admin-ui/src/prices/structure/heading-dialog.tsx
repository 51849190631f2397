import { BooleanInput } from 'react-admin';
import type { BookFact } from '../../book/book-facts.js';
import { fromWhen, missingInConditions, toWhen, UNDECIDED } from '../../book/conditions/conditions.js';
import { ConditionsInput } from '../../book/conditions/conditions-input.js';
import type { When } from '../../book/rule-sets.js';
import { DialogForm } from '../../layout/forms/dialog-form.js';
import { missingText } from '../../layout/forms/missing.js';
import { TitleInput } from '../../layout/forms/title-input.js';

interface Props {
  readonly of: 'row' | 'column';
  readonly facts: readonly BookFact[];
  /** Undefined for a new one. */
  readonly heading: { readonly title: string; readonly when: When } | undefined;
  readonly onSave: (title: string, when: When, derived: boolean) => void;
  readonly onClose: () => void;
}

/** What a row or a column is called, and what it is for. */
export function HeadingDialog({ of, facts, heading, onSave, onClose }: Props) {
  const unconditional = `No condition of its own: the ${of === 'row' ? 'columns' : 'rows'} have all of them`;
  return (
    <DialogForm
      title={heading === undefined ? `New ${of}` : heading.title}
      width="sm"
      initial={{
        title: heading?.title ?? '',
        conditions: heading === undefined ? UNDECIDED : fromWhen(heading.when),
        derived: false,
      }}
      missing={({ title, conditions }) => ({
        title: missingText(title, `Give the ${of} a title.`),
        conditions: missingInConditions(conditions, facts, unconditional),
      })}
      action={heading === undefined ? `Add the ${of}` : 'Save'}
      onSave={({ title, conditions, derived }) => onSave(title.trim(), toWhen(conditions, facts), derived)}
      onClose={onClose}
    >
      {() => (
        <>
          <TitleInput label="Title" />
          <ConditionsInput facts={facts} unconditional={unconditional} />
          {of === 'row' && heading === undefined && (
            <BooleanInput source="derived" label="Its prices come from rates" helperText={false} />
          )}
        </>
      )}
    </DialogForm>
  );
}
