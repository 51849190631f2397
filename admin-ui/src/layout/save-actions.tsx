import { Button, DialogActions, Typography } from '@mui/material';
import { useId } from 'react';

interface Props {
  /** What the button that saves is called. */
  readonly label: string;
  /** Why it cannot be saved yet, in words; undefined when it can. */
  readonly missing: string | undefined;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

/** The buttons at the foot of a form. One that cannot be saved yet says why beside the button. */
export function SaveActions({ label, missing, onSave, onClose }: Props) {
  const note = useId();
  return (
    <DialogActions sx={{ flexWrap: 'wrap', rowGap: 1 }}>
      <Typography id={note} role="status" variant="body2" sx={{ flex: '1 1 240px', pl: 2 }}>
        {missing}
      </Typography>
      <Button onClick={onClose}>Cancel</Button>
      <Button variant="contained" disabled={missing !== undefined} aria-describedby={note} onClick={onSave}>
        {label}
      </Button>
    </DialogActions>
  );
}
