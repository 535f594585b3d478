import type { Period } from "../calendar/period.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import type { Scorecard, ScorecardVersion } from "../config/schema/scorecard.ts";
import type { ScorePoint, ScoreResult } from "./evaluation.ts";
import { isJudged } from "./indicator-result.ts";
import { isScorable, pointsOf } from "./points.ts";
import type { Readings } from "./readings.ts";
import { withoutNoise } from "./rounding.ts";
import { type ScoredSet, type ScoreInput, scoreOf } from "./score.ts";
import { entriesOf, versionInForce } from "./versions.ts";

/** What scoring one period needs. */
export interface ScoringContext {
  readings: Readings;
  indicators: Readonly<Record<string, Indicator>>;
  /** Datasets that lack the scope's dimension: their indicators cannot be measured here. */
  outOfScope: ReadonlySet<string>;
}

/** Points and weight of every indicator of the rules in one period. */
export function scorePeriod(
  rules: ScorecardVersion,
  period: string,
  { readings, indicators, outOfScope }: ScoringContext,
): ScoredSet {
  const inputs = entriesOf(rules, indicators).map(({ id, dimension, scored, indicator }): ScoreInput => {
    const base = { indicator: id, dimension, weight: scored.weight };
    if (!isScorable(scored, rules.scoring) || outOfScope.has(indicator.dataset)) {
      return { ...base, state: "apart", points: null };
    }
    const measurement = readings.at(id, period);
    if (!isJudged(measurement, indicator) || measurement.value === null) {
      return { ...base, state: "missing", points: null };
    }
    const { points } = pointsOf(measurement.value, scored, indicator.direction, rules);
    return { ...base, state: points === null ? "apart" : "scored", points };
  });
  return scoreOf(inputs, rules.missing);
}

/**
 * Overall score of every period of the history, each with the rules in force on its first day, and again with the rules
 * of the reported period, so that a line across a change of rules can be read both ways.
 */
export function scoreHistory(
  scorecard: Scorecard,
  current: ScorecardVersion,
  history: readonly Period[],
  context: ScoringContext,
): ScorePoint[] {
  return history.map((period) => {
    const rules = versionInForce(scorecard, period);
    const underCurrentRules = scorePeriod(current, period.id, context).score;
    return {
      period: period.id,
      score:
        rules === null ? null : rules === current ? underCurrentRules : scorePeriod(rules, period.id, context).score,
      rules: rules?.effective_from ?? null,
      underCurrentRules,
    };
  });
}

const RECENT_PERIODS = 3;

/** The score against its own past: previous period, and the mean of the three periods before this one. */
export function scoreMovement(
  history: readonly ScorePoint[],
): Pick<ScoreResult, "previous" | "changeOnPrevious" | "recentMean" | "changeOnRecentMean"> {
  const value = history.at(-1)?.score ?? null;
  const previous = history.at(-2)?.score ?? null;
  const recent = history.slice(-1 - RECENT_PERIODS, -1).flatMap(({ score }) => (score === null ? [] : [score]));
  const recentMean = recent.length === 0 ? null : recent.reduce((sum, score) => sum + score, 0) / recent.length;
  const change = (reference: number | null): number | null =>
    value === null || reference === null ? null : withoutNoise(value - reference);
  return { previous, changeOnPrevious: change(previous), recentMean, changeOnRecentMean: change(recentMean) };
}
