import { Alert, Box, Button, Card, Typography } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { ChangeRequest, NextSteps, StepName } from '../../../../schemas/types/api.js';
import type { Preview } from '../../editing/previews/preview-stream.js';
import { RebaseDialog } from './dialogs/rebase-dialog.js';
import { blockedBy, explanation, headline } from './next-step-words.js';
import { STEPS } from './steps.js';
import { useStepSender } from './use-step-sender.js';

interface Props {
  readonly change: ChangeRequest;
  readonly steps: NextSteps;
  readonly preview: Preview | undefined;
  readonly onDone: () => Promise<void>;
}

/** The one obvious next step for the person who looks, or the plain reason why they cannot take it; and the other steps. */
export function NextStepCard({ change, steps: { next, others }, preview, onDone }: Props) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<StepName>();
  const close = (): void => setAsking(undefined);
  const { busy, problem, conflicts, send, dismissProblem, dismissConflicts } = useStepSender(change, close, onDone);
  const take = (step: StepName): void => {
    const { action } = STEPS[step];
    if (action.kind === 'page') navigate(action.path(change));
    else if (action.kind === 'request') send(action.request(change));
    else setAsking(step);
  };
  const blocked = blockedBy(next, preview);
  const asked = asking && STEPS[asking].action;
  return (
    <Card variant="outlined" sx={{ p: 2, mb: 2 }} component="section" aria-label="Next step">
      {problem !== undefined && (
        <Alert severity="error" sx={{ mb: 1.5 }} onClose={dismissProblem}>
          {problem}
        </Alert>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
        <Box sx={{ flex: 1, minWidth: 260 }}>
          <Typography variant="h3">{headline(change, next)}</Typography>
          <Typography color="textSecondary">{explanation(change, next, blocked)}</Typography>
        </Box>
        {others
          .filter(({ allowed }) => allowed)
          .map(({ step }) => (
            <Button
              key={step}
              onClick={() => take(step)}
              disabled={busy}
              color={step.startsWith('withdraw') ? 'error' : 'primary'}
            >
              {STEPS[step].label}
            </Button>
          ))}
        {next?.allowed === true && (
          <Button
            variant="contained"
            size="large"
            onClick={() => take(next.step)}
            disabled={busy || blocked !== undefined}
          >
            {STEPS[next.step].label}
          </Button>
        )}
      </Box>
      {asked?.kind === 'dialog' && (
        <asked.Dialog change={change} preview={preview} busy={busy} onClose={close} onSend={send} />
      )}
      {conflicts !== undefined && (
        <RebaseDialog change={change} conflicts={conflicts} busy={busy} onClose={dismissConflicts} onSend={send} />
      )}
    </Card>
  );
}
