import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { ask } from '../api/http.js';
import { messageOf } from '../api/problem.js';
import { SecretBox } from '../layout/secret-box.js';
import { sentenceCase } from '../layout/words.js';
import { ROLES } from './roles.js';

/** Invites somebody: the answer is a link that works once. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<string>('viewer');
  const [link, setLink] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const invite = async (): Promise<void> => {
    try {
      const made = await ask('POST', '/v1/invitations', { body: { email, role } });
      setLink(made.link);
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="invite-title">
      <DialogTitle id="invite-title">Invite somebody</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        {problem !== undefined && <Alert severity="error">{problem}</Alert>}
        {link !== undefined ? (
          <SecretBox
            secret={link}
            text={`Send this link to ${email}. It works once, for a week. Somebody who has an account already sets a new password with it.`}
          />
        ) : (
          <>
            <TextField
              label="E-mail address"
              type="email"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
              autoFocus
              required
              sx={{ mt: 1 }}
            />
            <TextField
              select
              label="Role"
              value={role}
              onChange={(event) => setRole(event.target.value)}
              helperText={ROLES.find((one) => one.role === role)?.may}
            >
              {ROLES.map((one) => (
                <MenuItem key={one.role} value={one.role}>
                  {sentenceCase(one.role)}
                </MenuItem>
              ))}
            </TextField>
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{link === undefined ? 'Cancel' : 'Done'}</Button>
        {link === undefined && (
          <Button variant="contained" disabled={email.trim() === ''} onClick={() => void invite()}>
            Invite
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
