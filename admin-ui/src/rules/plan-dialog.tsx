import { Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from '@mui/material';
import { useState } from 'react';
import type { PlanSpec } from '../book/rule-sets.js';
import { AmountField } from './amount-field.js';
import { idOf } from './rule-kinds.js';

const AMOUNTS = {
  monthly_price: 'Monthly price',
  monthly_credits: 'Monthly credits',
  credit_discount: 'Discount, in per cent',
} as const;
type Amounts = Readonly<Record<keyof typeof AMOUNTS, string>>;

export interface WrittenPlan {
  readonly id: string;
  readonly title: string;
  readonly amounts: Amounts;
}

interface Props {
  /** Undefined for a new one. */
  readonly plan: PlanSpec | undefined;
  readonly id: string | undefined;
  readonly taken: ReadonlySet<string>;
  readonly onSave: (written: WrittenPlan) => void;
  readonly onClose: () => void;
}

/** What a plan costs, gives and takes off. */
export function PlanDialog({ plan, id, taken, onSave, onClose }: Props) {
  const [title, setTitle] = useState(plan?.title ?? '');
  const [amounts, setAmounts] = useState<Amounts>({
    monthly_price: String(plan?.monthly_price ?? ''),
    monthly_credits: String(plan?.monthly_credits ?? ''),
    credit_discount: String(plan?.credit_discount ?? 0),
  });
  const complete = title.trim() !== '' && Object.values(amounts).every((digits) => /^\d+(\.\d+)?$/.test(digits));
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="plan-title">
      <DialogTitle id="plan-title">{plan?.title ?? 'New plan'}</DialogTitle>
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
        {(Object.keys(AMOUNTS) as (keyof Amounts)[]).map((key) => (
          <AmountField
            key={key}
            label={AMOUNTS[key]}
            value={amounts[key]}
            onChange={(digits) => setAmounts({ ...amounts, [key]: digits })}
            required
          />
        ))}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="contained"
          disabled={!complete}
          onClick={() => onSave({ id: id ?? idOf(title, taken), title: title.trim(), amounts })}
        >
          {plan === undefined ? 'Add the plan' : 'Save'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
