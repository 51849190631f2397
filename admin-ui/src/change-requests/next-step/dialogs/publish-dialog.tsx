import { ReasonDialog } from '../../../layout/forms/reason-dialog.js';
import { changeStep } from '../step-request.js';
import { effectSentence } from './effect-sentence.js';
import type { StepDialogProps } from './step-dialog-props.js';

/** Publishes a change now. A change that has approvals is released under the title that they were given to, without a reason. */
export function PublishDialog({ change, preview, busy, onClose, onSend }: StepDialogProps) {
  return (
    <ReasonDialog
      title="Publish now"
      text={`${effectSentence(preview)}. From now on, quotes are answered with these prices.`}
      {...(change.approvals.needed === 0 ? { label: 'Reason, for the log', initial: change.title } : {})}
      action="Publish now"
      busy={busy}
      onClose={onClose}
      onDone={(reason) => onSend(changeStep(change, 'publish', reason === '' ? {} : { reason }))}
    />
  );
}
