import type { IndicatorResult } from "../../evaluate/evaluation.ts";
import type { Desk, Part } from "../desk.ts";
import { aspect, deviation, distance } from "../indicator-figures.ts";
import type { Figure } from "../model.ts";

/** Units of durations: these grow longer, where others rise. */
const TIMES: ReadonlySet<string> = new Set(["seconds", "minutes", "hours", "days"]);

export const isTime = (desk: Desk, indicator: string): boolean =>
  TIMES.has(desk.config.indicators[indicator]?.unit ?? "");

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
  const previous = result.variances.previous;
  if (previous === null) return null;
  const special = specialEffect(result);
  if (special !== null && result.spc?.rules.includes("trend") && Math.abs(result.streak) >= 3) {
    const effect = result.streak > 0 ? "better" : "worse";
    if (effect === special) return desk.part("change.streak", { streak: streakFigure(desk, result), effect });
  }
  const moved = distance(desk, result, "previous");
  if (result.change.evidence && previous.effect !== "same" && moved !== null) {
    const way = previous.value > 0 ? "up" : "down";
    const quantity = isTime(desk, result.indicator) ? "time" : "other";
    return desk.part("change.moved", { distance: moved, way, quantity, period: previousName(desk) });
  }
  if (special !== null) {
    return options.special ? desk.part("change.special", { effect: special }, specialBasis(desk, result)) : null;
  }
  return result.change.method === "none" ? null : desk.part("change.none", { period: previousName(desk) });
}

/** Which way a special cause points, or null for ordinary variation. */
function specialEffect({ spc }: IndicatorResult): "better" | "worse" | null {
  if (spc === null || spc.variation === "ordinary") return null;
  return spc.variation === "improvement" ? "better" : "worse";
}
