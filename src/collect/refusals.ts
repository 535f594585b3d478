import { isClosed, lastClosed } from "../calendar/periods.ts";
import type { PeriodUnit } from "../config/schema/report.ts";
import { PeriodicalError } from "../errors.ts";
import type { CoverageRow } from "./dataset-record.ts";
import type { Measured } from "./decode.ts";
import type { Plan } from "./plan.ts";

/** @throws {PeriodicalError} PERIOD_INVALID naming the last closed period, unless the plan's has ended */
export function refuseOpenPeriod({ period, calendar }: Plan, now: Date, cadence: PeriodUnit): void {
  if (isClosed(period, now)) return;
  const last = lastClosed(period.unit === "custom" ? cadence : period.unit, now, calendar);
  const begun = Date.parse(period.start) <= now.getTime();
  throw new PeriodicalError(
    "PERIOD_INVALID",
    begun
      ? `Period ${period.id} is not closed: it ends on ${period.lastDay}.`
      : `Period ${period.id} lies in the future.`,
    { hint: `The last closed one is ${last.id}.`, where: period.id },
  );
}

/**
 * @param names datasets of which at least one must have a row in the reported period
 * @throws {PeriodicalError} NO_DATA saying what there is
 */
export function refuseNoData(
  { report, period, scope }: Plan,
  names: readonly string[],
  measured: ReadonlyMap<string, Measured>,
  coverageOf: (dataset: string) => CoverageRow | undefined,
): void {
  if (names.some((id) => (measured.get(id)?.rows[period.id] ?? 0) > 0)) return;
  const spans = names.map((id) => {
    const { earliest, watermark } = coverageOf(id) ?? { earliest: null, watermark: null };
    return earliest === null ? `${id}: empty` : `${id}: ${earliest.slice(0, 10)} to ${watermark?.slice(0, 10)}`;
  });
  const within = Object.entries(scope).map(([dimension, member]) => `${dimension} = ${member}`);
  const of = within.length === 0 ? "" : ` for ${within.join(", ")}`;
  throw new PeriodicalError("NO_DATA", `The warehouse has no row in ${period.id}${of}.`, {
    where: `reports.${report}`,
    hint: `What there is: ${spans.join("; ")}. Report a period with data, or import it.`,
    details: { datasets: names },
  });
}
