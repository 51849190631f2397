import { ReasonDialog } from '../../../layout/forms/reason-dialog.js';
import { changeStep } from '../step-request.js';
import type { StepDialogProps } from './step-dialog-props.js';

/** Sends a change back to its authors, with what they should change. */
export function AskForChangesDialog({ change, busy, onClose, onSend }: StepDialogProps) {
  return (
    <ReasonDialog
      title="Ask for changes"
      text="It goes back to its authors, who can edit it and submit it again."
      label="What should change"
      action="Ask for changes"
      required
      busy={busy}
      onClose={onClose}
      onDone={(comment) => onSend(changeStep(change, 'reviews', { verdict: 'request_changes', comment }))}
    />
  );
}
