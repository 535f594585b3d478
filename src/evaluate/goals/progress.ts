import { monthsBetween } from "../../calendar/months.ts";
import type { Period } from "../../calendar/period.ts";
import type { Cut } from "../../collect/snapshot.ts";
import type { Indicator } from "../../config/schema/indicator.ts";
import { meets } from "../direction.ts";
import { isJudged } from "../indicator-result.ts";
import type { Readings } from "../readings.ts";
import { unitRange } from "../spc.ts";
import { variance } from "../variances.ts";
import { type GoalValues, planAt } from "./plan-line.ts";
import { fitLine, type Line, predict } from "./regression.ts";
import type { GoalPoint, GoalProgress, Projection } from "./result.ts";
import { verdictOf } from "./status.ts";
import type { GoalDays } from "./timeline.ts";

/** With fewer points a line through them says next to nothing: its interval has one degree of freedom or none. */
export const FEWEST_POINTS = 4;

/** What one goal, or one member's share of it, is judged by. */
export interface GoalCase {
  indicatorId: string;
  indicator: Indicator;
  cut: Cut;
  days: GoalDays;
  values: GoalValues;
  /** Oldest first; the last is the one that is judged. Never empty. */
  periods: readonly Period[];
  /** How many of the latest periods the trend rests on; null = those since the start. */
  trendPeriods: number | null;
  /** Last day of the reported period. */
  reported: string;
}

export interface Judged {
  progress: GoalProgress;
  points: readonly GoalPoint[];
  line: Line | null;
  monthsLeft: number;
}

/** Value against plan, trend against goal. Periods with too few rows to be judged are shown but are no part of the trend. */
export function judge(given: GoalCase, readings: Readings): Judged {
  const { indicator, indicatorId, cut, days, values, periods } = given;
  const { direction } = indicator;
  const points = pointsOf(given, readings);
  const latest = points.at(-1);
  const measured = latest === undefined ? null : readings.at(indicatorId, latest.period, cut);
  const started = days.start < given.reported;
  const judged = started && isJudged(measured, indicator) ? measured.value : null;
  const decided = started && days.end <= given.reported;
  const day = periods.at(-1)?.lastDay ?? given.reported;
  const monthsLeft = decided ? 0 : Math.max(0, monthsBetween(day, days.end));
  const plan = started ? planAt(day, days, values) : null;
  const used = points.filter((point) => point.used);
  const line =
    decided || judged === null || used.length < FEWEST_POINTS
      ? null
      : fitLine(used.map((point) => ({ x: monthsBetween(days.start, point.day), y: point.value ?? 0 })));
  const projection = line === null ? null : project(line, monthsBetween(days.start, days.end), indicator);
  const verdict = started
    ? verdictOf({ direction, decided, actual: judged, ...values, plan, projection })
    : ({ status: "not-started", by: "not-started" } as const);
  const met = judged !== null && meets(judged, values.goal, direction);
  return {
    progress: {
      cut,
      ...values,
      actual: latest?.value ?? null,
      n: latest?.n ?? 0,
      plan,
      variance: variance(judged, plan, direction),
      projection,
      neededPerMonth:
        judged === null || decided || monthsLeft === 0 ? null : met ? 0 : (values.goal - judged) / monthsLeft,
      ...verdict,
    },
    points,
    line,
    monthsLeft,
  };
}

function pointsOf({ indicatorId, indicator, cut, days, periods, trendPeriods }: GoalCase, readings: Readings) {
  return periods.map((period, index): GoalPoint => {
    const measurement = readings.at(indicatorId, period.id, cut);
    const inTrend = trendPeriods === null ? period.lastDay > days.start : index >= periods.length - trendPeriods;
    return {
      period: period.id,
      day: period.lastDay,
      value: measurement?.value ?? null,
      n: measurement?.n ?? 0,
      used: inTrend && isJudged(measurement, indicator),
    };
  });
}

/** The line at a time, kept within what the unit can be: a share never leaves 0 … 1, a duration never falls below 0. */
export function project(line: Line, months: number, { unit, scale_max }: Indicator): Projection {
  const [least, most] = unitRange(unit, scale_max);
  const keep = (value: number): number => Math.min(most, Math.max(least, value));
  const { value, low, high } = predict(line, months);
  return {
    value: keep(value),
    low: keep(low),
    high: keep(high),
    clipped: low < least || high > most,
    points: line.n,
    perMonth: line.slope,
  };
}
