import { Alert, Box, Button, Divider, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLogin } from 'react-admin';
import { messageOf } from '../api/problem.js';
import { SESSION_KEY, useSession } from '../api/use-session.js';
import { CardPage } from './card-page.js';

/** Signing in with a password, or with the company's provider where there is one. */
export function SignInPage() {
  const login = useLogin();
  const queries = useQueryClient();
  const session = useSession();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { email, password } = Object.fromEntries(new FormData(event.currentTarget));
    setBusy(true);
    setProblem(undefined);
    login({ email, password })
      .then(() => queries.invalidateQueries({ queryKey: SESSION_KEY }))
      .catch((error: unknown) => setProblem(messageOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <CardPage title="Sign in to Ratecard">
      {problem !== undefined && <Alert severity="error">{problem}</Alert>}
      <Box component="form" onSubmit={submit} sx={{ display: 'grid', gap: 2 }}>
        <TextField name="email" label="E-mail address" type="email" autoComplete="username" required autoFocus />
        <TextField name="password" label="Password" type="password" autoComplete="current-password" required />
        <Button type="submit" variant="contained" disabled={busy}>
          Sign in
        </Button>
      </Box>
      {session?.openid === true && (
        <>
          <Divider>or</Divider>
          <Button variant="outlined" href="/v1/session/openid">
            Sign in with your company account
          </Button>
        </>
      )}
      <Typography variant="body2" color="textSecondary">
        No account yet? An admin can invite you. For the first admin, the server makes a link when it starts: it is in
        its terminal, or in the file that its log names.
      </Typography>
    </CardPage>
  );
}
