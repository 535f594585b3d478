import type { IndicatorResult } from "../../evaluate/evaluation.ts";
import type { Desk, Part } from "../desk.ts";
import { aspect, deviation, distance, variance } from "../indicator-figures.ts";
import type { Figure } from "../model.ts";

/** Name of the previous period inside a sentence. */
export function previousName(desk: Desk): string {
  const { previous, period } = desk.evaluation;
  return previous === null ? "" : desk.format.period.inSentence(previous, period);
}

/** Consecutive periods of movement the same way, as a figure. */
export function streakFigure(desk: Desk, result: IndicatorResult): Figure {
  const value = Math.abs(result.streak);
  return aspect(desk, result, "streak", {
    value,
    text: desk.format.count(value),
    unit: "count",
    formula: "consecutive periods that moved the same way",
    effect: result.streak > 0 ? "better" : "worse",
    spelled: desk.format.spelled(value),
  });
}

/** What a claim about the process rests on: the run of periods, or how far the value is from its mean. */
export function specialBasis(desk: Desk, result: IndicatorResult): Figure[] {
  if (result.spc?.rules.includes("trend") && result.streak !== 0) return [streakFigure(desk, result)];
  const from = deviation(desk, result);
  return from === null ? [] : [from];
}

/** Whether the movement is more than ordinary variation, by the process (SPC) or by the change test. */
export function isEvidenced(result: IndicatorResult, effect: "better" | "worse"): boolean {
  const variation = effect === "better" ? "improvement" : "concern";
  return (
    result.spc?.variation === variation || (result.change.evidence && result.variances.previous?.effect === effect)
  );
}

/**
 * What is known about the change on the past, in one clause, or null when there is nothing to compare with. A direction is
 * only claimed with evidence; without it the clause says so. `special: false` where a sentence before has named the special
 * cause already.
 */
export function changePart(desk: Desk, result: IndicatorResult, options = { special: true }): Part | null {
  const previous = variance(desk, result, "previous");
  if (previous === null || result.variances.previous === null) return null;
  const { effect, value } = result.variances.previous;
  const evidenced = effect !== "same" && isEvidenced(result, effect);
  if (evidenced && Math.abs(result.streak) >= 3 && result.spc?.rules.includes("trend")) {
    return desk.part("change.streak", { streak: streakFigure(desk, result), effect }, [previous]);
  }
  if (result.change.evidence && effect !== "same") {
    const moved = distance(desk, result, "previous");
    if (moved !== null)
      return desk.part("change.moved", {
        distance: moved,
        way: value > 0 ? "up" : "down",
        effect,
        period: previousName(desk),
      });
  }
  if (evidenced && result.spc?.variation !== "ordinary" && !options.special) return null;
  if (evidenced) return desk.part("change.special", { effect }, specialBasis(desk, result));
  if (result.change.method === "none") return null;
  return desk.part("change.none", { period: previousName(desk) });
}
