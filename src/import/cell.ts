import { dateText, emptyWallTime, timeText, wallTimeOf } from "./wall-time.ts";

/**
 * What a source field holds. CSV has text only; a workbook's cell may be a number, a truth value, or a real date or time
 * (a JavaScript date whose UTC parts are what the cell shows). `null` is an empty cell.
 */
export type Cell = string | number | boolean | Date | null;

/** First day a workbook counts from: real times of day lie on it, durations are counted from it. */
export const WORKBOOK_EPOCH = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const;
export type DateSystem = keyof typeof WORKBOOK_EPOCH;

const DAY_MS = 86_400_000;

/** A workbook's serial day number as a date; rounded to the millisecond, as the fraction of a day is binary. */
export function serialDate(serial: number, system: DateSystem): Date {
  return new Date(WORKBOOK_EPOCH[system] + Math.round(serial * DAY_MS));
}

/** Seconds from the workbook's first day: what a cell formatted as time of day or duration holds. */
export function secondsFromEpoch(date: Date, system: DateSystem): number {
  return (date.getTime() - WORKBOOK_EPOCH[system]) / 1000;
}

/**
 * A cell as text: numbers with all their digits, real dates as `yyyy-MM-dd`, times of day as `HH:mm:ss`, both as
 * `yyyy-MM-dd HH:mm:ss`.
 */
export function cellText(cell: Cell, system: DateSystem): string {
  if (cell === null) return "";
  if (typeof cell === "string") return cell;
  if (!(cell instanceof Date)) return String(cell);
  if (Number.isNaN(cell.getTime())) return "invalid date";
  const wall = wallTimeOf(cell, emptyWallTime());
  const sinceEpoch = cell.getTime() - WORKBOOK_EPOCH[system];
  if (sinceEpoch >= 0 && sinceEpoch < DAY_MS) return timeText(wall);
  return sinceEpoch % DAY_MS === 0 ? dateText(wall) : `${dateText(wall)} ${timeText(wall)}`;
}
