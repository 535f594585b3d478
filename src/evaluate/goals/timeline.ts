import { dayBefore, monthsAfter } from "../../calendar/months.ts";
import type { CalendarRules, Period } from "../../calendar/period.ts";
import { periodOfDay, shift } from "../../calendar/periods.ts";
import type { Goal, GoalAnchor } from "../../config/schema/goal.ts";

/** A goal's days for one edition: those of the configuration, or counted from the reported period. */
export interface GoalDays {
  start: string;
  end: string;
  /** Milestones with their first day, oldest first; empty with a straight line. */
  steps: readonly { day: string; value: number }[];
}

export function goalDays(goal: Goal, reported: Pick<Period, "lastDay">, calendar: CalendarRules): GoalDays {
  const start = goal.start.date ?? anchorDay(goal.start.period ?? "year_start", reported.lastDay, calendar);
  const end = goal.goal.date ?? anchorDay(goal.goal.period ?? "year_end", reported.lastDay, calendar);
  const steps = goal.plan === "linear" ? [] : goal.plan.steps;
  return {
    start,
    end,
    steps: steps.map(({ date, months, value }) => ({ day: date ?? monthsAfter(start, months ?? 0), value })),
  };
}

function anchorDay(anchor: GoalAnchor, day: string, calendar: CalendarRules): string {
  switch (anchor) {
    case "year_start":
      return dayBefore(periodOfDay(day, "year", calendar).firstDay);
    case "year_end":
      return periodOfDay(day, "year", calendar).lastDay;
    case "half_year_end":
      return periodOfDay(day, "half-year", calendar).lastDay;
    case "quarter_end":
      return periodOfDay(day, "quarter", calendar).lastDay;
  }
}

/**
 * The periods a goal is judged by, oldest first: the one that ends with the start, and all up to the latest that has ended
 * within the reported period; once the goal's day has come, the period that holds it is the last. Never empty.
 */
export function goalPeriods(goal: Goal, reported: Period, calendar: CalendarRules): Period[] {
  const { start, end } = goalDays(goal, reported, calendar);
  const ended = endedBy(reported.lastDay, goal.every, calendar);
  const deciding = periodOfDay(end, goal.every, calendar);
  const last = deciding.lastDay < ended.lastDay ? deciding : ended;
  const first = startPeriod(goal, { start }, calendar);
  const periods: Period[] = [last];
  const wanted = goal.trend_periods ?? 0;
  for (let next = last; next.firstDay > first.firstDay || periods.length < wanted; periods.unshift(next))
    next = shift(next, -1, calendar);
  return periods;
}

/** The period whose value is the measured start: the one that ends with the start's day, or the last before it. */
export const startPeriod = (goal: Goal, days: Pick<GoalDays, "start">, calendar: CalendarRules): Period =>
  endedBy(days.start, goal.every, calendar);

/** The latest period of a unit whose last day is not after `day`. */
function endedBy(day: string, unit: Goal["every"], calendar: CalendarRules): Period {
  const holding = periodOfDay(day, unit, calendar);
  return holding.lastDay <= day ? holding : shift(holding, -1, calendar);
}
