import { calendarOf } from "../collect/plan.ts";
import { entryOf } from "../config/load.ts";
import type { Config } from "../config/schema/index.ts";
import type { Timetable } from "./due.ts";

/** A report's schedule with its calendar; null for one that is made on demand only. @throws {PeriodicalError} NOT_FOUND */
export function timetableOf(config: Config, id: string): Timetable | null {
  const report = entryOf(config, "reports", id);
  const { schedule, cadence } = report;
  if (schedule === undefined) return null;
  const calendar = schedule.not_before?.calendar;
  return {
    schedule,
    cadence,
    rules: calendarOf(config, report),
    holidays: calendar === undefined ? undefined : config.holidays[calendar],
  };
}
