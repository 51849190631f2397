import type { ChangeRequest } from '../../../schemas/types/api.js';

const CLOSED: readonly ChangeRequest['state'][] = ['scheduled', 'published', 'withdrawn'];

/** Whether a change request can still be edited. */
export function isOpen({ state }: Pick<ChangeRequest, 'state'>): boolean {
  return !CLOSED.includes(state);
}
