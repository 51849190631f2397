import { Button, DialogActions, Typography } from '@mui/material';
import { useId } from 'react';

interface Props {
  /** The label of the button that saves. */
  readonly label: string;
  /** Why it cannot be saved yet, in words; undefined when it can. */
  readonly missing: string | undefined;
  readonly onClose: () => void;
}

/** The buttons at the foot of a form. While it cannot be saved yet, the reason stands beside them. */
export function SaveActions({ label, missing, onClose }: Props) {
  const note = useId();
  return (
    <DialogActions sx={{ flexWrap: 'wrap', rowGap: 1 }}>
      <Typography id={note} role="status" variant="body2" sx={{ flex: '1 1 240px', pl: 2 }}>
        {missing}
      </Typography>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" variant="contained" disabled={missing !== undefined} aria-describedby={note}>
        {label}
      </Button>
    </DialogActions>
  );
}
