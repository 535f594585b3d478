import type { BandId } from "../../config/schema/scorecard.ts";
import type { Breakdown, Counterfactual } from "./breakdown.ts";
import type { ChangeTest, Interval, SeriesPoint, Spc, Variance } from "./statistics.ts";

/** One stratum of a weighted figure in the reported period. */
export interface StratumResult {
  member: string;
  /** Share of the weight it should have, 0 … 1. */
  weight: number;
  /** Share of the weight it has, after that of strata without data was spread. */
  effectiveWeight: number;
  n: number;
  /** Share of the rows. */
  shareOfRows: number;
  value: number | null;
  /** Members of the population in it; null unless weighted to one. */
  population: number | null;
}

/** How a weighted figure of the reported period was made. */
export interface WeightingResult {
  kind: "fixed" | "population" | "standard";
  dimension: string;
  /** The figure without weights, and weighted − unweighted. */
  raw: number | null;
  difference: number | null;
  /** Share of the weight without data, spread over the others. */
  missingWeight: number;
  /** Strata with weight but without data. */
  missing: readonly string[];
  /** Rows that count for nothing: without a stratum, or of one without weight. */
  unweightedRows: number;
  strata: readonly StratumResult[];
  standardPeriod: string | null;
  /** Null unless weighted to a population; `inScope` false: to the shares of the whole, for want of the scope's dimension. */
  population: null | { dataset: string; query: string; total: number; inScope: boolean };
}

export interface IndicatorResult {
  indicator: string;
  dimension: string;
  weight: number;
  /** After the weight of missing indicators was spread. */
  effectiveWeight: number;
  baseline: number | null;
  target: number | null;
  targetDate: string | null;
  benchmark: { value: number; asOf: string; stale: boolean } | null;
  value: number | null;
  n: number;
  missing: number;
  numerator: number | null;
  interval: Interval | null;
  /** False when n is below the indicator's minimum: shown, not judged. */
  judged: boolean;
  /** `no-weights`: there are rows, but none of a stratum that has weight (or the population is empty). */
  notMeasured: null | "no-data" | "not-in-scope" | "zero-denominator" | "no-weights";
  /** Null for a figure that is not weighted. */
  weighting: WeightingResult | null;
  /** Share of items within baseline / target; for ratios null. */
  withinBaseline: number | null;
  withinTarget: number | null;
  /** actual ÷ target, or target ÷ actual where lower is better; 1 = met. */
  achievement: number | null;
  meetsTarget: boolean | null;
  meetsBaseline: boolean | null;
  band: BandId | null;
  /** 5 … 1, or continuous with linear scoring; null when not scored. */
  points: number | null;
  /** effectiveWeight × points ÷ 5. */
  scorePoints: number | null;
  variances: {
    baseline: Variance | null;
    target: Variance | null;
    previous: Variance | null;
    lastYear: Variance | null;
    benchmark: Variance | null;
  };
  change: ChangeTest;
  /** Over the last three periods: direction for the business, null with fewer than three values. */
  trend3: { direction: "better" | "worse" | "mixed" | "flat"; values: readonly (number | null)[] } | null;
  /** Consecutive periods, the reported one included, in which the value moved to the better (+) or worse (−). */
  streak: number;
  series: readonly SeriesPoint[];
  /** Values of the `inside` periods. */
  inside: readonly SeriesPoint[];
  spc: Spc | null;
  breakdowns: readonly Breakdown[];
  counterfactuals: readonly Counterfactual[];
}
