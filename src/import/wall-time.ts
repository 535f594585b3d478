/** A date and time of day as written, without a zone. `offset` is set when the text itself named one (`Z`, `+08:00`). */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  microsecond: number;
  /** As PostgreSQL writes it: `+08:00`; null when the text named none. */
  offset: string | null;
}

/** Reads a text into `into`; false when the text is not written that way or names no such day or time. */
export type WallReader = (text: string, into: WallTime) => boolean;

export function emptyWallTime(): WallTime {
  return { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0, offset: null };
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True when the day exists (leap years by the Gregorian rule) and the time lies within 00:00:00 … 23:59:59.999999. */
export function isWallTime(wall: WallTime): boolean {
  const { year, month, day, hour, minute, second } = wall;
  // Written so that NaN fails.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return false;
  if (day <= 28) return true;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `2026-10-01` */
export function dateText(wall: WallTime): string {
  return `${String(wall.year).padStart(4, "0")}-${two(wall.month)}-${two(wall.day)}`;
}

/** `09:30:00`, with microseconds only where there are any. */
export function timeText(wall: WallTime): string {
  const whole = `${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`;
  return wall.microsecond === 0 ? whole : `${whole}.${String(wall.microsecond).padStart(6, "0")}`;
}

/** As PostgreSQL reads it: with a time of day where there is an offset, else the day alone. */
export function wallText(wall: WallTime): string {
  return wall.offset === null ? dateText(wall) : `${dateText(wall)} ${timeText(wall)}${wall.offset}`;
}

/** The wall time a JavaScript date shows in UTC; spreadsheets' dates are read that way. */
export function wallTimeOf(date: Date, into: WallTime): WallTime {
  into.year = date.getUTCFullYear();
  into.month = date.getUTCMonth() + 1;
  into.day = date.getUTCDate();
  into.hour = date.getUTCHours();
  into.minute = date.getUTCMinutes();
  into.second = date.getUTCSeconds();
  into.microsecond = date.getUTCMilliseconds() * 1000;
  into.offset = null;
  return into;
}
