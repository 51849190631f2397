import { WEEKDAYS } from './fact-spec.js';

const MS_PER_DAY = 86_400_000;

/** A date such as 20261225 as days since 1970-01-01. */
export function dayNumber(date: number): number {
  return Date.UTC(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, date % 100) / MS_PER_DAY;
}

/** Days since 1970-01-01 as a date such as 20261225. */
export function dateOf(day: number): number {
  const date = new Date(day * MS_PER_DAY);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** The weekday of a day since 1970-01-01, which was a Thursday, the fourth day of a week that starts on Monday. */
export function weekdayOf(day: number): (typeof WEEKDAYS)[number] {
  return WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'monday';
}
