import type { Period } from "../calendar/period.ts";
import type { Scorecard, ScoredIndicator } from "../config/schema/scorecard.ts";
import { versionInForce } from "../evaluate/versions.ts";
import type { Thresholds } from "./plan.ts";

/**
 * Baseline and target of an indicator in each period: of the scorecard version in force on the period's first day, so
 * they may change within a history. Periods without rules, or whose rules do not know the indicator, are left out.
 */
export function thresholdsOf(
  scorecard: Scorecard,
  indicator: string,
  periods: readonly Period[],
): Record<string, Thresholds> {
  const found: Record<string, Thresholds> = {};
  for (const period of periods) {
    const scored = scoredIn(scorecard, indicator, period);
    if (scored === null) continue;
    found[period.id] = { baseline: scored.baseline ?? null, target: scored.target ?? null };
  }
  return found;
}

function scoredIn(scorecard: Scorecard, indicator: string, period: Period): ScoredIndicator | null {
  const rules = versionInForce(scorecard, period);
  for (const { indicators } of Object.values(rules?.dimensions ?? {})) {
    const scored = indicators[indicator];
    if (scored !== undefined) return scored;
  }
  return null;
}
