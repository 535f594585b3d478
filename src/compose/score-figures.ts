import { figureId } from "../collect/snapshot.ts";
import type { DimensionResult, IndicatorResult } from "../evaluate/evaluation.ts";
import type { Desk } from "./desk.ts";
import { aspect, countFigure, figureLabel } from "./indicator-figures.ts";
import type { Figure } from "./model.ts";
import { roundToSum } from "./number-format.ts";

/** Weights and points as printed: rounded so that the rows of the scorecard add up to its last line. */
export interface ShownPoints {
  digits: 0 | 1;
  weight: ReadonlyMap<string, number>;
  points: ReadonlyMap<string, number>;
}

const isWhole = (value: number | null): boolean => value === null || Math.abs(value - Math.round(value)) < 1e-9;

/** One precision for all points of a document: whole numbers where every one of them is whole. */
export function shownPoints(desk: Desk): ShownPoints {
  const { score, indicators } = desk.evaluation;
  const values = [
    score.value,
    ...score.history.map((point) => point.score),
    ...(score.combined?.parts ?? []).map((part) => part.score),
    ...indicators.map((result) => result.scorePoints),
  ];
  const digits = values.every(isWhole) ? 0 : 1;
  const weightDigits = indicators.every((result) => isWhole(result.effectiveWeight)) ? 0 : 1;
  const scored = indicators.filter((result) => result.scorePoints !== null);
  const spread = (of: readonly IndicatorResult[], pick: (result: IndicatorResult) => number, places: number) => {
    const exact = of.map(pick);
    const rounded = roundToSum(
      exact,
      exact.reduce((sum, value) => sum + value, 0),
      places,
    );
    return new Map(of.map((result, index) => [result.indicator, rounded[index] ?? 0]));
  };
  return {
    digits,
    weight: spread(indicators, (result) => result.effectiveWeight, weightDigits),
    points: spread(scored, (result) => result.scorePoints ?? 0, digits),
  };
}

const scoreId = (desk: Desk, aspectName?: string, period = desk.evaluation.period.id): string =>
  figureId("score", period, {}, aspectName);

function scoreFigure(
  desk: Desk,
  name: string | undefined,
  value: number,
  text: string,
  formula: string,
  period?: string,
): Figure {
  return desk.figures.make({
    id: scoreId(desk, name, period),
    label: figureLabel(
      desk,
      desk.words("aspects.score"),
      period ?? desk.evaluation.period.id,
      {},
      name === undefined ? undefined : desk.words(`aspects.${name}`),
    ),
    value,
    unit: "score_points",
    text,
    formula,
  });
}

/** The overall score of a period of the history. */
export function scoreOf(desk: Desk, period: string, value: number): Figure {
  return scoreFigure(
    desk,
    undefined,
    value,
    desk.format.number(value, shownPoints(desk).digits),
    isCombined(desk, period) ? "Σ share × score of the inner period" : "Σ weight × points ÷ 5",
    period,
  );
}

/** Whether a period's score was put together from shorter ones: those of the report's own length are. */
const isCombined = (desk: Desk, period: string): boolean =>
  desk.report.combine !== undefined && desk.snapshot.history.some(({ id }) => id === period);

/** The overall score; null when there is none. */
export function score(desk: Desk): Figure | null {
  const { value } = desk.evaluation.score;
  return value === null ? null : scoreOf(desk, desk.evaluation.period.id, value);
}

export type ScoreChange = "previous" | "recent_mean";

/** Change of the score, signed in the text (`change`) or not (`distance`). */
export function scoreChange(desk: Desk, against: ScoreChange, form: "change" | "distance"): Figure | null {
  const { score: result } = desk.evaluation;
  const value = against === "previous" ? result.changeOnPrevious : result.changeOnRecentMean;
  if (value === null) return null;
  const digits = isWhole(value) ? 0 : 1;
  const text = form === "change" ? desk.format.signed(value, digits) : desk.format.number(Math.abs(value), digits);
  const from =
    against === "previous" ? scoreId(desk, undefined, desk.evaluation.previous?.id) : scoreId(desk, "recent_mean");
  const id = scoreId(desk, `${form}_${against}`);
  return desk.figures.make({
    id,
    label: figureLabel(
      desk,
      desk.words("aspects.score"),
      desk.evaluation.period.id,
      {},
      desk.words(`aspects.change_${against}`),
    ),
    value,
    unit: "score_points",
    text,
    formula: `${scoreId(desk)} − ${from}`,
    effect: value > 0 ? "better" : value < 0 ? "worse" : "same",
  });
}

/** The score aimed at. */
export function scoreGoal(desk: Desk): Figure | null {
  const { goal } = desk.evaluation.score;
  if (goal === null) return null;
  const { scorecard } = desk.evaluation;
  return scoreFigure(
    desk,
    "goal",
    goal,
    desk.format.number(goal, isWhole(goal) ? 0 : 1),
    `scorecard ${scorecard.id}, ${scorecard.effectiveFrom}`,
  );
}

