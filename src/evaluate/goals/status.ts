import { type Direction, meets } from "../direction.ts";
import type { GoalStatus, GoalVerdict } from "./result.ts";

/** From best to worst, for statuses that judge. */
export const STATUS_ORDER = ["reached", "on-track", "at-risk", "off-track", "missed"] as const;

export interface Standing {
  direction: Direction;
  /** Whether the goal's day has come. */
  decided: boolean;
  /** Value of the latest period; null when not judged. */
  actual: number | null;
  start: number | null;
  goal: number;
  /** Plan of the latest period; null without a start value. */
  plan: number | null;
  /** At the goal's day; null with too few points. */
  projection: { value: number; low: number; high: number } | null;
}

/**
 * How a goal stands.
 *
 * Once its day has come: *reached* when the value of the period that holds the day meets the goal, else *missed*.
 *
 * Before, by the projection on the goal's day:
 * - *on track*: the projection reaches the goal, and the value keeps the plan today or even the unfavourable edge of the
 *   prediction interval reaches the goal;
 * - *off track*: even the favourable edge of the interval misses the goal;
 * - *at risk*: otherwise.
 *
 * With too few points for a projection, by the plan alone: *on track* when the value keeps it, *off track* when it is
 * worse than at the start, else *at risk*. Without a start value either, by the goal: met or *at risk*.
 *
 * Raising value and projection alike never makes the verdict worse. (A better last value alone can: it widens the interval
 * when it breaks with the course so far.)
 */
export function verdictOf(standing: Standing): GoalVerdict {
  const { direction, decided, actual, start, goal, plan, projection } = standing;
  const keeps = (value: number, limit: number): boolean => meets(value, limit, direction);
  const verdict = (status: GoalStatus, by: GoalVerdict["by"]): GoalVerdict => ({ status, by });
  if (actual === null) return verdict("not-judged", "no-data");
  if (decided) return verdict(keeps(actual, goal) ? "reached" : "missed", "day");
  if (projection !== null) {
    const [worse, better] = direction === "higher_is_better" ? edges(projection) : edges(projection).reverse();
    if (!keeps(better ?? 0, goal)) return verdict("off-track", "projection");
    const sure = keeps(worse ?? 0, goal) || (plan !== null && keeps(actual, plan));
    return verdict(keeps(projection.value, goal) && sure ? "on-track" : "at-risk", "projection");
  }
  if (plan === null) return verdict(keeps(actual, goal) ? "on-track" : "at-risk", "goal");
  if (keeps(actual, plan)) return verdict("on-track", "plan");
  return verdict(start !== null && !keeps(actual, start) ? "off-track" : "at-risk", "plan");
}

const edges = ({ low, high }: { low: number; high: number }): number[] => [low, high];
