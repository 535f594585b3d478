import { innerPeriods } from "../../calendar/inner-periods.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { CombineConfig } from "../../config/schema/combine.ts";
import { weightingOf } from "../../config/schema/indicator.ts";
import { outline, type RankingResult, rankedMembers } from "../../evaluate/analyses/ranking.ts";
import { cycleOf } from "../../evaluate/cycles.ts";
import { quartilesOf } from "../../evaluate/ranking/place.ts";
import { decidingIndicators, orderOf, type RankingContext } from "../../evaluate/ranking/rank.ts";
import { readingsOf } from "../../evaluate/readings.ts";
import { rulesOf } from "../../evaluate/versions.ts";
import { compileMeasurements, type MeasurementRow } from "../compile.ts";
import { decode, type Measured } from "../decode.ts";
import type { IndicatorPlan, Plan } from "../plan.ts";
import { standardPeriod } from "../plan-weighting.ts";
import type { AnalysisNeeds, AnalysisTools } from "./tools.ts";

/**
 * What an edition of one member keeps of a ranking: its own place and what is true of all together. The others' figures
 * are read, ranked and forgotten within the edition's transaction; no name and no figure of theirs leaves it.
 */
export interface RankingRecord extends Omit<RankingResult, "members" | "unranked"> {
  /** Statements the place rests on. */
  query: string;
}

/** Cut by the dimension, which an edition of one member is not: its statements do not see the others. */
export const rankingNeeds = ({ dimension, by }: AnalysisOf<"ranking">): AnalysisNeeds => ({
  dimensions: [dimension],
  ...(by === "score" ? {} : { indicators: [by] }),
});

/** Only for an edition of one member; elsewhere the measurements say it all. */
export async function collectRanking(
  analysis: AnalysisOf<"ranking">,
  { config, plan, dataset, run, weigh }: AnalysisTools,
): Promise<RankingRecord | null> {
  const member = plan.scope[analysis.dimension];
  if (member === undefined) return null;
  const report = config.reports[plan.report];
  const scorecard = report === undefined ? undefined : config.scorecards[report.scorecard];
  if (report === undefined || scorecard === undefined) return null;
  const rules = rulesOf(scorecard, report.scorecard, plan.period);
  const wide = everybody(plan, analysis, decidingIndicators(analysis, { config, rules }), report.combine);
  if (wide.datasets.length === 0) return null;
  const measured = new Map<string, Measured>();
  for (const entry of wide.datasets) {
    const source = dataset(entry.id);
    if (source === null) continue;
    const statement = compileMeasurements(wide, entry, source.types);
    const rows = await run.run<MeasurementRow>({ ...statement, id: `${entry.id}/${analysis.id}` });
    measured.set(entry.id, decode(wide, entry, statement, rows));
  }
  const outOfScope = new Set(wide.datasets.filter(({ inScope }) => !inScope).map(({ id }) => id));
  const measurements = await weigh(wide, measured, analysis.id);
  const cycle = cycleOf(report.combine, scorecard, plan.calendar);
  const context: RankingContext = { readings: readingsOf({ measurements }), config, rules, outOfScope, cycle };
  const order = orderOf(analysis, plan.period, context);
  const previous = plan.history.at(-2);
  const before = analysis.against === undefined || previous === undefined ? null : orderOf(analysis, previous, context);
  const members = rankedMembers(analysis, order, before);
  const place = members.find((one) => one.member === member) ?? null;
  const alike = place === null ? 0 : members.filter(({ group }) => group === place.group).length - 1;
  return {
    ...outline(analysis, order),
    query: `${wide.datasets[0]?.id ?? ""}/${analysis.id}`,
    own: {
      member,
      place,
      n: place?.n ?? order.tooFew.find((one) => one.member === member)?.n ?? 0,
      alike,
      quartiles: quartilesOf(members.map(({ value }) => value)),
    },
  };
}

/** Ids of the periods that a score or a weighted figure of this period and the one before is made of. */
function periodsBehind(
  { period, history, calendar }: Plan,
  combine: CombineConfig | undefined,
  deciding: readonly IndicatorPlan[],
): string[] {
  const inner =
    combine === undefined ? [] : history.slice(-2).flatMap((each) => innerPeriods(each, combine.unit, calendar));
  const standards = deciding.flatMap(({ indicator }) => {
    const weighting = weightingOf(indicator);
    return (weighting === null ? null : standardPeriod(weighting, period, calendar)) ?? [];
  });
  return [...inner, ...standards].map(({ id }) => id);
}

/** The plan of the same edition for all members: the deciding indicators in this period and the one before. */
function everybody(
  plan: Plan,
  { dimension }: AnalysisOf<"ranking">,
  indicators: readonly string[],
  combine: CombineConfig | undefined,
): Plan {
  const { [dimension]: _, ...scope } = plan.scope;
  const deciding = plan.datasets.flatMap((entry) => entry.indicators.filter(({ id }) => indicators.includes(id)));
  const needed = new Set(periodsBehind(plan, combine, deciding));
  return {
    ...plan,
    scope,
    history: plan.history.slice(-2),
    lastYear: null,
    // What a standard mix or a combined score is made of.
    inside: plan.inside.filter(({ id }) => needed.has(id)),
    further: plan.further.filter(({ id }) => needed.has(id)),
    datasets: plan.datasets.flatMap((entry) => {
      const deciding = entry.indicators
        .filter(({ id }) => indicators.includes(id))
        .map((indicator) => ({ ...indicator, heatmap: false, cutIn: null }));
      return deciding.length === 0 || !entry.inScope ? [] : [{ ...entry, indicators: deciding, cuts: [dimension] }];
    }),
  };
}
