import { ReasonDialog } from '../../../layout/forms/reason-dialog.js';
import { changeStep } from '../step-request.js';
import type { StepDialogProps } from './step-dialog-props.js';

/** Withdraws a change, with the reason. */
export function WithdrawDialog({ change, busy, onClose, onSend }: StepDialogProps) {
  return (
    <ReasonDialog
      title="Withdraw this change"
      text="It can still be read, but no longer edited or published."
      label="Why"
      action="Withdraw"
      busy={busy}
      onClose={onClose}
      onDone={(reason) => onSend(changeStep(change, 'withdraw', { reason }))}
    />
  );
}
