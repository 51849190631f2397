import { Alert, AlertTitle } from '@mui/material';
import type { CheckResult } from '../../../../schemas/types/api.js';
import { count, factWords } from '../../layout/words.js';

/** A check that fails, with its smallest counter-example, and what that means for the release. */
export function FailedCheck({ check }: { readonly check: CheckResult }) {
  return (
    <Alert severity={check.level === 'block' ? 'error' : 'warning'} sx={{ mb: 1 }}>
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
  );
}
