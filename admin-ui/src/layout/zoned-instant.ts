import { TZDate } from '@date-fns/tz';

/** The zone where the reader is. */
export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * An instant as a clock on the wall shows it in a zone, for a field of type datetime-local.
 *
 * @example toWall('2026-12-01T00:00:00Z', 'Europe/Berlin') // '2026-12-01T01:00'
 */
export function toWall(instant: string, zone: string): string {
  const date = new TZDate(instant, zone);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant at which a clock on the wall shows this in a zone; undefined if the text is not a time. */
export function fromWall(wall: string, zone: string): string | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/.exec(wall);
  if (match === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = match.slice(1).map(Number);
  const instant = new TZDate(year, month - 1, day, hour, minute, zone).getTime();
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString().replace('.000Z', 'Z');
}

/** An instant in words, with its zone: `Tue, 1 December 2026, 01:00 GMT+1`. */
export function shownIn(instant: string, zone: string): string {
  return new Date(instant).toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  });
}

/** How far away an instant is: `in 7 days`. */
export function distance(instant: string, now: number): string {
  const minutes = Math.round((Date.parse(instant) - now) / 60_000);
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  if (Math.abs(minutes) < 60) return format.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48 ? format.format(hours, 'hour') : format.format(Math.round(hours / 24), 'day');
}
