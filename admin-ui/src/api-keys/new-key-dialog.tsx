import {
  Alert,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  FormGroup,
  TextField,
} from '@mui/material';
import { useState } from 'react';
import { useRefresh } from 'react-admin';
import { ask } from '../api/http.js';
import { messageOf } from '../api/problem.js';
import { SecretBox } from '../layout/secret-box.js';

const SCOPES = [
  { scope: 'quote', may: 'quote: asks for quotes and prices' },
  { scope: 'read', may: 'read: also sees everything' },
  { scope: 'propose', may: 'propose: also proposes changes' },
  { scope: 'publish', may: 'publish: also publishes what has its approvals' },
  { scope: 'admin', may: 'admin: also people and keys' },
] as const;

/** Makes a key, which is shown once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const refresh = useRefresh();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>(['quote']);
  const [note, setNote] = useState('');
  /** The last day on which it works, here; empty: it does not expire. */
  const [lastDay, setLastDay] = useState('');
  const [key, setKey] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const make = async (): Promise<void> => {
    try {
      const made = await ask('POST', '/v1/api-keys', {
        body: { name, scopes, note, expires_at: endOf(lastDay) },
      });
      setKey(made.key);
      setProblem(undefined);
      refresh();
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="key-title">
      <DialogTitle id="key-title">New key</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        {problem !== undefined && <Alert severity="error">{problem}</Alert>}
        {key !== undefined ? (
          <SecretBox
            secret={key}
            text="Copy the key now and keep it somewhere safe: it is not shown again. If you lose it, revoke it and make a new one."
          />
        ) : (
          <>
            <TextField
              label="Name"
              value={name}
              onChange={(event) => setName(event.target.value)}
              helperText="Who uses it, such as checkout."
              autoFocus
              required
              sx={{ mt: 1 }}
            />
            <TextField
              label="What it is for"
              value={note}
              onChange={(event) => setNote(event.target.value)}
              slotProps={{ htmlInput: { maxLength: 500 } }}
            />
            <TextField
              type="date"
              label="Last day"
              value={lastDay}
              onChange={(event) => setLastDay(event.target.value)}
              helperText="The key works until the end of this day. Leave it empty for a key that does not expire. It also stops working when your account is deactivated."
              slotProps={{ inputLabel: { shrink: true } }}
            />
            <FormGroup>
              {SCOPES.map(({ scope, may }) => (
                <FormControlLabel
                  key={scope}
                  label={may}
                  control={
                    <Checkbox
                      checked={scopes.includes(scope)}
                      onChange={(_event, checked) =>
                        setScopes(checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
                      }
                    />
                  }
                />
              ))}
            </FormGroup>
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{key === undefined ? 'Cancel' : 'Done'}</Button>
        {key === undefined && (
          <Button variant="contained" disabled={name.trim() === '' || scopes.length === 0} onClick={() => void make()}>
            Make the key
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

/** The instant at which a day is over here; null for no day. */
function endOf(day: string): string | null {
  if (day === '') return null;
  const end = new Date(`${day}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}
