import { Dialog, DialogContent, DialogTitle } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';
import { Form, FormDataConsumer } from 'react-admin';
import { firstMissing, type Missing } from './missing.js';
import { SaveActions } from './save-actions.js';

interface Props<Values extends object> {
  readonly title: string;
  readonly width: 'xs' | 'sm' | 'md';
  /** What the form starts with: a value for every field, the empty text where there is none yet. */
  readonly initial: Values;
  readonly missing: (values: Values) => Missing<Values>;
  /** The label of the button that saves. */
  readonly action: string;
  readonly onSave: (values: Values) => void;
  readonly onClose: () => void;
  /** The fields, each an input of react-admin. */
  readonly children: (values: Values) => ReactNode;
}

/**
 * A dialog that is one form. What is missing is said beside the button from the start, and at its field once the reader
 * has left that.
 */
export function DialogForm<Values extends object>({
  title,
  width,
  initial,
  missing,
  action,
  onSave,
  onClose,
  children,
}: Props<Values>) {
  const titleId = useId();
  // React-admin would start over when others change what is edited here.
  const [start] = useState((): FieldValues => Object.fromEntries(Object.entries(initial)));
  return (
    <Dialog open onClose={onClose} maxWidth={width} fullWidth aria-labelledby={titleId} sx={STRETCHED}>
      <DialogTitle id={titleId}>{title}</DialogTitle>
      <Form<FieldValues>
        defaultValues={start}
        validate={(values) => missing(filled<Values>(values))}
        onSubmit={(values: FieldValues) => onSave(filled<Values>(values))}
        mode="onTouched"
        noValidate
        disableInvalidFormNotification
      >
        <FormDataConsumer>
          {({ formData }) => {
            const values = filled<Values>(formData);
            return (
              <>
                <DialogContent sx={{ display: 'grid', gap: 2, pt: 1 }}>{children(values)}</DialogContent>
                <SaveActions label={action} missing={firstMissing(missing(values))} onClose={onClose} />
              </>
            );
          }}
        </FormDataConsumer>
      </Form>
    </Dialog>
  );
}

/** Fields and their values, as react-admin types them. */
type FieldValues = Readonly<Record<string, unknown>>;

/** The form stands between the dialog and what scrolls in it. */
const STRETCHED = { '& form': { display: 'flex', flexDirection: 'column', minHeight: 0 } } as const;

/** React-admin makes null of a field that was emptied; here it is the empty text. */
function filled<Values>(values: FieldValues): Values {
  // The form holds the fields that it started with.
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? ''])) as Values;
}
