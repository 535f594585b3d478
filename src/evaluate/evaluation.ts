import type { Period } from "../calendar/period.ts";
import type { Cut } from "../collect/snapshot.ts";
import type { DecisionCondition } from "../config/schema/decision.ts";
import type { Verification } from "../config/schema/playbook.ts";
import type { BandId } from "../config/schema/scorecard.ts";
import type { AnalysisResult } from "./analyses/result.ts";
import type { KpiResult } from "./goals/kpi-result.ts";
import type { GoalsResult } from "./goals/result.ts";
import type { RuleChange } from "./rule-changes.ts";

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

/** Contribution of one member to a shortfall against target or to a change on the previous period; rate + mix = total. */
export interface Contribution {
  member: string;
  n: number;
  value: number | null;
  /** Share of all rows. */
  weight: number;
  /** Signed, in the indicator's unit; the members' totals sum to the whole difference. */
  rate: number;
  mix: number;
  total: number;
  /** total ÷ whole difference; null when that is 0. */
  share: number | null;
}

export interface Breakdown {
  dimension: string;
  /** Every member as it stands, largest first; also where nothing can be decomposed. */
  members: readonly { member: string; n: number; value: number | null; weight: number }[];
  /**
   * Why there is no decomposition: a percentile has no exact one; a weighted figure is not the sum of its members; the
   * members do not add up to the whole; the period has no value. Null when there is one.
   */
  notDecomposed: null | "percentile" | "weighted" | "incomplete" | "no-data";
  /** Against the target (shortfall) or null without one. Sorted, largest harm first. */
  againstTarget: readonly Contribution[] | null;
  targetGap: number | null;
  /** Against the previous period (Kitagawa). */
  againstPrevious: readonly Contribution[] | null;
  previousGap: number | null;
}

/** "If night tickets were answered like the others, first response would be 1.2 h". */
export interface Counterfactual {
  dimension: string;
  member: string;
  memberValue: number;
  /** Value of all other members together. */
  othersValue: number;
  /** Overall value if the member had the others' value. */
  value: number;
  /** Change of the overall value, signed. */
  effect: number;
  /** Overall score points it would give. */
  scoreEffect: number;
}

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

/** Why a finding is one, strongest first. */
export type FindingReason =
  | "baseline-missed"
  | "target-missed"
  | "special-cause-concern"
  | "worsening"
  | "theme-share"
  | "target-met"
  | "baseline-met"
  | "special-cause-improvement"
  | "improving";

/** A strength or weakness, ranked. `kind` decides the sentence that is written about it. */
export interface Finding {
  kind: "indicator" | "theme";
  /** Indicator id, or theme member. */
  subject: string;
  rank: number;
  /** Points lost (weakness) or gained over acceptable (strength): the order. */
  importance: number;
  reasons: readonly FindingReason[];
  /** Main cause found: largest contribution that stands out, if any. */
  cause: Cause | null;
}

export interface Cause {
  dimension: string;
  member: string;
  contribution: Contribution;
  counterfactual: Counterfactual | null;
  /** Why it stands out: its share of the difference against its share of rows. */
  shareOfGap: number;
  shareOfRows: number;
  against: "target" | "previous";
}

/** A measure of the playbook that a weakness called for. */
export interface Recommendation {
  rule: string;
  /** Index into weaknesses. */
  weakness: number;
  /** Indexes of further weaknesses that called for the same rule. */
  alsoFor: readonly number[];
  general: boolean;
  dueDate: string;
  /** Effect to expect on the weak indicator, from the counterfactual, signed in its unit; null when unknown. */
  expectedEffect: number | null;
  expectedScoreEffect: number | null;
  cause: Cause | null;
  verification: Verification | null;
}

/** A value in one period, as a standard looks at it. */
export interface FollowedPoint {
  period: string;
  value: number | null;
  n: number | null;
  interval: Interval | null;
  /** Whether the standard held; null where it could not be judged: no data, or too few rows. */
  holds: boolean | null;
}

/** A change from before to now; evidence = its interval leaves 0 out. */
export interface FollowedChange {
  /** Signed, in the indicator's unit. */
  value: number;
  interval: Interval | null;
  effect: "better" | "worse" | "same";
  /** Null where the parts allow no interval. */
  evidence: boolean | null;
}

/**
 * - verified: the standard held for as many periods in a row as it asks for, the latest one included
 * - lapsed: it had been verified and does not hold any more
 * - not-yet: it is not verified, and not due yet
 * - overdue: it is due and not verified: adjust the measure
 * - not-measurable: what the standard looks at has no figure
 * - closed, cancelled: somebody ended it, in this period or later
 */
export type FollowUpStatus = "verified" | "lapsed" | "not-yet" | "overdue" | "not-measurable" | "closed" | "cancelled";