/** Points of an indicator as in the last column of the scorecard. */
export function pointsOf(desk: Desk, result: IndicatorResult): Figure | null {
  const shown = shownPoints(desk);
  const value = shown.points.get(result.indicator);
  if (value === undefined || result.scorePoints === null) return null;
  const id = figureId(result.indicator, desk.evaluation.period.id, {}, "");
  return aspect(desk, result, "points", {
    value: result.scorePoints,
    text: desk.format.number(value, shown.digits),
    unit: "score_points",
    formula:
      desk.report.combine === undefined ? `${id}weight × ${id}band_points ÷ 5` : "Σ share × points of the inner period",
  });
}

/** Weight of an indicator as used: after the weight of missing ones was spread. */
export function weightOf(desk: Desk, result: IndicatorResult): Figure {
  const shown = shownPoints(desk).weight.get(result.indicator) ?? result.effectiveWeight;
  return aspect(desk, result, "weight", {
    value: result.effectiveWeight,
    text: desk.format.number(shown, isWhole(result.effectiveWeight) ? 0 : 1),
    unit: "score_points",
    formula: `scorecard ${desk.evaluation.scorecard.id}, ${desk.evaluation.scorecard.effectiveFrom}`,
  });
}

/** Points an indicator loses: its weight less its points, as printed. Null when it is not scored. */
export function lostBy(desk: Desk, result: IndicatorResult): Figure | null {
  const shown = shownPoints(desk);
  const points = shown.points.get(result.indicator);
  if (points === undefined || result.scorePoints === null) return null;
  const lost = (shown.weight.get(result.indicator) ?? result.effectiveWeight) - points;
  const id = figureId(result.indicator, desk.evaluation.period.id);
  return aspect(desk, result, "points_lost", {
    value: result.effectiveWeight - result.scorePoints,
    text: desk.format.number(lost, isWhole(lost) ? 0 : 1),
    unit: "score_points",
    formula: `${id}#weight − ${id}#points`,
    spelled: undefined,
  });
}

/** All points lost. */
export function lostInAll(desk: Desk): Figure | null {
  const shown = shownPoints(desk);
  if (desk.evaluation.score.value === null) return null;
  const possible = sum([...shown.weight].filter(([id]) => shown.points.has(id)).map(([, weight]) => weight));
  const value = possible - sum([...shown.points.values()]);
  return scoreFigure(desk, "points_lost", value, desk.format.number(value, isWhole(value) ? 0 : 1), "Σ points lost");
}

/** Points of a dimension of the scorecard and the most it could have. */
export function dimensionPoints(desk: Desk, dimension: DimensionResult): { points: Figure | null; possible: Figure } {
  const shown = shownPoints(desk);
  const members = desk.evaluation.indicators.filter((result) => result.dimension === dimension.dimension);
  const points = sum(members.map((result) => shown.points.get(result.indicator) ?? 0));
  const possible = sum(members.map((result) => shown.weight.get(result.indicator) ?? 0));
  const name = desk.names.label(desk.rules.dimensions[dimension.dimension]?.name ?? dimension.dimension);
  const make = (kind: "points" | "weight", value: number, exact: number) => {
    const period = desk.evaluation.period.id;
    return desk.figures.make({
      id: figureId("score", period, { dimension: dimension.dimension }, kind),
      label: [name, desk.words(`aspects.${kind}`), desk.format.period.long(desk.evaluation.period)].join(
        desk.words("punctuation.list"),
      ),
      value: exact,
      unit: "score_points",
      text: desk.format.number(value, isWhole(value) && (kind === "weight" || shown.digits === 0) ? 0 : 1),
      formula: `Σ ${kind}`,
    });
  };
  return {
    points: dimension.points === null ? null : make("points", points, dimension.points),
    possible: make("weight", possible, dimension.possible),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Indicators that meet, miss, or have a target; baselines missed. */
export function targetCounts(desk: Desk): {
  met: Figure;
  missed: Figure;
  all: Figure;
  baselinesMissed: Figure;
  measured: Figure;
} {
  const period = desk.evaluation.period.id;
  const { targetsMet, targetsMissed, baselinesMissed } = desk.evaluation.score;
  const make = (name: string, value: number) =>
    countFigure(desk, figureId(name, period), figureLabel(desk, desk.words(`aspects.${name}`), period), value, {
      formula: `indicators of ${desk.evaluation.scorecard.id}`,
    });
  return {
    met: make("targets_met", targetsMet),
    missed: make("targets_missed", targetsMissed),
    all: make("targets_judged", targetsMet + targetsMissed),
    baselinesMissed: make("baselines_missed", baselinesMissed),
    measured: make("indicators_measured", desk.evaluation.indicators.filter((result) => result.value !== null).length),
  };
}
