import { Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from '@mui/material';
import { useState } from 'react';

interface Props {
  /** Undefined for a new one. */
  readonly title: string | undefined;
  readonly onSave: (title: string) => void;
  readonly onClose: () => void;
}

/** What a product is called. Its prices are rows of a table, or a rate. */
export function ProductDialog({ title: known, onSave, onClose }: Props) {
  const [title, setTitle] = useState(known ?? '');
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="product-title">
      <DialogTitle id="product-title">{known ?? 'New product'}</DialogTitle>
      <DialogContent>
        <TextField
          label="Title"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          fullWidth
          autoFocus
          required
          sx={{ mt: 1 }}
          helperText={known === undefined ? 'Then add a row for it under Prices, Rows and columns.' : undefined}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={title.trim() === ''} onClick={() => onSave(title.trim())}>
          {known === undefined ? 'Add the product' : 'Save'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
