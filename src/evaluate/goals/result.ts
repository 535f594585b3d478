import type { Cut } from "../../collect/snapshot.ts";
import type { Variance } from "../evaluation.ts";
import type { PlanPoint } from "./plan-line.ts";

export type GoalStatus = "reached" | "on-track" | "at-risk" | "off-track" | "missed" | "not-judged" | "not-started";

export interface GoalVerdict {
  status: GoalStatus;
  /** What it rests on: the goal's day has come; the trend; too few points, so the plan or the goal alone. */
  by: "day" | "projection" | "plan" | "goal" | "no-data" | "not-started";
}

export interface GoalPoint {
  period: string;
  /** Last calendar day of the period: where the value stands in time. */
  day: string;
  value: number | null;
  n: number;
  /** Part of the trend. */
  used: boolean;
}

/** Where the present trend leads. */
export interface Projection {
  /** On the goal's day, kept within what the unit can be. */
  value: number;
  low: number;
  high: number;
  /** Whether value or interval had to be kept within the unit's range. */
  clipped: boolean;
  /** Periods the line rests on. */
  points: number;
  /** Change of the line per calendar month. */
  perMonth: number;
}

/** One goal, or one member's share of it, at the end of the reported period. */
export interface GoalProgress {
  cut: Cut;
  start: number | null;
  goal: number;
  /** Of the latest period; null without data. */
  actual: number | null;
  n: number;
  plan: number | null;
  /** Actual − plan. */
  variance: Variance | null;
  projection: Projection | null;
  /** Change per calendar month that reaches the goal from here; 0 when it is met, null once its day has come. */
  neededPerMonth: number | null;
  status: GoalStatus;
  by: GoalVerdict["by"];
}

export interface GoalCascadeResult {
  dimension: string;
  members: readonly (GoalProgress & { member: string; weight: number | null })[];
  /** Members that have rows but no target of their own. */
  without: readonly string[];
  /**
   * What the members' goals come to for the whole at their present shares; members without a goal stay where they are.
   * Null where a kind does not add up (percentiles) or nothing is measured.
   */
  together: null | { value: number; reaches: boolean };
}

export interface GoalResult extends GoalProgress {
  id: string;
  indicator: string;
  startDay: string;
  endDay: string;
  /** Calendar months from the latest value to the goal's day; 0 once it has come. */
  monthsLeft: number;
  /** Id of the period the actual value is of. */
  period: string;
  points: readonly GoalPoint[];
  /** For drawing: from the start to the goal's day. */
  planLine: readonly PlanPoint[];
  /** The projection from the latest value to the goal's day, in months since the start; empty without one. */
  projected: readonly { months: number; value: number; low: number; high: number }[];
  cascade: GoalCascadeResult | null;
}

/** A goal of the report that says nothing about this scope. */
export interface GoalsResult {
  goals: readonly GoalResult[];
  notInScope: readonly string[];
}
