import { figureId } from "../../collect/snapshot.ts";
import type { GoalProgress, GoalResult } from "../../evaluate/goals/result.ts";
import type { Desk } from "../desk.ts";
import type { FigureSpec } from "../figures.ts";
import { countFigure, differenceUnit, figureLabel, measured } from "../indicator-figures.ts";
import type { Figure } from "../model.ts";
import { goalName } from "./names.ts";

/** What is said about a goal, or about a member's share of it. */
export type GoalAspect =
  | "goal"
  | "start"
  | "plan"
  | "variance"
  | "distance"
  | "projection"
  | "interval"
  | "needed"
  | "pace";

/** A goal, or a member of its cascade, with the ids its figures need. */
export interface Subject {
  goal: Pick<GoalResult, "id" | "indicator" | "period" | "endDay" | "startDay">;
  progress: GoalProgress;
}

/** `goal/churn@2026-10/service_group=livestream#plan`. */
function make(
  desk: Desk,
  { goal, progress }: Subject,
  aspect: GoalAspect,
  spec: Pick<FigureSpec, "value" | "unit" | "text"> & Partial<FigureSpec>,
): Figure {
  const period = desk.evaluation.period.id;
  return desk.figures.make({
    id: figureId(`goal/${goal.id}`, period, progress.cut, aspect),
    label: figureLabel(desk, goalName(desk, goal.id), period, progress.cut, desk.words(`goals.aspect_${aspect}`)),
    ...spec,
  });
}

const unitOf = (desk: Desk, { goal }: Subject): string => desk.config.indicators[goal.indicator]?.unit ?? "";

/** The value of the latest period; null without data. */
export function goalActual(desk: Desk, { goal, progress }: Subject): Figure | null {
  const { actual, n, cut } = progress;
  return actual === null ? null : measured(desk, goal.indicator, goal.period, { value: actual, n }, cut);
}

/** `≥ 90%`: what is wanted on the goal's day. */
export function goalValue(desk: Desk, subject: Subject): Figure {
  const { goal, progress } = subject;
  return make(desk, subject, "goal", {
    value: progress.goal,
    unit: unitOf(desk, subject),
    text: desk.values(goal.indicator).bound(progress.goal),
    formula: `goals.${goal.id}`,
  });
}

export function goalStart(desk: Desk, subject: Subject): Figure | null {
  const { goal, progress } = subject;
  if (progress.start === null) return null;
  const measuredStart = desk.config.goals[goal.id]?.start.value === "measured";
  return make(desk, subject, "start", {
    value: progress.start,
    unit: unitOf(desk, subject),
    text: desk.values(goal.indicator).value(progress.start),
    formula: measuredStart ? "value of the period that ends with the goal's start" : `goals.${goal.id}`,
  });
}

/** The plan's value at the end of the latest period. */
export function goalPlan(desk: Desk, subject: Subject): Figure | null {
  const { goal, progress } = subject;
  if (progress.plan === null) return null;
  return make(desk, subject, "plan", {
    value: progress.plan,
    unit: unitOf(desk, subject),
    text: desk.values(goal.indicator).value(progress.plan),
    formula: `goals.${goal.id}.plan`,
  });
}

/** Actual less plan, signed. */
export function goalVariance(desk: Desk, subject: Subject): Figure | null {
  const { goal, progress } = subject;
  if (progress.variance === null) return null;
  const { value, effect } = progress.variance;
  return make(desk, subject, "variance", {
    value,
    unit: differenceUnit(desk, goal.indicator),
    text: desk.values(goal.indicator).variance(value),
    formula: "value − x#plan",
    effect,
  });
}

/** How far value and goal are apart once the goal's day has come, without a sign. */
export function goalDistance(desk: Desk, subject: Subject): Figure | null {
  const { goal, progress } = subject;
  if (progress.actual === null) return null;
  const value = progress.actual - progress.goal;
  const lower = desk.config.indicators[goal.indicator]?.direction === "lower_is_better";
  return make(desk, subject, "distance", {
    value,
    unit: differenceUnit(desk, goal.indicator),
    text: desk.values(goal.indicator).distance(value),
    formula: "value − x#goal",
    effect: value === 0 ? "same" : value < 0 === lower ? "better" : "worse",
  });
}

/** Where the present trend leads on the goal's day. */
export function goalProjection(desk: Desk, subject: Subject): Figure | null {
  const { goal, progress } = subject;
  if (progress.projection === null) return null;
  return make(desk, subject, "projection", {
    value: progress.projection.value,
    unit: unitOf(desk, subject),
    text: desk.values(goal.indicator).value(progress.projection.value),
    formula: "least-squares line over the periods of the trend, at the goal's day",
  });
}

export function goalInterval(desk: Desk, subject: Subject): Figure | null {
  const { goal, progress } = subject;
  if (progress.projection === null) return null;
  const { value, low, high } = progress.projection;
  return make(desk, subject, "interval", {
    value,
    unit: unitOf(desk, subject),
    text: desk.values(goal.indicator).range(low, high),
    formula: "95 %, prediction interval of the least-squares line",
  });
}

/** Change per month that reaches the goal from here, signed; null once there is nothing more to do. */
export function goalNeeded(desk: Desk, subject: Subject): Figure | null {
  const { goal, progress } = subject;
  if (progress.neededPerMonth === null || progress.neededPerMonth === 0) return null;
  return make(desk, subject, "needed", {
    value: progress.neededPerMonth,
    unit: differenceUnit(desk, goal.indicator),
    text: desk.values(goal.indicator).variance(progress.neededPerMonth),
    formula: "(x#goal − value) ÷ months left",
  });
}

/** Change of the trend per month, signed. */
export function goalPace(desk: Desk, subject: Subject): Figure | null {
  const { goal, progress } = subject;
  if (progress.projection === null) return null;
  return make(desk, subject, "pace", {
    value: progress.projection.perMonth,
    unit: differenceUnit(desk, goal.indicator),
    text: desk.values(goal.indicator).variance(progress.projection.perMonth),
    formula: "slope of the least-squares line per month",
  });
}

/** How many of the goals, or of a goal's members; spelled out where the language does so. */
export function goalCount(desk: Desk, of: string, name: string, value: number): Figure {
  const period = desk.evaluation.period.id;
  return countFigure(
    desk,
    figureId(of, period, {}, name),
    figureLabel(desk, desk.words(`goals.count_${name}`), period),
    value,
    { formula: "goals by status" },
  );
}
