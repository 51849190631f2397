import { Alert, Box, Button, Card, Typography } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { ChangeRequest, Conflict, NextSteps, Step, StepName } from '../../../schemas/types/api.js';
import { ask } from '../api/http.js';
import { messageOf, Problem } from '../api/problem.js';
import { previewSentence } from '../editing/previews/preview-sentence.js';
import type { Preview } from '../editing/previews/preview-stream.js';
import { ReasonDialog } from '../layout/forms/reason-dialog.js';
import { shownInstant } from '../layout/words.js';
import { RebaseDialog, type Resolution } from './rebase-dialog.js';
import { ScheduleDialog } from './schedule-dialog.js';

interface Props {
  readonly change: ChangeRequest;
  readonly steps: NextSteps | undefined;
  readonly preview: Preview | undefined;
  readonly onDone: () => Promise<void>;
}

const WORDS: Readonly<Record<StepName, string>> = {
  edit: 'Edit the prices',
  rebase: 'Bring it up to date',
  submit: 'Submit for review',
  approve: 'Approve',
  request_changes: 'Ask for changes',
  publish: 'Publish now',
  schedule: 'Schedule',
  publish_in_emergency: 'Publish in an emergency',
  withdraw_release: 'Withdraw the release',
  withdraw: 'Withdraw',
};

/** What stands behind a step: a sentence for the person who is to take it. */
const BECAUSE: Readonly<Record<StepName, string>> = {
  edit: 'It changes nothing yet.',
  rebase:
    'A newer release was published. Its changes are merged with yours. If both changed the same price, you choose.',
  submit: 'It is a draft. Submitting runs the checks, and asks for the approvals that it needs.',
  approve: 'It waits for approval.',
  request_changes: '',
  publish: 'It has the approvals that it needs.',
  schedule: 'It has the approvals that it needs.',
  publish_in_emergency: '',
  withdraw_release: '',
  withdraw: '',
};

