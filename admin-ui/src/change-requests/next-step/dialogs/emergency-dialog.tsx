import { ReasonDialog } from '../../../layout/forms/reason-dialog.js';
import { changeStep } from '../step-request.js';
import { effectSentence } from './effect-sentence.js';
import type { StepDialogProps } from './step-dialog-props.js';

/** Publishes a change now, without the approvals that it needs. */
export function EmergencyDialog({ change, preview, busy, onClose, onSend }: StepDialogProps) {
  return (
    <ReasonDialog
      title="Publish in an emergency"
      text={`${effectSentence(preview)}. It is published without the required approvals. The release and the log record this, with your reason. Checks must still pass.`}
      label="Why it cannot wait"
      action="Publish in an emergency"
      required
      busy={busy}
      onClose={onClose}
      onDone={(emergency) => onSend(changeStep(change, 'publish', { emergency }))}
    />
  );
}
