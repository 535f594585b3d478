import type { Cut } from "../collect/snapshot.ts";
import type { BandBound, Bound, DecisionCondition, DecisionConfig } from "../config/schema/decision.ts";
import { BAND_IDS, type BandId } from "../config/schema/scorecard.ts";
import type { ConditionResult, DecisionResult, IndicatorResult, ScoreResult } from "./evaluation.ts";

/** The figures a decision rests on. */
export interface DecisionFacts {
  score: Pick<ScoreResult, "value" | "band" | "missingWeight">;
  results: ReadonlyMap<string, Pick<IndicatorResult, "value" | "band" | "judged">>;
  /** Inner periods with a score; null when the report has none to count. */
  measuredPeriods: number | null;
}

/** Figures a distance of which is rounding noise are equal, as everywhere (docs/evaluation-rules.md). */
const TOLERANCE = 1e-9;

/** Whether an edition of this scope decides: a decision about one member makes no sense of all of them together. */
export const isDecided = ({ about }: Pick<DecisionConfig, "about">, scope: Cut): boolean =>
  about === undefined || scope[about] !== undefined;

/**
 * The first outcome all of whose conditions hold.
 *
 * A condition whose figure is missing is open: neither met nor not met. An outcome with a condition not met is out,
 * whatever else is open; one that is open with nothing against it ends the search undecided, since the outcomes after
 * it would hold only if it did not (Kleene's three-valued logic). An outcome without conditions stands for every other
 * case that was measured: not for one in which an earlier outcome is only out because too little was. So a missing
 * figure never decides by default.
 */
export function decide({ outcomes }: DecisionConfig, facts: DecisionFacts): DecisionResult {
  const judged: DecisionResult["outcomes"][number][] = [];
  let ended = false;
  for (const { id, when } of outcomes) {
    const conditions = when.map((condition) => conditionResult(condition, facts));
    const unmeasured = when.length === 0 && judged.some((earlier) => isUnmeasured(earlier.conditions));
    const state = ended ? "not-reached" : unmeasured ? "open" : stateOf(conditions);
    judged.push({ id, state, conditions });
    if (state === "chosen" || state === "open") ended = true;
  }
  const chosen = judged.find(({ state }) => state === "chosen")?.id ?? null;
  const open = judged.some(({ state }) => state === "open");
  return {
    outcome: chosen,
    undecidable: chosen !== null ? null : open ? "missing-figure" : "no-outcome",
    outcomes: judged,
  };
}

function stateOf(conditions: readonly ConditionResult[]): "chosen" | "not-met" | "open" {
  if (conditions.some(({ met }) => met === false)) return "not-met";
  return conditions.some(({ met }) => met === null) ? "open" : "chosen";
}

/** Whether a figure is missing, and nothing but how much was measured speaks against the outcome. */
function isUnmeasured(conditions: readonly ConditionResult[]): boolean {
  const failed = conditions.filter(({ met }) => met === false).map(({ condition }) => condition);
  const ofCoverage = failed.every((condition) => "measured_periods" in condition || "missing_weight" in condition);
  return ofCoverage && conditions.some(({ met }) => met === null);
}

function conditionResult(condition: DecisionCondition, facts: DecisionFacts): ConditionResult {
  if ("score" in condition) return numeric(condition, facts.score.value, condition.score);
  if ("score_band" in condition) return banded(condition, facts.score.band, condition.score_band);
  if ("measured_periods" in condition) return numeric(condition, facts.measuredPeriods, condition.measured_periods);
  if ("missing_weight" in condition) return numeric(condition, facts.score.missingWeight, condition.missing_weight);
  const result = facts.results.get(condition.indicator);
  // A figure that rests on too few rows to be judged decides nothing either.
  const judged = result?.judged === true ? result : null;
  return "value" in condition
    ? numeric(condition, judged?.value ?? null, condition.value)
    : banded(condition, judged?.band ?? null, condition.band);
}

const numeric = (condition: DecisionCondition, actual: number | null, bound: Bound): ConditionResult => ({
  condition,
  actual,
  met: actual === null ? null : keeps(actual, bound),
});

/** Whether a figure keeps a limit; the last digit of a sum decides nothing. */
export function keeps(actual: number, bound: Bound): boolean {
  if ("at_least" in bound) return actual >= bound.at_least - TOLERANCE;
  if ("at_most" in bound) return actual <= bound.at_most + TOLERANCE;
  return "above" in bound ? actual > bound.above + TOLERANCE : actual < bound.below - TOLERANCE;
}

function banded(condition: DecisionCondition, actual: BandId | null, bound: BandBound): ConditionResult {
  // Bands are listed best first.
  const place = (band: BandId): number => BAND_IDS.indexOf(band);
  if (actual === null) return { condition, actual, met: null };
  const met = "at_least" in bound ? place(actual) <= place(bound.at_least) : place(actual) >= place(bound.at_most);
  return { condition, actual, met };
}
