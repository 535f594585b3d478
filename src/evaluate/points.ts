import type { BandId, ScorecardVersion, ScoredIndicator } from "../config/schema/scorecard.ts";
import { BAND_POINTS, bandOf, normaliseBands, scoreBand } from "./bands.ts";
import { type Direction, meets } from "./direction.ts";

/** Most points an indicator can have. */
export const FULL_POINTS = 5;
/** Share of the points that the baseline is worth with linear scoring; the target is worth all. */
const BASELINE_SHARE = 0.6;

/** What of a scorecard's rules decides about points. */
export interface PointRules {
  scoring: ScorecardVersion["scoring"];
  score_bands: Readonly<ScorecardVersion["score_bands"]>;
}

export interface Points {
  band: BandId | null;
  /** 1 … 5 by bands, 0 … 5 with linear scoring. */
  points: number | null;
}

/** Whether the rules give points for the indicator at all: bands, or baseline and target with linear scoring. */
export function isScorable(scored: ScoredIndicator, scoring: ScorecardVersion["scoring"]): boolean {
  if (scoring === "bands") return scored.bands !== undefined;
  return scored.baseline !== undefined && scored.target !== undefined && scored.baseline !== scored.target;
}

/**
 * Band and points of a value.
 *
 * - `bands`: points of the band, 5 … 1. Without bands neither.
 * - `linear`: baseline = 60 % of the points, target = 100 %, straight between and beyond, kept within 0 … 100 %. The band
 *   shown is the indicator's own if it has bands, else that of the overall score's limits.
 */
export function pointsOf(value: number, scored: ScoredIndicator, direction: Direction, rules: PointRules): Points {
  const own = scored.bands === undefined ? null : bandOf(value, normaliseBands(scored.bands, direction), direction);
  if (rules.scoring === "bands") return { band: own, points: own === null ? null : BAND_POINTS[own] };
  const share = linearShare(value, scored, direction);
  if (share === null) return { band: own, points: null };
  return { band: own ?? scoreBand(share * 100, rules.score_bands), points: share * FULL_POINTS };
}

function linearShare(value: number, { baseline, target }: ScoredIndicator, direction: Direction): number | null {
  if (baseline === undefined || target === undefined || baseline === target) return null;
  // The target itself must be worth exactly everything, whatever the last digit of the division says.
  if (meets(value, target, direction) && meets(target, baseline, direction)) return 1;
  const share = BASELINE_SHARE + ((1 - BASELINE_SHARE) * (value - baseline)) / (target - baseline);
  return Math.min(1, Math.max(0, share));
}
