import { ReasonDialog } from '../../../layout/forms/reason-dialog.js';
import { changeStep } from '../step-request.js';
import { effectSentence } from './effect-sentence.js';
import type { StepDialogProps } from './step-dialog-props.js';

/** Approves the current content of a change, with a comment. */
export function ApproveDialog({ change, preview, busy, onClose, onSend }: StepDialogProps) {
  return (
    <ReasonDialog
      title="Approve this change"
      text={`You approve its current content: ${effectSentence(preview)}. Any later edit of the prices, the title or the description dismisses your approval.`}
      label="Comment"
      action="Approve"
      busy={busy}
      onClose={onClose}
      onDone={(comment) => onSend(changeStep(change, 'reviews', { verdict: 'approve', comment }))}
    />
  );
}
