import { Alert, Button } from '@mui/material';
import { useState } from 'react';
import type { ChangeRequest } from '../../../../schemas/types/api.js';
import { ask } from '../../api/http.js';
import { messageOf } from '../../api/problem.js';

interface Props {
  readonly change: ChangeRequest;
  readonly onDone: () => Promise<void>;
}

/** Writes the new prices into the expectations that the change breaks, for changes that are meant. */
export function UpdateExpectedPrices({ change, onDone }: Props) {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const update = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await ask('POST', `/v1/change-requests/${change.id}/expectations`, { revision: change.revision });
      await onDone();
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {problem !== undefined && <Alert severity="error">{problem}</Alert>}
      <Alert
        severity="info"
        sx={{ mb: 2 }}
        action={
          <Button color="inherit" onClick={() => void update()} disabled={busy}>
            Update expected prices
          </Button>
        }
      >
        Expected prices protect against mistakes. If these prices are meant to change, update them here. Reviewers see
        the update as part of this change.
      </Alert>
    </>
  );
}
