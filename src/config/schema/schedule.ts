import { Cron } from "croner";
import { z } from "zod";
import { Id, IsoDate, LocalText, ZoneName } from "./text.ts";

const Weekday = z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);

/** Days on which a country or a company works; where working days are shifted (China), the days it works instead. */
export const HolidayCalendar = z.strictObject({
  name: LocalText,
  work_week: z
    .array(Weekday)
    .min(1)
    .default(["monday", "tuesday", "wednesday", "thursday", "friday"])
    .describe("Days of an ordinary week that are worked."),
  holidays: z.array(IsoDate).default([]).describe("Days off."),
  working_days: z.array(IsoDate).default([]).describe("Saturdays and Sundays that are worked instead of a day off."),
});
export type HolidayCalendar = z.infer<typeof HolidayCalendar>;

const CronText = z.string().superRefine((text, context) => {
  const message = cronProblem(text);
  if (message !== null) context.addIssue({ code: "custom", message });
});

/** Five fields; seconds and the year would make a schedule nobody can foresee. */
function cronProblem(text: string): string | null {
  if (text.trim().split(/\s+/).length !== 5) return "write five fields: minute hour day month weekday, e.g. 0 7 1 * *";
  try {
    return new Cron(text, { paused: true }).nextRun() === null ? "this cron never comes due" : null;
  } catch (error) {
    return `not a cron: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export const Schedule = z.strictObject({
  cron: CronText.describe("When the report is due, e.g. `0 7 * * *` (minute hour day month weekday), in `timezone`."),
  timezone: ZoneName.optional().describe("Zone of the cron; default: the report's."),
  covers: z
    .enum(["previous week", "previous month", "previous quarter", "previous half-year", "previous year"])
    .optional()
    .describe("Period a run covers; default: the one before, at the report's cadence."),
  not_before: z
    .strictObject({
      business_day: z.int().min(1).max(40).describe("E.g. 2: not before the second working day after the period."),
      calendar: Id.optional().describe("Holiday calendar; default: Monday to Friday."),
    })
    .optional()
    .describe("A run that comes earlier waits for the first one from this day on."),
  catch_up: z
    .enum(["all", "latest", "none"])
    .default("all")
    .describe("Runs missed while nothing was running: `all` oldest first, only the `latest`, or `none`."),
  from: IsoDate.optional().describe("Periods that end before this day are never made by the schedule."),
});
export type Schedule = z.infer<typeof Schedule>;
