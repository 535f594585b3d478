/** Interval at 95 %. */
export interface Interval {
  low: number;
  high: number;
  /** E.g. `wilson`, `t`, `order-statistics`. */
  method: string;
}

/** A difference and whether it is one. `value` is signed (actual − reference) in the indicator's unit. */
export interface Variance {
  reference: number;
  value: number;
  /** Relative to the reference; null when that is 0. */
  relative: number | null;
  /** Good, bad or neither for the business; neither when 0. */
  effect: "better" | "worse" | "same";
}

export interface ChangeTest {
  /** `stratified`: a weighted figure, by the variances of its strata; `interaction`: a difference of differences. */
  method: "two-proportions" | "welch" | "stratified" | "interaction" | "none";
  pValue: number | null;
  /** Benjamini–Hochberg over the indicators of the edition. */
  adjustedPValue: number | null;
  /** True when adjustedPValue < 0.05. */
  evidence: boolean;
}

export interface SeriesPoint {
  period: string;
  value: number | null;
  n: number;
  /** Outside the limits, or part of a run, shift, or near-limit pattern; `better` or `worse` for the business. */
  special: "better" | "worse" | null;
}

export interface Spc {
  mean: number;
  lower: number;
  upper: number;
  /** Periods the limits rest on. */
  points: number;
  /** `special-…` when a rule holds at the reported period. */
  variation: "ordinary" | "improvement" | "concern";
  rules: readonly ("outside" | "shift" | "trend" | "near-limit")[];
  /** Null without a target. */
  assurance: "passes" | "fails" | "hit-or-miss" | null;
}
