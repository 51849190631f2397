import { useState } from 'react';
import type { ChangeRequest, Conflict } from '../../../../schemas/types/api.js';
import { ask } from '../../api/http.js';
import { messageOf, Problem } from '../../api/problem.js';
import type { StepRequest } from './step-request.js';

/**
 * Sends the requests of steps, one at a time, and keeps what became of the last one.
 *
 * @param onSettled after a request is over, unless it met conflicts: these are resolved first
 * @param onDone reads the change again, since it is not what it was
 */
export function useStepSender(change: ChangeRequest, onSettled: () => void, onDone: () => Promise<void>) {
  const [conflicts, setConflicts] = useState<readonly Conflict[]>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const send = async ({ path, body }: StepRequest): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await ask('POST', path, { body, revision: change.revision });
      onSettled();
      setConflicts(undefined);
      await onDone();
    } catch (error) {
      if (error instanceof Problem && error.code === 'conflicts') {
        const found = error.more['conflicts'];
        setConflicts(Array.isArray(found) ? found : []);
      } else {
        onSettled();
        setProblem(messageOf(error));
        if (error instanceof Problem && error.status < 500) await onDone();
      }
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    problem,
    /** Places where a newer release and the change contradict each other; undefined until a rebase finds some. */
    conflicts,
    send: (request: StepRequest): void => void send(request),
    dismissProblem: (): void => setProblem(undefined),
    dismissConflicts: (): void => setConflicts(undefined),
  };
}
