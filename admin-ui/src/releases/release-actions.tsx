import { Alert, Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Release } from '../../../schemas/types/api.js';
import { ask } from '../api/http.js';
import { messageOf } from '../api/problem.js';
import { useMay } from '../api/use-session.js';
import { useEditor } from '../editing/use-editor.js';
import { ReasonDialog } from '../layout/forms/reason-dialog.js';

type ReleaseAction = 'restore' | 'withdraw';

/** What each action means, for the dialog that asks for its reason. */
const DIALOGS: Readonly<Record<ReleaseAction, { readonly label: string; readonly text: string }>> = {
  restore: {
    label: 'Restore',
    text: 'This starts a change with its content. No price changes until that change is published.',
  },
  withdraw: {
    label: 'Withdraw',
    text: 'It will not come into force. Its change can be edited and scheduled again.',
  },
};

/** The buttons for what can be done with a release: a scheduled one is withdrawn, a past one restored. */
export function ReleaseActions({ release: { number, state } }: { readonly release: Release }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const editor = useEditor();
  const mayEdit = useMay('edit_amounts');
  const mayPublish = useMay('publish');
  const [asking, setAsking] = useState<ReleaseAction>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const run = async (action: ReleaseAction, reason: string): Promise<void> => {
    setBusy(true);
    try {
      const done = await ask('POST', `/v1/releases/${number}/${action}`, { body: { reason } });
      await queries.invalidateQueries();
      // Only restoring answers with a change.
      if ('id' in done) {
        editor.open(done);
        navigate(`/change-requests/${done.id}/show`);
      }
    } catch (failure) {
      setProblem(messageOf(failure));
    } finally {
      setBusy(false);
      setAsking(undefined);
    }
  };
  return (
    <>
      {mayPublish && state === 'scheduled' && (
        <Button color="error" onClick={() => setAsking('withdraw')}>
          {DIALOGS.withdraw.label}
        </Button>
      )}
      {mayEdit && state === 'past' && (
        <Button variant="contained" onClick={() => setAsking('restore')}>
          {DIALOGS.restore.label}
        </Button>
      )}
      {problem !== undefined && (
        <Alert severity="error" sx={{ flexBasis: '100%' }} onClose={() => setProblem(undefined)}>
          {problem}
        </Alert>
      )}
      {asking !== undefined && (
        <ReasonDialog
          title={`${DIALOGS[asking].label} release ${number}`}
          text={DIALOGS[asking].text}
          label="Why"
          action={DIALOGS[asking].label}
          busy={busy}
          onClose={() => setAsking(undefined)}
          onDone={(reason) => void run(asking, reason)}
        />
      )}
    </>
  );
}
