import type { CheckResult } from '../../../../schemas/types/api.js';

/** Whether a check is an expected price: these have no title of their own, but their combination, as their id is. */
export function isExpectation({ check, title }: CheckResult): boolean {
  return check === title;
}
