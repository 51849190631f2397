import { dayNumber } from '../../book/model/calendar-day.js';
import type { ZoneClock } from '../../pricing/zone-clock.js';

export const MS_PER_DAY = 86_400_000;

/** The instant of a local time; of one that a change of daylight saving leaves out, an instant close by. */
export function instantOf(clock: ZoneClock, day: number, seconds: number): number {
  const local = day * MS_PER_DAY + seconds * 1000;
  const guess = local - offsetAt(clock, local);
  return local - offsetAt(clock, guess);
}

/** Milliseconds that clocks on the wall are ahead of UTC. */
export function offsetAt(clock: ZoneClock, at: number): number {
  const { date, time } = clock(at);
  return dayNumber(date) * MS_PER_DAY + time * 1000 - Math.floor(at / 1000) * 1000;
}
