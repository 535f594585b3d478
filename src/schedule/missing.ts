import { Temporal } from "temporal-polyfill";
import { periodOf, shift } from "../calendar/periods.ts";
import { type DueRun, dueRuns, type Timetable, unitOf } from "./due.ts";

/** With `catch_up: none`, a run that is later than this was missed (milliseconds). */
const MISSED_AFTER_MS = 3_600_000;
/** So many periods back a run that failed or was missed is still tried. */
const LOOK_BACK = 24;

/**
 * Runs whose edition is still to be made, oldest first, by the schedule's `catch_up`.
 *
 * What lies before the first filed period is nobody's debt; with `from`, what lies before that day. A report that was never
 * filed and has no `from` begins with the period that was due last.
 *
 * @param filed ids of the periods whose editions are all filed
 * @param begun id of the first period that was ever filed; null for none
 */
export function missingRuns(table: Timetable, filed: ReadonlySet<string>, begun: Date | null, now: Date): DueRun[] {
  const { schedule, rules } = table;
  const unit = unitOf(table);
  const horizon = Date.parse(shift(periodOf(now, unit, rules), -LOOK_BACK, rules).start);
  const first = firstDebt(table, begun);
  const due = dueRuns(table, new Date(Math.max(first ?? horizon, horizon)), now);
  const last = due.at(-1);
  const open = due.filter(({ period }) => !filed.has(period.id));
  if (first !== null && schedule.catch_up === "all") return open;
  const newest = open.filter((run) => run === last);
  if (schedule.catch_up !== "none") return newest;
  return newest.filter((run) => now.getTime() - run.due.getTime() < MISSED_AFTER_MS);
}

function firstDebt({ schedule, rules }: Timetable, begun: Date | null): number | null {
  const from =
    schedule.from === undefined
      ? null
      : Temporal.PlainDate.from(schedule.from).toZonedDateTime({ timeZone: rules.zone }).epochMilliseconds;
  return from ?? begun?.getTime() ?? null;
}
