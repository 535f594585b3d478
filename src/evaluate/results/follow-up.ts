import type { Interval } from "./statistics.ts";

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