/** The one obvious next step for whoever looks, or the plain reason why they cannot take it. */
export function NextStepCard({ change, steps, preview, onDone }: Props) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<StepName>();
  const [conflicts, setConflicts] = useState<readonly Conflict[]>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  if (steps === undefined) return null;

  const run = async (
    action: string,
    body: object,
    path = `/v1/change-requests/${change.id}/${action}`,
  ): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await ask('POST', path, { body, revision: change.revision });
      setAsking(undefined);
      setConflicts(undefined);
      await onDone();
    } catch (error) {
      if (error instanceof Problem && error.code === 'conflicts') {
        const found = error.more['conflicts'];
        setConflicts(Array.isArray(found) ? found : []);
      } else {
        setAsking(undefined);
        setProblem(messageOf(error));
        if (error instanceof Problem && error.status < 500) await onDone();
      }
    } finally {
      setBusy(false);
    }
  };
  const take = (step: StepName): void => {
    if (step === 'edit') navigate(`/prices?change=${change.id}`);
    else if (step === 'submit') void run('submit', {});
    else if (step === 'rebase') void run('rebase', {});
    else setAsking(step);
  };
  const close = (): void => setAsking(undefined);
  const blocked = blockedBy(steps.next, preview);
  const { next } = steps;
  const others = steps.others.filter((step) => step.allowed);
  return (
    <Card variant="outlined" sx={{ p: 2, mb: 2 }} component="section" aria-label="Next step">
      {problem !== undefined && (
        <Alert severity="error" sx={{ mb: 1.5 }} onClose={() => setProblem(undefined)}>
          {problem}
        </Alert>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
        <Box sx={{ flex: 1, minWidth: 260 }}>
          <Typography variant="h3">{headline(change, next)}</Typography>
          <Typography color="textSecondary">{explanation(change, next, blocked)}</Typography>
        </Box>
        {others.map(({ step }) => (
          <Button
            key={step}
            onClick={() => take(step)}
            disabled={busy}
            color={step.startsWith('withdraw') ? 'error' : 'primary'}
          >
            {WORDS[step]}
          </Button>
        ))}
        {next?.allowed === true && (
          <Button
            variant="contained"
            size="large"
            onClick={() => take(next.step)}
            disabled={busy || blocked !== undefined}
          >
            {WORDS[next.step]}
          </Button>
        )}
      </Box>
      {asking === 'approve' && (
        <ReasonDialog
          title="Approve this change"
          text={`You approve its current content: ${numbers(preview)}. Any later edit of the prices, the title or the description dismisses your approval.`}
          label="Comment"
          action="Approve"
          busy={busy}
          onClose={close}
          onDone={(comment) => void run('reviews', { verdict: 'approve', comment })}
        />
      )}
      {asking === 'request_changes' && (
        <ReasonDialog
          title="Ask for changes"
          text="It goes back to its authors, who can edit it and submit it again."
          label="What should change"
          action="Ask for changes"
          required
          busy={busy}
          onClose={close}
          onDone={(comment) => void run('reviews', { verdict: 'request_changes', comment })}
        />
      )}
      {asking === 'withdraw' && (
        <ReasonDialog
          title="Withdraw this change"
          text="It can still be read, but no longer edited or published."
          label="Why"
          action="Withdraw"
          busy={busy}
          onClose={close}
          onDone={(reason) => void run('withdraw', { reason })}
        />
      )}
      {asking === 'withdraw_release' && (
        <ReasonDialog
          title={`Withdraw release ${change.release}`}
          text="It will not come into force. The change can be edited, and has to be approved again before it is published at another time."
          label="Why"
          action="Withdraw the release"
          busy={busy}
          onClose={close}
          onDone={(reason) => void run('withdraw', { reason }, `/v1/releases/${change.release}/withdraw`)}
        />
      )}
      {asking === 'publish' && (
        <ReasonDialog
          title="Publish now"
          text={`${numbers(preview)}. From now on, quotes are answered with these prices.`}
          {...(change.approvals.needed === 0 ? { label: 'Reason, for the log', initial: change.title } : {})}
          action="Publish now"
          busy={busy}
          onClose={close}
          onDone={(reason) => void run('publish', reason === '' ? {} : { reason })}
        />
      )}
      {asking === 'publish_in_emergency' && (
        <ReasonDialog
          title="Publish in an emergency"
          text={`${numbers(preview)}. It is published without the required approvals. The release and the log record this, with your reason. Checks must still pass.`}
          label="Why it cannot wait"
          action="Publish in an emergency"
          required
          busy={busy}
          onClose={close}
          onDone={(emergency) => void run('publish', { emergency })}
        />
      )}
      {asking === 'schedule' && (
        <ScheduleDialog
          asksReason={change.approvals.needed === 0}
          numbers={numbers(preview)}
          busy={busy}
          onClose={close}
          onDone={(effective_at, reason) =>
            void run('schedule', { effective_at, ...(reason === '' ? {} : { reason }) })
          }
        />
      )}
      {conflicts !== undefined && (
        <RebaseDialog
          conflicts={conflicts}
          busy={busy}
          onClose={() => setConflicts(undefined)}
          onDone={(resolutions: readonly Resolution[]) => void run('rebase', { resolve: resolutions })}
        />
      )}
    </Card>
  );
}

function headline({ state, release, effective_at }: ChangeRequest, next: Step | null): string {
  if (state === 'published') return `Published as release ${release}`;
  if (state === 'scheduled') return `Release ${release} comes into force on ${shownInstant(effective_at ?? '')}`;
  if (state === 'withdrawn') return 'Withdrawn';
  return next === null ? 'Nothing is left to do' : next.allowed ? `Next: ${WORDS[next.step].toLowerCase()}` : 'Waiting';
}

function explanation({ state, approvals }: ChangeRequest, next: Step | null, blocked: string | undefined): string {
  if (blocked !== undefined) return blocked;
  if (next === null) return state === 'scheduled' ? 'Until then it can be withdrawn.' : '';
  const waits = state === 'in_review' ? `${approvals.by.length} of ${approvals.needed} approvals. ` : '';
  if (next.allowed) return `${waits}${state === 'in_review' ? '' : BECAUSE[next.step]}`;
  return `${waits}${BECAUSE[next.step]} You cannot ${WORDS[next.step].toLowerCase()}: ${next.reason}.`;
}

/** What the server would refuse to submit or publish, as the preview knows. */
function blockedBy(next: Step | null, preview: Preview | undefined): string | undefined {
  if (next?.allowed !== true || !['submit', 'publish', 'schedule'].includes(next.step)) return undefined;
  if (preview?.problems !== undefined && preview.problems.length > 0) {
    return 'The price book has problems, which are listed below: fix them first.';
  }
  const broken = preview?.checks?.filter(({ outcome, level }) => outcome !== 'passed' && level === 'block') ?? [];
  if (broken.length === 0) return undefined;
  return `${broken.length === 1 ? 'A check fails' : `${broken.length} checks fail`}. Open “Checks” to see why, then correct the prices, or update the expected prices.`;
}

function numbers(preview: Preview | undefined): string {
  if (preview === undefined) return 'the effect is not known yet';
  const sentence = previewSentence(preview);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
