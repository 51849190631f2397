import { Alert, Button, TextField } from '@mui/material';
import { useState } from 'react';

/** A secret that is shown once, to be copied. */
export function SecretBox({ secret, text }: { readonly secret: string; readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard?.writeText(secret).then(() => setCopied(true));
  };
  return (
    <>
      <Alert
        severity="info"
        action={
          <Button color="inherit" onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        }
      >
        {text}
      </Alert>
      <TextField
        label="Shown this once"
        value={secret}
        fullWidth
        multiline
        slotProps={{ input: { readOnly: true }, htmlInput: { style: { fontFamily: 'monospace' } } }}
      />
    </>
  );
}
