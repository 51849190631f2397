import { Checkbox, Dialog, DialogContent, DialogTitle, FormControlLabel, TextField } from '@mui/material';
import { useState } from 'react';
import type { BookFact } from '../book/book-facts.js';
import { fromWhen, missingInConditions, toWhen, UNDECIDED } from '../book/conditions.js';
import { ConditionsField } from '../book/conditions-field.js';
import type { When } from '../book/rule-sets.js';
import { SaveActions } from '../layout/save-actions.js';

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
  const [title, setTitle] = useState(heading?.title ?? '');
  const [conditions, setConditions] = useState(() => (heading === undefined ? UNDECIDED : fromWhen(heading.when)));
  const [derived, setDerived] = useState(false);
  const unconditional = `No condition of its own: the ${of === 'row' ? 'columns' : 'rows'} say it all`;
  const missing =
    title.trim() === '' ? `Give the ${of} a title.` : missingInConditions(conditions, facts, unconditional);
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="heading-title">
      <DialogTitle id="heading-title">{heading === undefined ? `New ${of}` : heading.title}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <TextField
          label="Title"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          autoFocus
          required
          sx={{ mt: 1 }}
        />
        <ConditionsField facts={facts} value={conditions} unconditional={unconditional} onChange={setConditions} />
        {of === 'row' && heading === undefined && (
          <FormControlLabel
            control={<Checkbox checked={derived} onChange={(event) => setDerived(event.target.checked)} />}
            label="Its prices come from rates"
          />
        )}
      </DialogContent>
      <SaveActions
        label={heading === undefined ? `Add the ${of}` : 'Save'}
        missing={missing}
        onSave={() => onSave(title.trim(), toWhen(conditions, facts), derived)}
        onClose={onClose}
      />
    </Dialog>
  );
}
