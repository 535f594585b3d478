import { PeriodicalError } from "../errors.ts";

/** The sample's organisation works in Asia/Shanghai, which has been UTC+8 without clock changes since 1991. */
export const SAMPLE_ZONE = "Asia/Shanghai";
const OFFSET_MS = 8 * 3_600_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export interface SampleMonth {
  /** `2026-10`. */
  id: string;
  /** Months between this one and the last one: 0 for the last. The story is told in these. */
  beforeEnd: number;
  /** 1 … 12. Seasons are told in these. */
  calendarMonth: number;
  startMs: number;
  endMs: number;
  days: readonly SampleDay[];
}

export interface SampleDay {
  startMs: number;
  /** Monday = 1 … Sunday = 7. */
  weekday: number;
  /** Arrivals against an ordinary day. */
  volume: number;
  /** Waiting against an ordinary day. */
  waiting: number;
}

/**
 * The months of the sample, oldest first.
 *
 * @param lastMonth `YYYY-MM`
 * @throws {PeriodicalError} PERIOD_INVALID when `lastMonth` is no month from 1992 on or `count` is not 3 … 60
 */
export function sampleMonths(lastMonth: string, count: number): SampleMonth[] {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(lastMonth);
  const year = Number(match?.[1]);
  if (match === null || year < 1992) {
    throw new PeriodicalError("PERIOD_INVALID", `The sample cannot end with "${lastMonth}".`, {
      hint: "Name the last month as YYYY-MM, from 1992 on, e.g. 2026-10.",
    });
  }
  if (!Number.isInteger(count) || count < 3 || count > 60) {
    throw new PeriodicalError("PERIOD_INVALID", `The sample cannot have ${count} months.`, {
      hint: "Ask for 3 to 60 months; 15 is the usual number.",
    });
  }
  const last = year * 12 + Number(match[2]) - 1;
  return Array.from({ length: count }, (_, i) => sampleMonth(last - count + 1 + i, count - 1 - i));
}

function sampleMonth(index: number, beforeEnd: number): SampleMonth {
  const year = Math.floor(index / 12);
  const month = index % 12;
  const startMs = Date.UTC(year, month, 1) - OFFSET_MS;
  const endMs = Date.UTC(year, month + 1, 1) - OFFSET_MS;
  const days: SampleDay[] = [];
  for (let dayMs = startMs; dayMs < endMs; dayMs += DAY_MS) days.push(sampleDay(dayMs));
  const id = `${year}-${String(month + 1).padStart(2, "0")}`;
  return { id, beforeEnd, calendarMonth: month + 1, startMs, endMs, days };
}

const SEASON = [0.98, 0.9, 0.94, 0.95, 1.02, 1.14, 1.28, 1.22, 0.97, 0.97, 1.07, 1.04];
const WEEKDAY = [1.14, 1.07, 1.03, 1.02, 1.04, 0.9, 0.82];

function sampleDay(startMs: number): SampleDay {
  const local = new Date(startMs + OFFSET_MS);
  const weekday = ((local.getUTCDay() + 6) % 7) + 1;
  const ordinary = (SEASON[local.getUTCMonth()] ?? 1) * (WEEKDAY[weekday - 1] ?? 1);
  const { volume, waiting } = holidayEffect(local);
  return { startMs, weekday, volume: ordinary * volume, waiting };
}

/** Days off bring fewer contacts and a thin crew; the days after bring what was put off. */
function holidayEffect(local: Date): { volume: number; waiting: number } {
  const year = local.getUTCFullYear();
  const holidays = [
    { first: Date.UTC(year, 9, 1), days: 7 },
    { first: springFestival(year) - DAY_MS, days: 8 },
  ];
  for (const { first, days } of holidays) {
    const day = Math.round((local.getTime() - first) / DAY_MS);
    if (day >= 0 && day < days) return { volume: 0.5, waiting: 1.2 };
    const after = [1.45, 1.3, 1.2, 1.1][day - days];
    if (after !== undefined) return { volume: after, waiting: 1 + (after - 1) * 0.8 };
  }
  return { volume: 1, waiting: 1 };
}

const chineseDay = new Intl.DateTimeFormat("en-u-ca-chinese", { month: "numeric", day: "numeric", timeZone: "UTC" });
const springFestivals = new Map<number, number>();

/**
 * First day of the Chinese year that begins in `year`, as UTC midnight of that day. ICU's Chinese calendar decides, which is
 * a day late where the new moon falls minutes before midnight in Beijing (2027); for a dip in volume that will do.
 */
export function springFestival(year: number): number {
  const known = springFestivals.get(year);
  if (known !== undefined) return known;
  for (let day = Date.UTC(year, 0, 20); day <= Date.UTC(year, 1, 22); day += DAY_MS) {
    const parts = chineseDay.formatToParts(day);
    const text = (type: string): string | undefined => parts.find((part) => part.type === type)?.value;
    if (text("month") === "1" && text("day") === "1") {
      springFestivals.set(year, day);
      return day;
    }
  }
  throw new Error(`no Chinese new year found in ${year}: this Node has no Chinese calendar`);
}

/** Hour of the day, 0 … 23, in the sample's zone. */
export const localHour = (timeMs: number): number => Math.floor((timeMs + OFFSET_MS) / HOUR_MS) % 24;

/** Night shift: 22:00 to 06:00. */
export const isNight = (timeMs: number): boolean => localHour(timeMs) >= 22 || localHour(timeMs) < 6;
