import { figureId } from "../collect/snapshot.ts";
import type { Desk } from "./desk.ts";
import { figureLabel } from "./indicator-figures.ts";
import type { Figure, Sentence } from "./model.ts";
import { previousName } from "./narrative/change.ts";
import { shownPoints } from "./score-figures.ts";

/** The overall score a period would have by the rules of the reported one. */
export function scoreUnderCurrentRules(desk: Desk, period: string, value: number): Figure {
  const { id, effectiveFrom } = desk.evaluation.scorecard;
  return desk.figures.make({
    id: figureId("score", period, {}, "current_rules"),
    label: figureLabel(desk, desk.words("aspects.score"), period, {}, desk.words("rules.aspect_score")),
    value,
    unit: "score_points",
    text: desk.format.number(value, shownPoints(desk).digits),
    formula: `Σ weight × points ÷ 5, scorecard ${id}, ${effectiveFrom}`,
  });
}

/** Where the rules changed with the reported period: how the score moved when both periods are scored alike; else null. */
export function likeForLike(desk: Desk): Sentence | null {
  const { period, previous, score } = desk.evaluation;
  const change = score.changeUnderCurrentRules;
  const then = score.history.at(-2)?.underCurrentRules ?? null;
  if (change === null || then === null || previous === null) return null;
  const before = scoreUnderCurrentRules(desk, previous.id, then);
  const distance = desk.figures.make({
    id: figureId("score", period.id, {}, "change_current_rules"),
    label: figureLabel(desk, desk.words("aspects.score"), period.id, {}, desk.words("rules.aspect_change")),
    value: change,
    unit: "score_points",
    text: desk.format.number(Math.abs(change), Number.isInteger(change) ? 0 : 1),
    formula: `${figureId("score", period.id)} − ${before.id}`,
    effect: change > 0 ? "better" : change < 0 ? "worse" : "same",
  });
  const way = change > 0 ? "rose" : change < 0 ? "fell" : "held";
  return way === "held"
    ? desk.say("rules.like_for_like", { period: previousName(desk), before, way, distance: "" }, [distance])
    : desk.say("rules.like_for_like", { period: previousName(desk), before, way, distance });
}
