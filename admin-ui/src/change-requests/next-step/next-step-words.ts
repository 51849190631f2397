import type { ChangeRequest, Step } from '../../../../schemas/types/api.js';
import type { Preview } from '../../editing/previews/preview-stream.js';
import { shownInstant } from '../../layout/words.js';
import { STEPS } from './steps.js';

/** Where a change stands, in a few words. */
export function headline({ state, release, effective_at }: ChangeRequest, next: Step | null): string {
  if (state === 'published') return `Published as release ${release}`;
  if (state === 'scheduled') return `Release ${release} comes into force on ${shownInstant(effective_at ?? '')}`;
  if (state === 'withdrawn') return 'Withdrawn';
  return next === null
    ? 'Nothing is left to do'
    : next.allowed
      ? `Next: ${STEPS[next.step].label.toLowerCase()}`
      : 'Waiting';
}

/** What can be done next, or why it cannot be done, in a sentence. */
export function explanation(
  { state, approvals }: ChangeRequest,
  next: Step | null,
  blocked: string | undefined,
): string {
  if (blocked !== undefined) return blocked;
  if (next === null) return state === 'scheduled' ? 'Until then it can be withdrawn.' : '';
  const waits = state === 'in_review' ? `${approvals.by.length} of ${approvals.needed} approvals. ` : '';
  if (next.allowed) return `${waits}${state === 'in_review' ? '' : STEPS[next.step].because}`;
  return `${waits}${STEPS[next.step].because} You cannot ${STEPS[next.step].label.toLowerCase()}: ${next.reason}.`;
}

/** Why the server would refuse to submit or publish a change, as far as the preview knows; undefined if it would not. */
export function blockedBy(next: Step | null, preview: Preview | undefined): string | undefined {
  if (next?.allowed !== true || !['submit', 'publish', 'schedule'].includes(next.step)) return undefined;
  if (preview?.problems !== undefined && preview.problems.length > 0) {
    return 'The price book has problems, which are listed below: fix them first.';
  }
  const broken = preview?.checks?.filter(({ outcome, level }) => outcome !== 'passed' && level === 'block') ?? [];
  if (broken.length === 0) return undefined;
  return `${broken.length === 1 ? 'A check fails' : `${broken.length} checks fail`}. Open “Checks” to see why, then correct the prices, or update the expected prices.`;
}
