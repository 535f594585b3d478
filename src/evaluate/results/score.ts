import type { Period } from "../../calendar/period.ts";
import type { BandId } from "../../config/schema/scorecard.ts";

export interface DimensionResult {
  dimension: string;
  weight: number;
  /** Sum of the indicators' scorePoints. */
  points: number | null;
  /** Points that could be had (sum of effective weights). */
  possible: number;
}

export interface ScorePoint {
  period: string;
  score: number | null;
  /** `effective_from` of the rules it was scored with; null for a period before the first rules, which has no score. */
  rules: string | null;
  /** The same period scored with the rules of the reported one, so that a line across a change of rules can be compared. */
  underCurrentRules: number | null;
}

/** One of the shorter periods a score is combined from. */
export interface CombinedPart {
  period: string;
  score: number | null;
  band: BandId | null;
  /** Rows of the scored datasets in it. */
  rows: number;
  /** Weight of the scorecard that could not be scored in it; null without rules. */
  missingWeight: number | null;
  /** Share of the weight by the rule, and after that of periods without a score was spread; both sum to 1. */
  weight: number;
  effectiveWeight: number;
}

/** A score combined from those of the shorter periods inside the reported one. */
export interface CombinedScore {
  unit: Period["unit"];
  rule: "mean" | "weights" | "weighted_by_rows" | "latest";
  indicators: "pooled" | "combined";
  /** Least number of inner periods with a score. */
  atLeast: number;
  /** Oldest first. */
  parts: readonly CombinedPart[];
  /** Inner periods without a score. */
  missing: readonly string[];
  /** Score of the pooled figures of the whole period, beside. */
  pooled: number | null;
}

export interface ScoreResult {
  /** 0 … 100, null when withheld or nothing could be scored. */
  value: number | null;
  band: BandId | null;
  goal: number | null;
  previous: number | null;
  changeOnPrevious: number | null;
  /** Mean of the three periods before this one (a month: the last quarter's mean); null with fewer than one. */
  recentMean: number | null;
  changeOnRecentMean: number | null;
  /** Change on the previous period with both scored by the rules of the reported one; null where those were the same. */
  changeUnderCurrentRules: number | null;
  history: readonly ScorePoint[];
  /** How it was combined from shorter periods; null when the period was scored as one. */
  combined: CombinedScore | null;
  /** Weight that could not be measured. */
  missingWeight: number;
  missingRule: "spread" | "spread_dimension" | "zero" | "withhold";
  targetsMet: number;
  targetsMissed: number;
  baselinesMissed: number;
}
