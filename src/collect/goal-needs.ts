import type { Config } from "../config/schema/index.ts";
import type { Report } from "../config/schema/report.ts";
import { indicatorOf } from "../evaluate/goals/kpi.ts";
import { goalPeriods } from "../evaluate/goals/timeline.ts";
import type { AnalysisNeeds } from "./analyses/tools.ts";

/** What a report's goals and bonus schemes want measured beyond the scorecard. */
export function goalNeeds(config: Config, report: Pick<Report, "goals" | "kpis">): AnalysisNeeds[] {
  const goals = [
    ...new Set([
      ...report.goals,
      ...report.kpis.flatMap((id) => config.kpis[id]?.items.flatMap(({ goal }) => goal ?? []) ?? []),
    ]),
  ].flatMap((id) => config.goals[id] ?? []);
  const kpis = report.kpis.flatMap((id) => config.kpis[id] ?? []);
  return [
    ...goals.map((goal): AnalysisNeeds => {
      const dimensions = [...Object.keys(goal.cut), ...(goal.cascade === undefined ? [] : [goal.cascade.dimension])];
      return {
        indicators: [goal.indicator],
        dimensions,
        periods: (reported, calendar) => goalPeriods(goal, reported, calendar),
        ...(dimensions.length === 0 ? {} : { cutThroughout: [goal.indicator] }),
      };
    }),
    ...kpis.map(
      (kpi): AnalysisNeeds => ({
        indicators: kpi.items.flatMap((item) => indicatorOf(item, config.goals) ?? []),
        dimensions: [kpi.dimension],
      }),
    ),
  ];
}
