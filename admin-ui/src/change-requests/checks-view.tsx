import { Alert, AlertTitle, Box, Button, Chip, Typography } from '@mui/material';
import { useState } from 'react';
import type { ChangeRequest, CheckResult } from '../../../schemas/types/api.js';
import { ask } from '../api/http.js';
import { messageOf } from '../api/problem.js';
import { EmptyState } from '../layout/empty-state.js';
import { Waiting } from '../layout/waiting.js';
import { count, factWords } from '../layout/words.js';

interface Props {
  readonly checks: readonly CheckResult[] | undefined;
  readonly change: ChangeRequest;
  readonly editable: boolean;
  readonly onDone: () => Promise<void>;
}

/** What must be true of every price, and the smallest counter-example of what does not. */
export function ChecksView({ checks, change, editable, onDone }: Props) {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  if (checks === undefined) return <Waiting label="Running the checks" />;
  if (checks.length === 0) {
    return <EmptyState title="No checks yet">Add a rule set of kind checks under Prices, YAML.</EmptyState>;
  }
  const broken = checks.filter(({ outcome }) => outcome !== 'passed');
  const passed = checks.filter(({ outcome }) => outcome === 'passed');
  const updateExpectedPrices = async (): Promise<void> => {
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
      {editable && broken.some(isExpectation) && (
        <Alert
          severity="info"
          sx={{ mb: 2 }}
          action={
            <Button color="inherit" onClick={() => void updateExpectedPrices()} disabled={busy}>
              Update expected prices
            </Button>
          }
        >
          Expected prices protect against mistakes. If these prices are meant to change, update them here. Reviewers see
          the update as part of this change.
        </Alert>
      )}
      {broken.map((check) => (
        <Alert
          key={`${check.check} ${check.source}`}
          severity={check.level === 'block' ? 'error' : 'warning'}
          sx={{ mb: 1 }}
        >
          <AlertTitle>{check.title}</AlertTitle>
          {check.counterexample === null ? (
            `Not proven: ${check.reason}`
          ) : (
            <>
              {[
                check.counterexample.title,
                factWords(check.counterexample.options),
                factWords(check.counterexample.context),
              ]
                .filter(Boolean)
                .join(', ')}
              : it is {check.counterexample.found}, and should be {check.counterexample.wanted}.
              {check.broken > 1 && ` ${count(check.broken, 'combination')} in all.`}
            </>
          )}{' '}
          {check.level === 'warn' ? 'It requires one more approval.' : 'It blocks the release.'} ({check.source})
        </Alert>
      ))}
      <Typography variant="h3" sx={{ mt: 2, mb: 1 }}>
        {count(passed.length, 'check')} {passed.length === 1 ? 'passes' : 'pass'}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {passed
          .filter((check) => !isExpectation(check))
          .map((check) => (
            <Chip
              key={`${check.check} ${check.source}`}
              label={`${check.title} (${check.tried} tried)`}
              color="success"
              variant="outlined"
            />
          ))}
      </Box>
      {passed.some(isExpectation) && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
          and {count(passed.filter(isExpectation).length, 'expected price')}.
        </Typography>
      )}
    </>
  );
}

/** Expected prices have no title of their own: theirs is their combination, as their id is. */
function isExpectation({ check, title }: CheckResult): boolean {
  return check === title;
}
