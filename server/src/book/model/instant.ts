const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const CLOCK = /^(\d{2}):(\d{2})(?::(\d{2}))?$/;
const MS_PER_MINUTE = 60_000;

/**
 * An instant as milliseconds since 1970-01-01T00:00:00Z, or undefined when the text is no instant: it must have a zone
 * (`Z` or an offset), and its day must be in the calendar.
 *
 * @example parseInstant('2026-12-01T01:00:00+01:00') // 1796083200000
 */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone = 'Z'] = match;
  if (calendarDay(Number(year), Number(month), Number(day)) === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset = zone === 'Z' ? 0 : offsetMinutes(zone);
  if (offset === undefined) return undefined;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return utc + Number(fraction.padEnd(3, '0')) - offset * MS_PER_MINUTE;
}

/** The instant as `2026-12-01T00:00:00.000Z`. */
export function formatInstant(at: number): string {
  return new Date(at).toISOString();
}

/** The number 20261201 as `2026-12-01`. */
export function formatDay(date: number): string {
  return String(date).replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3');
}

/** A calendar day as the number 20261201, which compares as days do; undefined when there is no such day. */
export function parseDay(text: string): number | undefined {
  const match = DAY.exec(text);
  return match === null ? undefined : calendarDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** A time of day as seconds since midnight; undefined when it is none. `24:00` is the end of a day. */
export function parseClock(text: string): number | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  const seconds = hour * 3600 + minute * 60 + second;
  return minute > 59 || second > 59 || seconds > 86_400 ? undefined : seconds;
}

function calendarDay(year: number, month: number, day: number): number | undefined {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  if (year < 100) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? year * 10_000 + month * 100 + day : undefined;
}

function offsetMinutes(zone: string): number | undefined {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
