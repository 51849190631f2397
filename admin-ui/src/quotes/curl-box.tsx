import ContentCopyOutlined from '@mui/icons-material/ContentCopyOutlined';
import { Box, IconButton, Tooltip } from '@mui/material';
import { useState } from 'react';

/** The question as a command that can be pasted into a terminal. */
export function CurlBox({ body }: { readonly body: object }) {
  const [copied, setCopied] = useState(false);
  const json = JSON.stringify(body).replaceAll("'", "'\\''");
  const command = `curl ${location.origin}/v1/quotes \\\n  -H 'content-type: application/json' \\\n  -d '${json}'`;
  const copy = (): void => {
    void navigator.clipboard?.writeText(command).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    });
  };
  return (
    <Box sx={{ position: 'relative' }}>
      <Box
        component="pre"
        role="region"
        aria-label="The quote as curl"
        tabIndex={0}
        sx={{
          m: 0,
          p: 1.5,
          pr: 6,
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
          overflowX: 'auto',
          fontSize: '0.8125rem',
        }}
      >
        {command}
      </Box>
      <Tooltip title={copied ? 'Copied' : 'Copy'}>
        <IconButton
          aria-label="Copy the command"
          onClick={copy}
          sx={{ position: 'absolute', top: 6, right: 6 }}
          size="small"
        >
          <ContentCopyOutlined fontSize="small" />
        </IconButton>
      </Tooltip>
    </Box>
  );
}
