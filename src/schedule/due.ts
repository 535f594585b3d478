import { Cron } from "croner";
import { Temporal } from "temporal-polyfill";
import { businessDay } from "../calendar/business-days.ts";
import type { CalendarRules, Period } from "../calendar/period.ts";
import { lastClosed, periodOf, shift } from "../calendar/periods.ts";
import type { PeriodUnit } from "../config/schema/report.ts";
import type { HolidayCalendar, Schedule } from "../config/schema/schedule.ts";

/** A report's schedule with everything it depends on. */
export interface Timetable {
  schedule: Schedule;
  cadence: PeriodUnit;
  /** How the report counts its periods; the cron has a zone of its own where the schedule names one. */
  rules: CalendarRules;
  holidays?: HolidayCalendar | undefined;
}

/** A period and the instant at which its edition is due. */
export interface DueRun {
  period: Period;
  due: Date;
}

/** Unit of the period a run covers. */
export function unitOf({ schedule, cadence }: Pick<Timetable, "schedule" | "cadence">): PeriodUnit {
  return schedule.covers === undefined ? cadence : (schedule.covers.slice("previous ".length) as PeriodUnit);
}

/**
 * When the edition of a period is due: the first run of the cron once the period is over and its `not_before` day has come;
 * null when the next period ends before there is one. Computed from the calendar alone, so that it does not matter who asks,
 * how often, or whether anybody was there at the time: a missed tick loses nothing, a second scheduler doubles nothing.
 *
 * A cron time that a clock change skips is due at the end of the gap; one that occurs twice is due the first time (croner;
 * node-cron and pg-boss skip and double such runs).
 */
export function dueAt(table: Timetable, period: Period): Date | null {
  const { schedule, rules, holidays } = table;
  const zone = schedule.timezone ?? rules.zone;
  const opens = Math.max(Date.parse(period.end), notBefore(table, period, zone, holidays));
  // The run at that very instant counts; croner looks for the next one after.
  const due = new Cron(schedule.cron, { timezone: zone, paused: true }).nextRun(new Date(opens - 1));
  if (due === null) return null;
  return due.getTime() < Date.parse(shift(period, 1, rules).end) ? due : null;
}

/** First instant, in the cron's zone, of the working day from which on a run may be; the period's end without a rule. */
function notBefore(table: Timetable, period: Period, zone: string, holidays: HolidayCalendar | undefined): number {
  const rule = table.schedule.not_before;
  if (rule === undefined) return Date.parse(period.end);
  const after = Temporal.PlainDate.from(period.lastDay).add({ days: 1 }).toString();
  const day = businessDay(after, rule.business_day, holidays);
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone }).epochMilliseconds;
}

/**
 * Runs that are due at `now`, oldest first: periods that ended after `since` and whose time has come.
 *
 * @param since when the schedule was first seen; what lies before is nobody's debt
 */
export function dueRuns(table: Timetable, since: Date, now: Date): DueRun[] {
  const { rules, schedule } = table;
  const unit = unitOf(table);
  const runs: DueRun[] = [];
  for (
    let period = periodOf(since, unit, rules);
    Date.parse(period.end) <= now.getTime();
    period = shift(period, 1, rules)
  ) {
    if (schedule.from !== undefined && period.lastDay < schedule.from) continue;
    const due = dueAt(table, period);
    if (due !== null && due.getTime() <= now.getTime()) runs.push({ period, due });
  }
  return runs;
}

/** The next runs after `now`, soonest first. */
export function nextRuns(table: Timetable, now: Date, count: number): DueRun[] {
  const { rules, schedule } = table;
  const unit = unitOf(table);
  const runs: DueRun[] = [];
  let period = lastClosed(unit, now, rules);
  // A cron that falls into no period's time (a 29 February) is looked for so far ahead and no further.
  for (let step = 0; step < 12 * 40 && runs.length < count; step += 1) {
    const due = dueAt(table, period);
    const wanted = schedule.from === undefined || period.lastDay >= schedule.from;
    if (due !== null && wanted && due.getTime() > now.getTime()) runs.push({ period, due });
    period = shift(period, 1, rules);
  }
  return runs;
}
