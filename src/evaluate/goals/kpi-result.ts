import type { Cut } from "../../collect/snapshot.ts";

/** One item of a bonus scheme for one subject. */
export interface KpiItemResult {
  item: string;
  indicator: string;
  cut: Cut;
  actual: number | null;
  n: number;
  /** Plan of the goal in the period, or the item's target. */
  target: number | null;
  /** 1 = target met; null where it is not measured or no quotient says anything. */
  achievement: number | null;
  met: boolean | null;
  /** Share of its weight that the achieved step pays; null where it is not measured. */
  pays: number | null;
  weight: number;
  /** After the missing rule. */
  effectiveWeight: number;
  /** effectiveWeight × pays, as a share of the whole bonus. */
  part: number;
}

export interface KpiSubject {
  member: string;
  /** Heads it stands for. */
  people: number;
  items: readonly KpiItemResult[];
  /** Sum of the parts, 1 = the whole bonus; null when withheld. */
  rate: number | null;
  /** In the project's currency; null when withheld, or when a pool cannot be shared out within the scope. */
  payout: number | null;
}

export interface KpiResult {
  id: string;
  dimension: string;
  award: { kind: "pool" | "per-subject"; amount: number };
  /** Digits of a payout after the decimal point. */
  digits: number;
  subjects: readonly KpiSubject[];
  /** Sum of the payouts; null when none can be told. */
  paid: number | null;
}
