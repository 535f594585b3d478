import { Temporal } from "temporal-polyfill";
import type { HolidayCalendar } from "../config/schema/schedule.ts";

const ORDER = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const ORDINARY: Pick<HolidayCalendar, "work_week" | "holidays" | "working_days"> = {
  work_week: ["monday", "tuesday", "wednesday", "thursday", "friday"],
  holidays: [],
  working_days: [],
};

/** Whether a calendar day (`YYYY-MM-DD`) is worked. A day named as worked wins over one named as off. */
export function isBusinessDay(
  day: string,
  { work_week, holidays, working_days }: Pick<HolidayCalendar, "work_week" | "holidays" | "working_days"> = ORDINARY,
): boolean {
  if (working_days.includes(day)) return true;
  if (holidays.includes(day)) return false;
  const weekday = ORDER[Temporal.PlainDate.from(day).dayOfWeek - 1];
  return weekday !== undefined && work_week.includes(weekday);
}

/** A calendar without a working day in so long is a mistake of whoever wrote it. */
const LONGEST_DAYS = 400;

/**
 * The n-th working day from a day on, that day included: 1 is the first.
 *
 * @throws {RangeError} when there are not so many within 400 days
 */
export function businessDay(from: string, n: number, calendar?: HolidayCalendar): string {
  let day = Temporal.PlainDate.from(from);
  let seen = 0;
  for (let step = 0; step < LONGEST_DAYS; step += 1) {
    if (isBusinessDay(day.toString(), calendar)) seen += 1;
    if (seen === n) return day.toString();
    day = day.add({ days: 1 });
  }
  throw new RangeError(`no ${n} working days within ${LONGEST_DAYS} days after ${from}`);
}
