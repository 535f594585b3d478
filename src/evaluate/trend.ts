import { type Direction, effectOf } from "./direction.ts";
import type { IndicatorResult } from "./evaluation.ts";

const TREND_PERIODS = 3;

/**
 * Direction over the last three periods, for the business: `better` or `worse` when no step goes the other way and at
 * least one goes there, `flat` when nothing moved, else `mixed`. It describes three points; whether the movement is more
 * than ordinary variation is what SPC and the change test say.
 *
 * @param values one per period, oldest first; null = no data
 * @returns null when one of the last three values is missing
 */
export function trendOfThree(values: readonly (number | null)[], direction: Direction): IndicatorResult["trend3"] {
  const last = values.slice(-TREND_PERIODS);
  if (last.length < TREND_PERIODS || last.includes(null)) return null;
  const steps = stepEffects(last, direction);
  const [up, down] = [steps.includes("better"), steps.includes("worse")];
  return { direction: up && down ? "mixed" : up ? "better" : down ? "worse" : "flat", values: last };
}

/**
 * Consecutive periods, the last one included, in which the value moved the same way: positive to the better, negative to
 * the worse, 0 when the last step is none or unknown.
 */
export function streakOf(values: readonly (number | null)[], direction: Direction): number {
  const steps = stepEffects(values, direction);
  const last = steps.at(-1);
  if (last !== "better" && last !== "worse") return 0;
  let length = 0;
  while (steps.at(-1 - length) === last) length += 1;
  return last === "better" ? length : -length;
}

function stepEffects(
  values: readonly (number | null)[],
  direction: Direction,
): ("better" | "worse" | "same" | "unknown")[] {
  return values.slice(1).map((value, i) => {
    const before = values[i] ?? null;
    return value === null || before === null ? "unknown" : effectOf(value, before, direction);
  });
}
