import type { ChangeRequest } from '../../../../schemas/types/api.js';

/** What is sent to the server when a step is taken. */
export interface StepRequest {
  readonly path: string;
  readonly body: object;
}

/** A request about a change: what is done with it, such as `submit`, and what goes with that. */
export function changeStep({ id }: ChangeRequest, action: string, body: object = {}): StepRequest {
  return { path: `/v1/change-requests/${id}/${action}`, body };
}
