import DownloadOutlined from '@mui/icons-material/DownloadOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { messageOf } from '../api/problem.js';
import { download } from './download.js';

interface Props {
  readonly label: string;
  readonly path: string;
  readonly accept: string;
  readonly name: string;
}

/** Saves something as a file, and says so when it cannot. */
export function DownloadButton({ label, path, accept, name }: Props) {
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const save = (): void => {
    setBusy(true);
    download(path, accept, name)
      .catch((error: unknown) => notify(messageOf(error), { type: 'error' }))
      .finally(() => setBusy(false));
  };
  return (
    <Button size="small" startIcon={<DownloadOutlined />} onClick={save} disabled={busy}>
      {label}
    </Button>
  );
}
