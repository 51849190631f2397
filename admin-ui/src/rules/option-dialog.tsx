import { Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import type { FactValue } from '../../../schemas/types/api.js';
import type { OptionSpec } from '../book/rule-sets.js';
import type { NewEdit } from '../editing/edit.js';
import { idOf } from './rule-kinds.js';

/** Which option is written, and where. */
export interface OptionPlace {
  readonly file: string;
  /** JSON pointer of the options that it is one of. */
  readonly base: string;
  /** Undefined for a new one. */
  readonly name: string | undefined;
  readonly spec: OptionSpec | undefined;
  /** Whether there are options at that place already. */
  readonly exists: boolean;
}

interface Props {
  readonly place: OptionPlace;
  readonly onSave: (edit: NewEdit) => void;
  readonly onClose: () => void;
}

/** The choices of an option, and the usual one. */
export function OptionDialog({ place, onSave, onClose }: Props) {
  const { file, base, name, spec, exists } = place;
  const [title, setTitle] = useState(spec?.title ?? name ?? '');
  const [unit, setUnit] = useState(spec?.unit ?? '');
  const [choices, setChoices] = useState((spec?.choices ?? []).map(String).join(', '));
  const [usual, setUsual] = useState(spec?.default === undefined ? '' : String(spec.default));
  const isRange = spec !== undefined && spec.choices === undefined;
  const values = choices
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const save = (): void => {
    const { default: _, ...kept } = spec ?? {};
    const content: OptionSpec = {
      ...kept,
      title: title.trim(),
      ...(unit === '' ? {} : { unit }),
      ...(isRange ? {} : { choices: values.map(choiceOf) }),
      ...(usual === '' ? {} : { default: choiceOf(usual) }),
    };
    const id = name ?? idOf(title, new Set()).replaceAll('-', '_');
    const operation = exists
      ? { op: 'add' as const, path: `${base}/${id}`, value: content }
      : { op: 'add' as const, path: base, value: { [id]: content } };
    onSave({ kind: 'patch', file, what: `option ${title.trim()}`, operations: [operation] });
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="option-title">
      <DialogTitle id="option-title">{spec?.title ?? name ?? 'New option'}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <TextField
          label="Title"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          size="small"
          required
          autoFocus
          sx={{ mt: 1 }}
        />
        {!isRange && (
          <TextField
            label="Choices"
            value={choices}
            onChange={(event) => setChoices(event.target.value)}
            size="small"
            required
            helperText="With commas between them: standard, hd. Or numbers: 5, 10, 15. Or: false, true."
          />
        )}
        <TextField
          label="Unit"
          value={unit}
          onChange={(event) => setUnit(event.target.value.trim())}
          size="small"
          helperText="Of numbers, such as s."
        />
        <TextField
          select={!isRange}
          label="Usual choice"
          value={usual}
          onChange={(event) => setUsual(event.target.value)}
          size="small"
          helperText="Used when a quote does not state this option. Without a default, every quote must state it."
        >
          <MenuItem value="">(none)</MenuItem>
          {values.map((value) => (
            <MenuItem key={value} value={value}>
              {value}
            </MenuItem>
          ))}
        </TextField>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={title.trim() === '' || (!isRange && values.length === 0)} onClick={save}>
          {name === undefined ? 'Add the option' : 'Save'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** `5` as a number and `true` as yes, as YAML would read them. */
function choiceOf(text: string): FactValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;
}
