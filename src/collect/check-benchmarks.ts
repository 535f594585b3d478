import { Temporal } from "temporal-polyfill";
import type { Config } from "../config/schema/index.ts";
import { isStale } from "../evaluate/stale.ts";
import { versionInForce } from "../evaluate/versions.ts";
import type { Finding } from "./check-dataset.ts";

/** Benchmarks of the rules in force that are older than half a year today: an edition can be made, but should not be compared with them. */
export function staleBenchmarks(config: Pick<Config, "scorecards" | "project">, now: Date): Finding[] {
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const today = instant.toZonedDateTimeISO(config.project.timezone).toPlainDate().toString();
  return Object.entries(config.scorecards).flatMap(([id, scorecard]) => {
    const dimensions = versionInForce(scorecard, { firstDay: today })?.dimensions ?? {};
    return Object.values(dimensions).flatMap(({ indicators }) =>
      Object.entries(indicators).flatMap(([indicator, { benchmark }]): Finding[] =>
        benchmark === undefined || !isStale(benchmark.as_of, { lastDay: today })
          ? []
          : [
              {
                where: `scorecard ${id}: ${indicator}`,
                message: `Its benchmark is of ${benchmark.as_of}, older than half a year.`,
                hint: "Look for a newer figure and set its value and `as_of`; reports say that it is old.",
              },
            ],
      ),
    );
  });
}
