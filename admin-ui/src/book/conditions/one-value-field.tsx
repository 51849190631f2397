import { TextField } from '@mui/material';
import type { ValuesProps } from './values-props.js';

/** The one value that an operator compares with. */
export function OneValueField({ condition, wrong, onChange }: ValuesProps) {
  return (
    <TextField
      size="small"
      label="Value"
      value={condition.values[0] ?? ''}
      error={wrong}
      onChange={(event) => onChange([event.target.value])}
      sx={{ width: 120 }}
    />
  );
}
