import type { Period } from "../calendar/period.ts";
import type { Cut } from "../collect/snapshot.ts";
import type { AnalysisResult } from "./analyses/result.ts";
import type { KpiResult } from "./goals/kpi-result.ts";
import type { GoalsResult } from "./goals/result.ts";
import type { DecisionResult } from "./results/decision.ts";
import type { Finding, Recommendation } from "./results/findings.ts";
import type { FollowUp } from "./results/follow-up.ts";
import type { IndicatorResult } from "./results/indicator.ts";
import type { DataNote } from "./results/notes.ts";
import type { FeedbackResult, HeatMap, SamplingResult } from "./results/samples.ts";
import type { DimensionResult, ScoreResult } from "./results/score.ts";
import type { RuleChange } from "./rule-changes.ts";

export type * from "./results/breakdown.ts";
export type * from "./results/decision.ts";
export type * from "./results/findings.ts";
export type * from "./results/follow-up.ts";
export type * from "./results/indicator.ts";
export type * from "./results/notes.ts";
export type * from "./results/samples.ts";
export type * from "./results/score.ts";
export type * from "./results/statistics.ts";

/** The scorecard applied to a snapshot: numbers and ids, no text. */
export interface Evaluation {
  report: string;
  period: Period;
  previous: Period | null;
  lastYear: Period | null;
  scope: Cut;
  scorecard: {
    id: string;
    effectiveFrom: string;
    /** Changes of the rules inside the history, oldest first. */
    changes: readonly RuleChange[];
  };
  score: ScoreResult;
  dimensions: readonly DimensionResult[];
  indicators: readonly IndicatorResult[];
  strengths: readonly Finding[];
  weaknesses: readonly Finding[];
  measures: readonly Recommendation[];
  /** Measures adopted from earlier editions, in order of their ids. Null where the warehouse keeps no actions. */
  followUp: readonly FollowUp[] | null;
  heatMaps: readonly HeatMap[];
  feedback: FeedbackResult | null;
  sampling: SamplingResult;
  /** Null for a report without decision rules. */
  decision: DecisionResult | null;
  /** Results of the report's analyses in their order; one without data in the period has none. */
  analyses: readonly AnalysisResult[];
  /** The report's goals, and those that say nothing about the scope. */
  goals: GoalsResult;
  /** Bonus schemes with an award for the period. */
  kpis: readonly KpiResult[];
  notes: readonly DataNote[];
}
