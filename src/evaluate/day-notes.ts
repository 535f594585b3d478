import type { DatasetRecord, Snapshot } from "../collect/snapshot.ts";
import { USUAL_DAY_CHECKS } from "../config/schema/day-checks.ts";
import type { Config } from "../config/schema/index.ts";
import { everyDay, gapDays, outlierDays } from "./days.ts";
import type { DataNote } from "./evaluation.ts";
import { isTail, jumpDays, missingDays, missingWeekdays, oneTimeDays, repeatedDays, valueJumps } from "./odd-days.ts";

/** Everything odd about the days of a dataset, each told once: the coarsest finding that covers it. */
export function dayNotes(
  record: DatasetRecord,
  { period, report }: Pick<Snapshot, "period" | "report">,
  config: Pick<Config, "datasets" | "indicators" | "reports">,
): DataNote[] {
  const { dataset } = record;
  const checks = config.datasets[dataset]?.day_checks ?? USUAL_DAY_CHECKS;
  const days = everyDay(record.rowsPerDay, period);
  const notes: DataNote[] = [];
  const add = (kind: "gap-days" | "outlier-days" | "jump-days" | "repeated-days", found: readonly string[]): void => {
    if (found.length > 0) notes.push({ kind, dataset, days: found });
  };
  const weekdays = missingWeekdays(days, checks.weekdays);
  if (weekdays.length > 0) notes.push({ kind: "missing-weekdays", dataset, weekdays });
  add("gap-days", gapDays(days));
  const outliers = outlierDays(days, checks);
  add("outlier-days", outliers);
  add(
    "jump-days",
    jumpDays(days, checks.jump).filter((day) => !outliers.includes(day)),
  );
  add("repeated-days", repeatedDays(record.days, days).flat());
  const same = oneTimeDays(record.days, days);
  if (same !== null && !same.throughout) {
    notes.push({ kind: "one-time-days", dataset, days: same.days, time: same.time });
  }
  // Data that hold days only are as good as any, unless somebody looks at their hours.
  const byHour = (config.reports[report]?.heatmap ?? []).some((id) => config.indicators[id]?.dataset === dataset);
  if (same?.throughout && byHour) notes.push({ kind: "no-times", dataset, time: same.time });
  return [...notes, ...columnNotes(record, config, checks)];
}

/** Columns that stopped being filled, and indicators whose values jump. */
function columnNotes(
  { dataset, days, rowsPerDay }: DatasetRecord,
  { indicators }: Pick<Config, "indicators">,
  checks: typeof USUAL_DAY_CHECKS,
): DataNote[] {
  const rows = new Map(rowsPerDay.map((each) => [each.day, each.rows]));
  const first = days[0];
  if (first === undefined) return [];
  const unknown = Object.keys(first.unknown).flatMap((dimension): DataNote[] => {
    const counts = days.map((each) => ({
      day: each.day,
      missing: each.unknown[dimension] ?? 0,
      of: rows.get(each.day) ?? 0,
    }));
    const found = missingDays(counts, checks.missing);
    return found.length === 0 ? [] : [{ kind: "unknown-days", dataset, dimension, days: found }];
  });
  const values = Object.keys(first.values).flatMap((indicator): DataNote[] => {
    const design = indicators[indicator];
    if (design === undefined) return [];
    const counts = days.flatMap(({ day, values: all }) => {
      const found = all[indicator];
      return found === undefined ? [] : [{ day, missing: found.missing, of: found.n + found.missing }];
    });
    const lacking = missingDays(counts, checks.missing);
    const jumps = valueJumps(days, indicator, design, checks);
    return [
      ...(lacking.length === 0
        ? []
        : [{ kind: "missing-days" as const, indicators: [indicator], days: lacking, tail: isTail(lacking, days) }]),
      ...(jumps.length === 0 ? [] : [{ kind: "value-jumps" as const, indicator, days: jumps }]),
    ];
  });
  return [...unknown, ...sharingDays(values)];
}

/** Indicators of one field lack their values on the same days: that is told once for all of them. */
function sharingDays(notes: readonly DataNote[]): DataNote[] {
  const told: DataNote[] = [];
  for (const note of notes) {
    const at = told.findIndex(
      (known) =>
        note.kind === "missing-days" && known.kind === "missing-days" && known.days.join() === note.days.join(),
    );
    const known = told[at];
    if (note.kind !== "missing-days" || known?.kind !== "missing-days") told.push(note);
    else told[at] = { ...known, indicators: [...known.indicators, ...note.indicators] };
  }
  return told;
}
