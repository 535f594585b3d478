import type { Verification } from "../../config/schema/playbook.ts";
import type { Contribution, Counterfactual } from "./breakdown.ts";

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
