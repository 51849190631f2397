import { formatInstant } from '../book/model/instant.js';

const MS_PER_HOUR = 3_600_000;

/**
 * The beginning of the hour that a moment is in, as quotes are counted by.
 *
 * @param at milliseconds since 1970
 * @example hourOf(Date.UTC(2026, 10, 24, 9, 41)) // '2026-11-24T09:00:00.000Z'
 */
export function hourOf(at: number): string {
  return formatInstant(Math.floor(at / MS_PER_HOUR) * MS_PER_HOUR);
}
