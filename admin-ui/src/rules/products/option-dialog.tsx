import { SelectInput, TextInput } from 'react-admin';
import type { NewEdit } from '../../editing/edit.js';
import { DialogForm } from '../../layout/forms/dialog-form.js';
import { missingText } from '../../layout/forms/missing.js';
import { TitleInput } from '../../layout/forms/title-input.js';
import { isRange, type OptionPlace, typedChoices, writeOption } from './write-option.js';

interface Props {
  readonly place: OptionPlace;
  readonly onSave: (edit: NewEdit) => void;
  readonly onClose: () => void;
}

const USUAL = {
  source: 'usual',
  label: 'Usual choice',
  helperText: 'Used when a quote does not state this option. Without a default, every quote must state it.',
} as const;

/** The choices of an option, and the usual one. */
export function OptionDialog({ place, onSave, onClose }: Props) {
  const { name, spec } = place;
  const range = isRange(spec);
  return (
    <DialogForm
      title={spec?.title ?? name ?? 'New option'}
      width="sm"
      initial={{
        title: spec?.title ?? name ?? '',
        choices: (spec?.choices ?? []).map(String).join(', '),
        unit: spec?.unit ?? '',
        usual: spec?.default === undefined ? '' : String(spec.default),
      }}
      missing={({ title, choices }) => ({
        title: missingText(title, 'Give it a title.'),
        choices: range || typedChoices(choices).length > 0 ? undefined : 'Enter at least one choice.',
      })}
      action={name === undefined ? 'Add the option' : 'Save'}
      onSave={(values) => onSave(writeOption(place, values))}
      onClose={onClose}
    >
      {({ choices }) => (
        <>
          <TitleInput label="Title" />
          {!range && (
            <TextInput
              source="choices"
              label="Choices"
              isRequired
              helperText="With commas between them: standard, hd. Or numbers: 5, 10, 15. Or: false, true."
            />
          )}
          <TextInput source="unit" label="Unit" helperText="Of numbers, such as s." />
          {range ? (
            <TextInput {...USUAL} />
          ) : (
            <SelectInput
              {...USUAL}
              choices={typedChoices(choices).map((value) => ({ id: value, name: value }))}
              translateChoice={false}
              emptyText="(none)"
            />
          )}
        </>
      )}
    </DialogForm>
  );
}
