import type { WeightingAnalysis } from "../../config/schema/analyses/weighting.ts";
import type { WeightingResult } from "../evaluation.ts";

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
  measured: { value: number | null; n: number; weighting: WeightingResult | null } | null,
): WeightingAnalysisResult | null {
  if (measured === null || measured.weighting === null || measured.n === 0) return null;
  const { value, n, weighting } = measured;
  return { kind: "weighting", id, indicator, value, n, weighting };
}
