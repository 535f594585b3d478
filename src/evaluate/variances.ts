import { type Direction, effectOf } from "./direction.ts";
import type { Variance } from "./evaluation.ts";

/**
 * Difference of an actual value from a reference, signed and in the indicator's unit (for `percent` a fraction: 0.05 is
 * five percentage points); null without either.
 */
export function variance(
  actual: number | null,
  reference: number | null | undefined,
  direction: Direction,
): Variance | null {
  if (actual === null || reference === null || reference === undefined) return null;
  const effect = effectOf(actual, reference, direction);
  const value = effect === "same" ? 0 : actual - reference;
  return { reference, value, relative: reference === 0 ? null : value / Math.abs(reference), effect };
}