/** Why a standard cannot be measured. */
export type NotMeasurable =
  | "no-standard"
  | "no-indicator"
  | "no-dimension"
  | "not-in-scope"
  | "no-data"
  | "small-sample"
  | "no-feedback"
  | "no-score"
  | "no-period";

/** An adopted measure, measured again. */
export interface FollowUp {
  action: string;
  status: FollowUpStatus;
  notMeasurable: NotMeasurable | null;
  /** Whether the due date has passed at the end of the reported period. */
  due: boolean;
  /** Periods in a row, up to the latest, in which the standard held; none before it was adopted counts. */
  run: number;
  /** Of the period it was adopted from. */
  before: FollowedPoint | null;
  /** Of the latest period. */
  now: FollowedPoint | null;
  change: FollowedChange | null;
  /** The change of all others over the same time; null where the standard looks at everything, or parts do not allow it. */
  others: FollowedChange | null;
  /** Change less the others' change. */
  beyond: FollowedChange | null;
  /** Way gone from before (0) to the threshold (1); null where there was none to go. */
  progress: number | null;
  /** Every period from the one it was adopted from. */
  series: readonly FollowedPoint[];
}

export interface FeedbackResult {
  /** Classified comments: what the shares are of. */
  total: number;
  /** Comments without a theme, left out of the shares. */
  unclassified: number;
  themes: readonly {
    theme: string;
    n: number;
    share: number;
    interval: Interval;
    previousShare: number | null;
    change: ChangeTest;
    needsAttention: boolean;
  }[];
  quotes: readonly { theme: string; text: string }[];
  /**
   * Null where comments are classified in the warehouse. By a dictionary, an answer may name several themes, so that shares can add
   * up to more than 1; `total` are the answers that name any.
   */
  dictionary: null | {
    id: string;
    fingerprint: string;
    /** Answers with a text. */
    answers: number;
    /** Without a theme (`unclassified`) ÷ answers. */
    unclassifiedShare: number;
    interval: Interval;
    /** Of those without a theme: answers that name one only to deny it. */
    denied: number;
  };
}

/** Answered ÷ invited with its Wilson interval. */
export interface ResponseRate {
  invited: number;
  answered: number;
  rate: number;
  interval: Interval;
}

export interface SamplingResult {
  survey: null | {
    customers: number;
    respondents: number;
    share: number | null;
    minimumShare: number;
    complainantShare: number | null;
    minimumComplainantShare: number;
    adequate: boolean;
    groups: readonly {
      group: string;
      customers: number;
      respondents: number;
      populationShare: number;
      sampleShare: number;
      covered: boolean;
      /** Null where the report names no invitations. */
      response: ResponseRate | null;
    }[];
    /** Invitations answered ÷ invitations sent in the period; null where the report names none, or none was sent. */
    response:
      | null
      | (ResponseRate & {
          /** Chi-square of answered against unanswered by group; null with fewer than two groups or an expected count below 5. */
          byGroup: null | { chiSquare: number; df: number; pValue: number; differ: boolean };
        });
    /** Chi-square of respondents against the customers' distribution; null when a group has an expected count below 1. */
    representativeness: null | { chiSquare: number; df: number; pValue: number; effectSize: number; biased: boolean };
  };
  spotChecks: null | {
    population: number;
    checked: number;
    share: number | null;
    minimumShare: number;
    maximumShare: number;
    adequate: boolean;
    agreement: null | {
      n: number;
      observed: number;
      /** Null when both inspectors gave one and the same verdict throughout: chance alone would agree as much. */
      kappa: number | null;
      reading: "poor" | "slight" | "fair" | "moderate" | "substantial" | "almost-perfect" | null;
      /** Weighted by steps of the scale; null without a scale of more than two verdicts. */
      weighted: number | null;
    };
  };
}

export interface HeatMap {
  indicator: string;
  /** weekday 1 … 7 (Monday = 1), hour 0 … 23. */
  cells: readonly { weekday: number; hour: number; value: number | null; n: number }[];
}

/** One condition of an outcome: what it asks, what there is. */
export interface ConditionResult {
  /** As configured. */
  condition: DecisionCondition;
  /** Null when the figure is missing. */
  actual: number | BandId | null;
  /** Null when it cannot be told. */
  met: boolean | null;
}

/** A decision by the report's rules. */
export interface DecisionResult {
  /** The outcome decided on; null when undecidable. */
  outcome: string | null;
  /** Why nothing is decided: a figure is missing, or no outcome fits. Null when there is one. */
  undecidable: null | "missing-figure" | "no-outcome";
  /** In order; `open` = it cannot be told, `not-reached` = decided before. */
  outcomes: readonly {
    id: string;
    state: "chosen" | "not-met" | "open" | "not-reached";
    conditions: readonly ConditionResult[];
  }[];
}

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
