import { monthsBetween } from "../../calendar/months.ts";
import { hiddenDimensions } from "../../collect/personal.ts";
import type { Cut, Snapshot } from "../../collect/snapshot.ts";
import { entryAt } from "../../config/entry.ts";
import type { Goal } from "../../config/schema/goal.ts";
import type { Config } from "../../config/schema/index.ts";
import type { Report } from "../../config/schema/report.ts";
import { isJudged } from "../indicator-result.ts";
import type { Readings } from "../readings.ts";
import { cascadeOf } from "./cascade.ts";
import { planLine } from "./plan-line.ts";
import { type GoalCase, type Judged, judge, project } from "./progress.ts";
import type { GoalResult, GoalsResult } from "./result.ts";
import { goalDays, goalPeriods, startPeriod } from "./timeline.ts";

export interface GoalContext {
  snapshot: Snapshot;
  config: Config;
  readings: Readings;
}

/** The goals a report names, each judged at the end of the reported period; docs/evaluation-rules.md has the rules. */
export function goalsOf(report: Pick<Report, "goals">, context: GoalContext): GoalsResult {
  const goals: GoalResult[] = [];
  const notInScope: string[] = [];
  const { report: reportId, scope } = context.snapshot;
  const hidden = hiddenDimensions(context.config, reportId, scope);
  for (const id of report.goals) {
    const goal = context.config.goals[id];
    if (goal === undefined || aboutSomebodyElse(goal, scope, hidden)) continue;
    const own = inScope(goal, scope);
    if (own === null) notInScope.push(id);
    else goals.push(goalResult(id, own, context));
  }
  return { goals, notInScope };
}

/** Whether a goal is about a person whom the edition must not tell apart: its very name says whom. */
const aboutSomebodyElse = ({ cut }: Goal, scope: Cut, hidden: ReadonlySet<string>): boolean =>
  Object.keys(cut).some((dimension) => hidden.has(dimension) && cut[dimension] !== scope[dimension]);

/**
 * The goal as it holds for a scope: a member's own where the scope is a member of its cascade, the goal itself where the scope
 * is what it is about. Any other scope has no goal: that of the whole says nothing about a part.
 */
export function inScope(goal: Goal, scope: Cut): Goal | null {
  const dimensions = Object.keys(scope);
  if (dimensions.length === 0) return goal;
  if (dimensions.length > 1) return null;
  const { cascade, ...rest } = goal;
  const about = Object.keys(goal.cut);
  if (about.length === 1 && about.every((dimension) => goal.cut[dimension] === scope[dimension]))
    return { ...rest, cut: {} };
  const own = cascade === undefined ? undefined : entryAt(cascade.members, scope[cascade.dimension] ?? "");
  if (own === undefined) return null;
  const owner = own.owner ?? goal.owner;
  return {
    ...rest,
    start: { ...goal.start, value: own.start ?? goal.start.value },
    goal: { ...goal.goal, value: own.goal },
    ...(owner === undefined ? {} : { owner }),
  };
}

function goalResult(id: string, goal: Goal, { snapshot, config, readings }: GoalContext): GoalResult {
  const indicator = config.indicators[goal.indicator];
  // The cross-check of the configuration has found it.
  if (indicator === undefined) throw new Error(`the goal ${id} names an indicator that is not defined`);
  const { calendar, period } = snapshot;
  const days = goalDays(goal, period, calendar);
  const before = startPeriod(goal, days, calendar);
  const startOf = (cut: Cut): number | null => {
    const measurement = readings.at(goal.indicator, before.id, cut);
    return isJudged(measurement, indicator) ? measurement.value : null;
  };
  const measured = goal.start.value === "measured";
  const given: GoalCase = {
    indicatorId: goal.indicator,
    indicator,
    cut: goal.cut,
    days,
    values: { start: goal.start.value === "measured" ? startOf(goal.cut) : goal.start.value, goal: goal.goal.value },
    periods: goalPeriods(goal, period, calendar),
    trendPeriods: goal.trend_periods ?? null,
    reported: period.lastDay,
  };
  const judged = judge(given, readings);
  const hidden = hiddenDimensions(config, snapshot.report, snapshot.scope);
  return {
    id,
    indicator: goal.indicator,
    ...judged.progress,
    startDay: days.start,
    endDay: days.end,
    monthsLeft: judged.monthsLeft,
    period: given.periods.at(-1)?.id ?? period.id,
    points: judged.points,
    planLine: planLine(days, given.values),
    projected: projected(judged, given),
    cascade:
      goal.cascade === undefined || hidden.has(goal.cascade.dimension)
        ? null
        : cascadeOf(goal.cascade, given, { measured, of: startOf }, readings),
  };
}

/** Steps in which the band of the projection is drawn: it is curved, wider the farther from the points. */
const STEPS = 8;

function projected({ line, points, progress }: Judged, { days, indicator }: GoalCase): GoalResult["projected"] {
  const latest = points.at(-1);
  if (line === null || progress.projection === null || latest === undefined) return [];
  const from = monthsBetween(days.start, latest.day);
  const to = monthsBetween(days.start, days.end);
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const months = from + ((to - from) * i) / STEPS;
    const { value, low, high } = project(line, months, indicator);
    return { months, value, low, high };
  });
}
