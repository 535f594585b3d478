import type { Config } from "../schema/index.ts";
import type { Report } from "../schema/report.ts";
import { didYouMean } from "../validate.ts";
import type { Say } from "./say.ts";

const RANK = ["week", "month", "quarter", "half-year", "year"];

/** A schedule's calendar exists, and it covers periods no longer than the report's own. */
export function checkSchedule(config: Config, id: string, report: Report, say: Say): void {
  const { schedule } = report;
  if (schedule === undefined) return;
  const calendar = schedule.not_before?.calendar;
  if (calendar !== undefined && !Object.hasOwn(config.holidays, calendar)) {
    say(
      id,
      ["schedule", "not_before", "calendar"],
      `There is no holiday calendar "${calendar}".`,
      didYouMean(calendar, Object.keys(config.holidays)),
    );
  }
  const unit = schedule.covers?.slice("previous ".length);
  if (unit !== undefined && RANK.indexOf(unit) > RANK.indexOf(report.cadence)) {
    say(
      id,
      ["schedule", "covers"],
      `A ${report.cadence} report cannot cover a ${unit}.`,
      "Name its own cadence or a shorter period, or leave `covers` out.",
    );
  }
}
