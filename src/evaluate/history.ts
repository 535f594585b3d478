import type { Period } from "../calendar/period.ts";
import type { Scorecard, ScorecardVersion } from "../config/schema/scorecard.ts";
import { type Cycle, scoreWhole } from "./cycles.ts";
import type { ScorePoint, ScoreResult } from "./evaluation.ts";
import { withoutNoise } from "./rounding.ts";
import type { ScoringContext } from "./score-period.ts";
import { versionInForce } from "./versions.ts";

export { type ScoringContext, scorePeriod } from "./score-period.ts";

/**
 * Overall score of every period of the history, each with the rules in force on its first day, and again with the rules
 * of the reported period, so that a line across a change of rules can be read both ways. Where periods are made of
 * shorter ones, those are scored with the rules of their own time, or all with the reported period's.
 */
export function scoreHistory(
  scorecard: Scorecard,
  current: ScorecardVersion,
  history: readonly Period[],
  context: ScoringContext,
  cycle: Cycle | null = null,
): ScorePoint[] {
  return history.map((period) => {
    const rules = versionInForce(scorecard, period);
    const underCurrentRules = scoreWhole(period, current, current, context, cycle).score;
    // Without inner periods the same version gives the same score.
    const own = cycle === null && rules === current ? underCurrentRules : null;
    return {
      period: period.id,
      score: rules === null ? null : (own ?? scoreWhole(period, rules, "own", context, cycle).score),
      rules: rules?.effective_from ?? null,
      underCurrentRules,
    };
  });
}

const RECENT_PERIODS = 3;

/** The score against its own past: previous period, and the mean of the three periods before this one. */
export function scoreMovement(
  history: readonly ScorePoint[],
): Pick<
  ScoreResult,
  "previous" | "changeOnPrevious" | "recentMean" | "changeOnRecentMean" | "changeUnderCurrentRules"
> {
  const value = history.at(-1)?.score ?? null;
  const previous = history.at(-2)?.score ?? null;
  const recent = history.slice(-1 - RECENT_PERIODS, -1).flatMap(({ score }) => (score === null ? [] : [score]));
  const recentMean = recent.length === 0 ? null : recent.reduce((sum, score) => sum + score, 0) / recent.length;
  const change = (reference: number | null): number | null =>
    value === null || reference === null ? null : withoutNoise(value - reference);
  const [last, now] = [history.at(-2), history.at(-1)];
  const changed = last !== undefined && last.rules !== null && last.rules !== now?.rules;
  return {
    previous,
    changeOnPrevious: change(previous),
    recentMean,
    changeOnRecentMean: change(recentMean),
    changeUnderCurrentRules: changed ? change(last.underCurrentRules) : null,
  };
}
