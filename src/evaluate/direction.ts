import type { Direction } from "../config/schema/indicator.ts";

export type { Direction };

/**
 * How much better a value is than a reference, in the indicator's unit: positive = better for the business.
 *
 * Differences below 1e-9 of the size of the figures count as none: a mean summed in another order must not miss a
 * target that it meets exactly.
 */
export function advantage(value: number, reference: number, direction: Direction): number {
  const difference = direction === "higher_is_better" ? value - reference : reference - value;
  return Math.abs(difference) <= 1e-9 * Math.max(Math.abs(value), Math.abs(reference), 1e-3) ? 0 : difference;
}

/** Whether a limit is kept: the limit itself counts as kept. */
export const meets = (value: number, limit: number, direction: Direction): boolean =>
  advantage(value, limit, direction) >= 0;

/** What a difference (actual − reference) means for the business. */
export function effectOf(value: number, reference: number, direction: Direction): "better" | "worse" | "same" {
  const gain = advantage(value, reference, direction);
  return gain > 0 ? "better" : gain < 0 ? "worse" : "same";
}
