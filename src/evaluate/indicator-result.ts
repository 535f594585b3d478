import type { Measurement, Snapshot } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import type { ScorecardVersion, ScoredIndicator } from "../config/schema/scorecard.ts";
import { achievement, limitMet, withinShares } from "./attainment.ts";
import { breakdownOf } from "./contribution.ts";
import { counterfactualsOf } from "./counterfactual.ts";
import type { IndicatorResult, SeriesPoint } from "./evaluation.ts";
import { intervalOf } from "./intervals.ts";
import { isJudged } from "./judged.ts";
import { FULL_POINTS, pointsOf } from "./points.ts";
import type { Readings } from "./readings.ts";
import { withoutNoise } from "./rounding.ts";
import type { WeightedPoints } from "./score.ts";
import { compare } from "./significance.ts";
import { spcOf } from "./spc.ts";
import { isStale } from "./stale.ts";
import { streakOf, trendOfThree } from "./trend.ts";
import { variance } from "./variances.ts";
import { weightingResult } from "./weighted.ts";

export { isJudged } from "./judged.ts";

/** Everything about the edition that one indicator's result depends on. */
export interface EditionContext {
  snapshot: Snapshot;
  readings: Readings;
  rules: ScorecardVersion;
  breakdowns: readonly string[];
  /** Whether there is an overall score that follows from the indicator's own points, not one combined from inner periods. */
  hasScore: boolean;
}

/**
 * One indicator of the scorecard in the reported period: value against its limits, its past, its members. The change
 * test comes uncorrected; the caller corrects all indicators together.
 */
export function indicatorResult(
  weighted: WeightedPoints,
  scored: ScoredIndicator,
  indicator: Indicator,
  context: EditionContext,
): IndicatorResult {
  const { snapshot, readings, rules } = context;
  const { direction } = indicator;
  const id = weighted.indicator;
  const period = snapshot.period.id;
  const previous = snapshot.history.at(-2)?.id ?? null;
  const now = readings.at(id, period);
  const before = previous === null ? null : readings.at(id, previous);
  const lastYear = snapshot.lastYear === null ? null : readings.at(id, snapshot.lastYear.id);
  const value = now?.value ?? null;
  const judged = isJudged(now, indicator);
  const judgedValue = judged ? value : null;
  const baseline = scored.baseline ?? null;
  const target = scored.target ?? null;
  const benchmark = scored.benchmark ?? null;

  const history = snapshot.history.map(({ id: at }) => readings.at(id, at));
  const values = history.map((measurement) => measurement?.value ?? null);
  const { spc, special } = spcOf(
    history.map((measurement) => (isJudged(measurement, indicator) ? measurement.value : null)),
    { direction, target, unit: indicator.unit, scaleMax: indicator.scale_max },
  );
  const breakdowns = context.breakdowns.flatMap(
    (dimension) => breakdownOf({ id, indicator, dimension, period, previous, target }, readings) ?? [],
  );
  // Weights do not depend on values, so another value moves the overall score by this indicator's points alone.
  const scoreEffect = (other: number): number => {
    const points = pointsOf(other, scored, direction, rules).points;
    if (!context.hasScore || points === null || weighted.points === null) return 0;
    return withoutNoise((weighted.effectiveWeight * (points - weighted.points)) / FULL_POINTS);
  };

  return {
    indicator: id,
    dimension: weighted.dimension,
    weight: weighted.weight,
    effectiveWeight: weighted.effectiveWeight,
    baseline,
    target,
    targetDate: scored.target_date ?? null,
    benchmark: benchmark && {
      value: benchmark.value,
      asOf: benchmark.as_of,
      stale: isStale(benchmark.as_of, snapshot.period),
    },
    value,
    n: now?.n ?? 0,
    missing: now?.missing ?? 0,
    // What the weighted share of the items would be is not a number of items.
    numerator: now?.weighted === undefined ? (now?.numerator ?? null) : null,
    interval: intervalOf(now, indicator.kind),
    judged,
    notMeasured: whyNotMeasured(now, indicator, snapshot),
    weighting: weightingResult(
      now,
      snapshot.weightings.find((record) => record.indicator === id),
    ),
    ...withinShares(now),
    achievement: achievement(judgedValue, target, direction),
    meetsTarget: limitMet(judgedValue, target, direction),
    meetsBaseline: limitMet(judgedValue, baseline, direction),
    band: judgedValue === null ? null : pointsOf(judgedValue, scored, direction, rules).band,
    points: weighted.points,
    scorePoints: weighted.scorePoints,
    variances: {
      baseline: variance(value, baseline, direction),
      target: variance(value, target, direction),
      previous: variance(value, before?.value, direction),
      lastYear: variance(value, lastYear?.value, direction),
      benchmark: variance(value, benchmark?.value, direction),
    },
    change: compare(judged ? now : null, isJudged(before, indicator) ? before : null, indicator.kind),
    trend3: trendOfThree(values, direction),
    streak: streakOf(values, direction),
    series: snapshot.history.map(({ id: at }, i) => pointAt(at, history[i] ?? null, special[i] ?? null)),
    inside: snapshot.inside.map(({ id: at }) => pointAt(at, readings.at(id, at), null)),
    spc,
    breakdowns,
    counterfactuals:
      value === null || indicator.kind === "sum" || indicator.kind === "count"
        ? []
        : breakdowns.flatMap((breakdown) => counterfactualsOf(breakdown, value, direction, scoreEffect)),
  };
}

function pointAt(period: string, measurement: Measurement | null, special: SeriesPoint["special"]): SeriesPoint {
  return { period, value: measurement?.value ?? null, n: measurement?.n ?? 0, special };
}

function whyNotMeasured(
  measurement: Measurement | null,
  { dataset }: Indicator,
  { datasets }: Snapshot,
): IndicatorResult["notMeasured"] {
  if (datasets.some((record) => record.dataset === dataset && !record.inScope)) return "not-in-scope";
  if (measurement !== null && measurement.value !== null) return null;
  if (measurement === null || measurement.n === 0) return "no-data";
  return measurement.weighted === undefined ? "zero-denominator" : "no-weights";
}
