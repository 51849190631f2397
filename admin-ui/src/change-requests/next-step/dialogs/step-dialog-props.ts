import type { ChangeRequest } from '../../../../../schemas/types/api.js';
import type { Preview } from '../../../editing/previews/preview-stream.js';
import type { StepRequest } from '../step-request.js';

/** What the dialog of every step is given. */
export interface StepDialogProps {
  readonly change: ChangeRequest;
  readonly preview: Preview | undefined;
  /** Whether a request is on its way. */
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onSend: (request: StepRequest) => void;
}
