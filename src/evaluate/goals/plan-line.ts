import { monthsBetween } from "../../calendar/months.ts";
import type { GoalDays } from "./timeline.ts";

/** Start and goal as values, in the indicator's unit. */
export interface GoalValues {
  /** Null when it was to be measured and was not. */
  start: number | null;
  goal: number;
}

/** Where a plan line turns: calendar day and value. */
export interface PlanPoint {
  day: string;
  value: number;
}

/**
 * The plan's value at the end of a day. Linear: straight from start to goal, time counted in calendar months. Steps: the
 * value of the latest step begun; before the first one the start's. From the goal's day on it is the goal.
 *
 * @returns null where the plan has no value: the start is not known
 */
export function planAt(day: string, days: GoalDays, { start, goal }: GoalValues): number | null {
  if (day >= days.end) return goal;
  if (days.steps.length > 0) return days.steps.findLast((step) => step.day <= day)?.value ?? start;
  if (start === null) return null;
  const whole = monthsBetween(days.start, days.end);
  const passed = Math.max(0, monthsBetween(days.start, day));
  return whole <= 0 ? goal : start + (goal - start) * (passed / whole);
}

/** The plan as a polyline from the start to the goal's day, steps as a staircase; empty where the start is not known. */
export function planLine(days: GoalDays, { start, goal }: GoalValues): PlanPoint[] {
  if (start === null) return [];
  const line: PlanPoint[] = [{ day: days.start, value: start }];
  let level = start;
  for (const step of days.steps) {
    if (step.day >= days.end) break;
    line.push({ day: step.day, value: level }, { day: step.day, value: step.value });
    level = step.value;
  }
  if (days.steps.length > 0) line.push({ day: days.end, value: level });
  return [...line, { day: days.end, value: goal }];
}
