import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, TextField } from '@mui/material';
import { useState } from 'react';

interface Props {
  readonly title: string;
  readonly text: string;
  /** The label of the reason; without it, none is asked for. */
  readonly label?: string;
  readonly action: string;
  readonly initial?: string;
  readonly required?: boolean;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onDone: (reason: string) => void;
}

/** Asks for confirmation, with what the action means and a field for the reason. */
export function ReasonDialog({
  title,
  text,
  label,
  action,
  initial = '',
  required = false,
  busy,
  onClose,
  onDone,
}: Props) {
  const [reason, setReason] = useState(initial);
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="reason-title">
      <DialogTitle id="reason-title">{title}</DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 2 }}>{text}</DialogContentText>
        {label !== undefined && (
          <TextField
            label={label}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            multiline
            minRows={2}
            fullWidth
            autoFocus
            required={required}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="contained"
          disabled={busy || (required && reason.trim() === '')}
          onClick={() => onDone(reason.trim())}
        >
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
