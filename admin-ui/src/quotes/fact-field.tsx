import { MenuItem, TextField } from '@mui/material';
import type { Fact, FactValue } from '../../../schemas/types/api.js';

interface Props {
  readonly fact: Fact;
  readonly labels?: ReadonlyMap<string, string>;
  /** Undefined: its default. */
  readonly value: FactValue | undefined;
  readonly onChange: (value: FactValue | undefined) => void;
}

/** A field for a fact, as the book describes it. Left empty, the fact takes its default. */
export function FactField({ fact, labels, value, onChange }: Props) {
  const { name, title = name, unit = '', type, choices } = fact;
  const usual = fact.default;
  const called = (one: FactValue): string =>
    typeof one === 'boolean' ? (one ? 'yes' : 'no') : (labels?.get(String(one)) ?? `${one}${unit}`);
  if (choices !== undefined) {
    return (
      <TextField
        select
        size="small"
        label={title}
        value={String(value ?? usual ?? '')}
        onChange={(event) => {
          const chosen = choices.find((one) => String(one) === event.target.value);
          onChange(chosen === usual ? undefined : chosen);
        }}
      >
        {choices.map((one) => (
          <MenuItem key={String(one)} value={String(one)}>
            {called(one)}
            {one === usual ? ' (usual)' : ''}
          </MenuItem>
        ))}
      </TextField>
    );
  }
  return (
    <TextField
      size="small"
      label={unit === '' ? title : `${title} (${unit})`}
      value={value === undefined ? '' : String(value)}
      placeholder={usual === undefined ? '' : String(usual)}
      onChange={(event) => {
        const text = event.target.value;
        const isNumber = type === 'number' && /^-?\d+(\.\d+)?$/.test(text);
        onChange(text === '' ? undefined : isNumber ? Number(text) : text);
      }}
      slotProps={{ htmlInput: type === 'number' ? { inputMode: 'decimal' } : {} }}
      {...(type === 'number' ? { helperText: rangeWords(fact) } : {})}
    />
  );
}

function rangeWords({ minimum, maximum, step }: Fact): string {
  return [
    minimum === undefined ? '' : `from ${minimum}`,
    maximum === undefined ? '' : `to ${maximum}`,
    step === undefined ? '' : `by ${step}`,
  ]
    .filter(Boolean)
    .join(' ');
}
