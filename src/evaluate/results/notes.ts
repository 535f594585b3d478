import type { CombinedScore } from "./score.ts";

/** Something about the data a reader must know. */
export type DataNote =
  | { kind: "quality"; dataset: string; rule: string; rows: number; of: number }
  | { kind: "excluded"; dataset: string; rows: number }
  | { kind: "missing-values"; indicator: string; rows: number; of: number }
  | { kind: "no-data"; indicator: string }
  /** Weighted, but none of its rows belongs to a stratum with weight. */
  | { kind: "no-weights"; indicator: string }
  | { kind: "not-in-scope"; indicator: string }
  | { kind: "no-target"; indicator: string }
  /** No bands (or, with linear scoring, no baseline or target): shown, its weight is spread over the others. */
  | { kind: "not-scored"; indicator: string; weight: number }
  | { kind: "small-sample"; indicator: string; n: number; minimum: number }
  | { kind: "short-history"; periods: number; wanted: number }
  | { kind: "stale-benchmark"; indicator: string; asOf: string }
  | { kind: "rules-changed"; period: string; rules: string }
  | { kind: "gap-days"; dataset: string; days: readonly string[] }
  | { kind: "outlier-days"; dataset: string; days: readonly string[] }
  /** Rows tenfold those of the day before, or a tenth. */
  | { kind: "jump-days"; dataset: string; days: readonly string[] }
  /** Days that look like copies of one another. */
  | { kind: "repeated-days"; dataset: string; days: readonly string[] }
  /** Monday = 1. */
  | { kind: "missing-weekdays"; dataset: string; weekdays: readonly number[] }
  /** All rows of the day have one time of day (`00:00:00`; null = not the same one on each). */
  | { kind: "one-time-days"; dataset: string; days: readonly string[]; time: string | null }
  | { kind: "no-times"; dataset: string; time: string | null }
  /** Far more rows than usual have no member. */
  | { kind: "unknown-days"; dataset: string; dimension: string; days: readonly string[] }
  /** `tail`: these are the last days of all, whose values may still be to come. */
  | { kind: "missing-days"; indicators: readonly string[]; days: readonly string[]; tail: boolean }
  | { kind: "value-jumps"; indicator: string; days: readonly string[] }
  /** Weighted to a population that lacks the scope's dimension: to the shares of the whole. */
  | { kind: "population-of-whole"; indicator: string; dataset: string }
  /** Strata with weight but without data; `weight` = their share of it, spread over the others. */
  | { kind: "strata-missing"; indicator: string; dimension: string; members: readonly string[]; weight: number }
  | { kind: "strata-unweighted"; indicator: string; dimension: string; rows: number; of: number }
  /** Inner periods with weight but without a score. */
  | { kind: "parts-missing"; periods: readonly string[]; rule: CombinedScore["rule"] }
  | { kind: "weight-spread"; weight: number; rule: "spread" | "spread_dimension" | "zero" | "withhold" }
  | { kind: "no-survey" | "no-spot-checks" | "no-feedback" };
