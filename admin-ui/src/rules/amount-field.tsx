import { TextField } from '@mui/material';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (digits: string) => void;
  readonly required?: boolean;
  readonly helperText?: string;
}

/** An amount by its digits: a number field would take them through a binary float. */
export function AmountField({ label, value, onChange, required = false, helperText }: Props) {
  const wrong = value !== '' && !/^\d+(\.\d+)?$/.test(value);
  return (
    <TextField
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value.trim())}
      size="small"
      required={required}
      error={wrong}
      helperText={wrong ? 'Write digits, with a point where it needs one: 12.5' : helperText}
      slotProps={{ htmlInput: { inputMode: 'decimal' } }}
    />
  );
}
