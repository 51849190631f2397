import { Alert, Box, Button, TextField, Typography } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ask } from '../api/http.js';
import { messageOf } from '../api/problem.js';
import { CardPage } from './card-page.js';

/** The page of a one-time link. The secret follows the #, which browsers do not send to the server. */
export function JoinPage() {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const { name, email, password } = Object.fromEntries(new FormData(event.currentTarget));
    const token = location.hash.slice(1);
    setBusy(true);
    setProblem(undefined);
    try {
      const body = { token, name, password, ...(email === '' ? {} : { email }) };
      await ask('POST', '/v1/invitations/accept', { body });
      // The page is loaded again, so that nothing stays from before the person had signed in.
      location.replace('/prices');
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <CardPage title="Join Ratecard">
      <Typography color="textSecondary">This link works once. Choose how you will sign in.</Typography>
      {problem !== undefined && <Alert severity="error">{problem}</Alert>}
      <Box component="form" onSubmit={submit} sx={{ display: 'grid', gap: 2 }}>
        <TextField name="name" label="Your name" autoComplete="name" required autoFocus />
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          autoComplete="username"
          helperText="Leave it empty if you were invited by your address."
        />
        <TextField
          name="password"
          label="Password"
          type="password"
          autoComplete="new-password"
          required
          helperText="At least 10 characters, such as a few words. Not a well-known password, nor your address."
          slotProps={{ htmlInput: { minLength: 10, maxLength: 200 } }}
        />
        <Button type="submit" variant="contained" disabled={busy}>
          Join
        </Button>
      </Box>
    </CardPage>
  );
}
