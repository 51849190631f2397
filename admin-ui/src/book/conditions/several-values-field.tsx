import { Autocomplete, TextField } from '@mui/material';
import type { ValuesProps } from './values-props.js';

/** Any number of values: of the fact's choices, or typed where it has none. */
export function SeveralValuesField({ fact, condition: { values, draft = '' }, wrong, onChange }: ValuesProps) {
  const choices = fact?.choices ?? [];
  const isTyped = choices.length === 0;
  return (
    <Autocomplete
      // Only for typed values is the text of the input kept here. A field cannot change between the two.
      key={isTyped ? 'typed' : 'chosen'}
      multiple
      freeSolo={isTyped}
      autoSelect={isTyped}
      size="small"
      options={choices.map(({ value }) => String(value))}
      getOptionLabel={(value) => choices.find((one) => String(one.value) === value)?.label ?? value}
      value={[...values]}
      onChange={(_event, next) => onChange(next.map((one) => one.trim()).filter((one) => one !== ''))}
      {...(isTyped
        ? {
            inputValue: draft,
            onInputChange: (_event: unknown, text: string, reason: string) => {
              if (reason === 'input' || reason === 'clear') onChange(values, text);
            },
          }
        : {})}
      renderInput={(params) => <TextField {...params} fullWidth label="Value" error={wrong} />}
      sx={{ minWidth: 200, flex: 1 }}
    />
  );
}
