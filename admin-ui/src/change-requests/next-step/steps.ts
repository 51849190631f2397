import type { ComponentType } from 'react';
import type { ChangeRequest, StepName } from '../../../../schemas/types/api.js';
import { ApproveDialog } from './dialogs/approve-dialog.js';
import { AskForChangesDialog } from './dialogs/ask-for-changes-dialog.js';
import { EmergencyDialog } from './dialogs/emergency-dialog.js';
import { PublishDialog } from './dialogs/publish-dialog.js';
import { ScheduleDialog } from './dialogs/schedule-dialog.js';
import type { StepDialogProps } from './dialogs/step-dialog-props.js';
import { WithdrawDialog } from './dialogs/withdraw-dialog.js';
import { WithdrawReleaseDialog } from './dialogs/withdraw-release-dialog.js';
import { changeStep, type StepRequest } from './step-request.js';

/** What a button for a step does: it opens a page, sends a request at once, or opens a dialog that sends one. */
type StepAction =
  | { readonly kind: 'page'; readonly path: (change: ChangeRequest) => string }
  | { readonly kind: 'request'; readonly request: (change: ChangeRequest) => StepRequest }
  | { readonly kind: 'dialog'; readonly Dialog: ComponentType<StepDialogProps> };

interface StepSpec {
  /** The label of its button. */
  readonly label: string;
  /** Why it comes next, as a sentence for the person who can take it; empty for steps that are never next. */
  readonly because: string;
  readonly action: StepAction;
}

/** Everything that can be done with a change, as the API names it. */
export const STEPS: Readonly<Record<StepName, StepSpec>> = {
  edit: {
    label: 'Edit the prices',
    because: 'It changes nothing yet.',
    action: { kind: 'page', path: ({ id }) => `/prices?change=${id}` },
  },
  rebase: {
    label: 'Bring it up to date',
    because:
      'A newer release was published. Its changes are merged with yours. If both changed the same price, you choose.',
    action: { kind: 'request', request: (change) => changeStep(change, 'rebase') },
  },
  submit: {
    label: 'Submit for review',
    because: 'It is a draft. Submitting runs the checks, and asks for the approvals that it needs.',
    action: { kind: 'request', request: (change) => changeStep(change, 'submit') },
  },
  approve: {
    label: 'Approve',
    because: 'It waits for approval.',
    action: { kind: 'dialog', Dialog: ApproveDialog },
  },
  request_changes: {
    label: 'Ask for changes',
    because: '',
    action: { kind: 'dialog', Dialog: AskForChangesDialog },
  },
  publish: {
    label: 'Publish now',
    because: 'It has the approvals that it needs.',
    action: { kind: 'dialog', Dialog: PublishDialog },
  },
  schedule: {
    label: 'Schedule',
    because: 'It has the approvals that it needs.',
    action: { kind: 'dialog', Dialog: ScheduleDialog },
  },
  publish_in_emergency: {
    label: 'Publish in an emergency',
    because: '',
    action: { kind: 'dialog', Dialog: EmergencyDialog },
  },
  withdraw_release: {
    label: 'Withdraw the release',
    because: '',
    action: { kind: 'dialog', Dialog: WithdrawReleaseDialog },
  },
  withdraw: {
    label: 'Withdraw',
    because: '',
    action: { kind: 'dialog', Dialog: WithdrawDialog },
  },
};
