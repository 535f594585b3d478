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
