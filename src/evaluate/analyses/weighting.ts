import type { WeightingAnalysis } from "../../config/schema/analyses/weighting.ts";
import type { WeightingResult } from "../evaluation.ts";
import { weightingResult } from "../weighted.ts";
import type { AnalysisContext } from "./index.ts";

/** A weighted figure, its strata, and the figure without weights. */
export interface WeightingAnalysisResult {
  kind: "weighting";
  id: string;
  indicator: string;
  value: number | null;
  n: number;
  weighting: WeightingResult;
}

/** Null when the indicator was not measured, or the scope leaves nothing to weight. */
export function weightingAnalysis(
  { id, indicator }: WeightingAnalysis,
  { snapshot, readings }: Pick<AnalysisContext, "snapshot" | "readings">,
): WeightingAnalysisResult | null {
  const measured = readings.at(indicator, snapshot.period.id);
  const weighting = weightingResult(
    measured,
    snapshot.weightings.find((record) => record.indicator === indicator),
  );
  // A figure combined from inner periods is not the one that its strata over the whole period give.
  if (measured === null || weighting === null || measured.n === 0 || measured.weighted?.within) return null;
  return { kind: "weighting", id, indicator, value: measured.value, n: measured.n, weighting };
}
