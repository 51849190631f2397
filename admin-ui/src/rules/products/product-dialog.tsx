import { DialogForm } from '../../layout/forms/dialog-form.js';
import { missingText } from '../../layout/forms/missing.js';
import { TitleInput } from '../../layout/forms/title-input.js';

interface Props {
  /** Undefined for a new one. */
  readonly title: string | undefined;
  readonly onSave: (title: string) => void;
  readonly onClose: () => void;
}

/** What a product is called. Its prices are rows of a table, or a rate. */
export function ProductDialog({ title: known, onSave, onClose }: Props) {
  return (
    <DialogForm
      title={known ?? 'New product'}
      width="xs"
      initial={{ title: known ?? '' }}
      missing={({ title }) => ({ title: missingText(title, 'Give it a title.') })}
      action={known === undefined ? 'Add the product' : 'Save'}
      onSave={({ title }) => onSave(title.trim())}
      onClose={onClose}
    >
      {() => (
        <TitleInput
          label="Title"
          {...(known === undefined ? { helperText: 'Then add a row for it under Prices, Rows and columns.' } : {})}
        />
      )}
    </DialogForm>
  );
}
