import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, TextField } from '@mui/material';
import { useState } from 'react';
import { timeZoneOf } from '../book/time-zone.js';
import { useRuleSets } from '../book/use-rule-sets.js';
import { useReleases } from '../book/use-tables.js';
import { InstantField } from '../layout/forms/instant-field.js';
import { Waiting } from '../layout/waiting.js';

interface Props {
  /** Whether a reason can be given; what has approvals is released under the title that they were given to. */
  readonly asksReason: boolean;
  readonly numbers: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onDone: (effectiveAt: string, reason: string) => void;
}

/** From when a change is to be in force: a time with its zone, and when that is here. */
export function ScheduleDialog({ asksReason, numbers, busy, onClose, onDone }: Props) {
  const { data } = useReleases();
  const { ruleSets, isPending } = useRuleSets(data && { kind: 'release', number: data.in_force });
  const [at, setAt] = useState('');
  const [reason, setReason] = useState('');
  const zone = timeZoneOf(ruleSets);
  const past = at !== '' && Date.parse(at) <= Date.now();
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="schedule-title">
      <DialogTitle id="schedule-title">Schedule</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <DialogContentText>{numbers}. All servers switch at the same instant.</DialogContentText>
        {isPending ? (
          <Waiting label="Reading the time zone of the price book" />
        ) : (
          <InstantField
            label="In force from"
            value={at}
            onChange={setAt}
            bookZone={zone}
            required
            helperText={`The price book’s own time zone is ${zone}.`}
          />
        )}
        {asksReason && (
          <TextField label="Reason, for the log" value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={busy || at === '' || past} onClick={() => onDone(at, reason.trim())}>
          {past ? 'That is past' : 'Schedule'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
