import { TextField } from '@mui/material';
import type { ValuesProps } from './values-props.js';

/** The start and the end of a span of dates or times; either may be left empty. */
export function BetweenFields({ fact, condition, wrong, onChange }: ValuesProps) {
  const [from = '', until = ''] = condition.values;
  const shared = {
    type: fact?.type === 'time' ? 'time' : 'date',
    size: 'small',
    error: wrong,
    slotProps: { inputLabel: { shrink: true } },
  } as const;
  return (
    <>
      <TextField {...shared} label="From" value={from} onChange={(event) => onChange([event.target.value, until])} />
      <TextField {...shared} label="Until" value={until} onChange={(event) => onChange([from, event.target.value])} />
    </>
  );
}
