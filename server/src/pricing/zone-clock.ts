import { dateOf, weekdayOf } from '../book/model/calendar-day.js';
import type { WEEKDAYS } from '../book/model/fact-spec.js';

/** The facts of a moment in one time zone. */
export interface LocalMoment {
  /** The day as the number 20261225. */
  readonly date: number;
  readonly weekday: (typeof WEEKDAYS)[number];
  /** Seconds since midnight, as clocks on the wall show them. */
  readonly time: number;
}

export type ZoneClock = (at: number) => LocalMoment;

const MS_PER_DAY = 86_400_000;
/** No time zone changes its offset within a quarter of an hour that starts on one. */
const MS_PER_QUARTER = 900_000;
const MAX_QUARTERS = 10_000;

/**
 * A clock of one time zone: pure, since the moment comes in. Offsets come from the platform's zone data, through
 * changes of daylight saving, and are remembered by the quarter of an hour because asking for one takes microseconds.
 *
 * @param timeZone an IANA name that the platform knows
 * @example zoneClock('Europe/Berlin')(Date.UTC(2026, 11, 24, 23)) // { date: 20261225, weekday: 'friday', time: 0 }
 */
export function zoneClock(timeZone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsets = new Map<number, number>();

  const offsetAt = (at: number): number => {
    const parts = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
    const get = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
    const local = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
    return local - Math.floor(at / 1000) * 1000;
  };

  const rememberedOffset = (at: number): number => {
    if (timeZone === 'UTC') return 0;
    const quarter = Math.floor(at / MS_PER_QUARTER);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      if (offsets.size >= MAX_QUARTERS) offsets.clear();
      offset = offsetAt(at);
      offsets.set(quarter, offset);
    }
    return offset;
  };

  return (at) => {
    const local = at + rememberedOffset(at);
    const days = Math.floor(local / MS_PER_DAY);
    return {
      date: dateOf(days),
      weekday: weekdayOf(days),
      time: Math.floor((local - days * MS_PER_DAY) / 1000),
    };
  };
}
