import type { Indicator } from "../config/schema/indicator.ts";
import type { ScorecardVersion } from "../config/schema/scorecard.ts";
import { isJudged } from "./judged.ts";
import { isScorable, pointsOf } from "./points.ts";
import type { Readings } from "./readings.ts";
import { type ScoredSet, type ScoreInput, scoreOf } from "./score.ts";
import { entriesOf } from "./versions.ts";

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
