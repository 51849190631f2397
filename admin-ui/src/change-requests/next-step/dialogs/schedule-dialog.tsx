import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, TextField } from '@mui/material';
import { useState } from 'react';
import { timeZoneOf } from '../../../book/time-zone.js';
import { useRuleSets } from '../../../book/use-rule-sets.js';
import { useReleases } from '../../../book/use-tables.js';
import { InstantField } from '../../../layout/forms/instant-field.js';
import { Waiting } from '../../../layout/waiting.js';
import { changeStep } from '../step-request.js';
import { effectSentence } from './effect-sentence.js';
import type { StepDialogProps } from './step-dialog-props.js';

/** Schedules a change: from when it is to be in force, as a time with its zone, and when that is here. */
export function ScheduleDialog({ change, preview, busy, onClose, onSend }: StepDialogProps) {
  const { data } = useReleases();
  const { ruleSets, isPending } = useRuleSets(data && { kind: 'release', number: data.in_force });
  const [at, setAt] = useState('');
  const [reason, setReason] = useState('');
  const zone = timeZoneOf(ruleSets);
  const past = at !== '' && Date.parse(at) <= Date.now();
  const send = (): void => {
    const given = reason.trim();
    onSend(changeStep(change, 'schedule', { effective_at: at, ...(given === '' ? {} : { reason: given }) }));
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="schedule-title">
      <DialogTitle id="schedule-title">Schedule</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <DialogContentText>{effectSentence(preview)}. All servers switch at the same instant.</DialogContentText>
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
        {change.approvals.needed === 0 && (
          <TextField label="Reason, for the log" value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={busy || at === '' || past} onClick={send}>
          {past ? 'This time is in the past' : 'Schedule'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
