import type { GoalProgress, GoalResult } from "../../evaluate/goals/result.ts";
import { cellOrDash, emptyCell, figureCell, table, textCell, toneOf } from "../cells.ts";
import type { Desk } from "../desk.ts";
import type { Cell, Table } from "../model.ts";
import {
  goalActual,
  goalInterval,
  goalNeeded,
  goalPlan,
  goalProjection,
  goalStart,
  goalValue,
  goalVariance,
  type Subject,
} from "./figures.ts";
import { goalShortName } from "./names.ts";
import { statusCell, toneOfStatus } from "./status.ts";

/** Every goal in a line: what is wanted, where it stands against its plan, where the trend leads, what it takes. */
export function overviewTable(desk: Desk): Table {
  const { goals } = desk.evaluation.goals;
  const oneDay = new Set(goals.map(({ endDay }) => endDay)).size <= 1;
  return table(
    "goals-overview",
    null,
    [
      [desk.words("goals.column_name"), false],
      ...(oneDay ? [] : [[desk.words("goals.column_day"), false] as const]),
      ...progressColumns(desk),
      [desk.words("goals.column_status"), false],
    ],
    goals.map((goal) => [
      textCell(goalShortName(desk, goal.id)),
      ...(oneDay ? [] : [textCell(desk.format.period.day(goal.endDay))]),
      ...progressCells(desk, { goal, progress: goal }),
      statusCell(desk, goal.status),
    ]),
  );
}

export const progressColumns = (desk: Desk): (readonly [string, boolean])[] =>
  (["start", "plan", "actual", "variance", "projection", "interval", "goal", "needed"] as const).map(
    (column) => [desk.words(`goals.column_${column}`), true] as const,
  );

export function progressCells(desk: Desk, subject: Subject): Cell[] {
  const { progress } = subject;
  const variance = goalVariance(desk, subject);
  return [
    cellOrDash(desk, goalStart(desk, subject), desk.words("goals.missing_start")),
    cellOrDash(desk, goalPlan(desk, subject), desk.words("goals.missing_plan")),
    cellOrDash(desk, goalActual(desk, subject), desk.words("missing.no_data")),
    variance === null ? emptyCell : figureCell(desk, variance, { tone: toneOf(progress.variance?.effect) }),
    projectionCell(desk, subject),
    intervalCell(desk, subject),
    figureCell(desk, goalValue(desk, subject)),
    neededCell(desk, subject),
  ];
}

function projectionCell(desk: Desk, subject: Subject): Cell {
  const projection = goalProjection(desk, subject);
  if (projection !== null) return figureCell(desk, projection, { tone: toneOfStatus(subject.progress.status) });
  return { ...emptyCell, note: desk.note(desk.words(whyNoTrend(subject.progress))) };
}

function intervalCell(desk: Desk, subject: Subject): Cell {
  const interval = goalInterval(desk, subject);
  return interval === null ? emptyCell : figureCell(desk, interval);
}

function whyNoTrend({ by }: GoalProgress): string {
  if (by === "day") return "goals.missing_trend_day";
  if (by === "not-started") return "goals.missing_trend_start";
  return by === "no-data" ? "goals.missing_trend_data" : "goals.missing_trend_points";
}

/** Nothing is needed any more where the goal is met; that is a word, not a zero. */
function neededCell(desk: Desk, subject: Subject): Cell {
  const { neededPerMonth } = subject.progress;
  if (neededPerMonth === 0) return textCell(desk.words("goals.needed_nothing"));
  const needed = goalNeeded(desk, subject);
  return needed === null ? emptyCell : figureCell(desk, needed);
}

/** The day of all goals, where they share one. */
export const sharedDay = (goals: readonly GoalResult[]): string | null =>
  new Set(goals.map(({ endDay }) => endDay)).size === 1 ? (goals[0]?.endDay ?? null) : null;
