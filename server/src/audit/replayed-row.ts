import type { StatedRow } from '../store/record/stated-rows.js';

/** A row as the last event that tells of it states it. */
export interface ReplayedRow {
  readonly row: StatedRow;
  readonly event: number;
}
