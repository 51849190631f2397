import { ReasonDialog } from '../../../layout/forms/reason-dialog.js';
import type { StepDialogProps } from './step-dialog-props.js';

/** Withdraws the scheduled release of a change, with the reason. */
export function WithdrawReleaseDialog({ change, busy, onClose, onSend }: StepDialogProps) {
  return (
    <ReasonDialog
      title={`Withdraw release ${change.release}`}
      text="It will not come into force. The change can be edited, and has to be approved again before it is published at another time."
      label="Why"
      action="Withdraw the release"
      busy={busy}
      onClose={onClose}
      onDone={(reason) => onSend({ path: `/v1/releases/${change.release}/withdraw`, body: { reason } })}
    />
  );
}
