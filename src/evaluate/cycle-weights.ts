import type { CombineConfig } from "../config/schema/combine.ts";

/** Weight of each inner period by the rule, and what it bears after that of missing ones was spread; both sum to 1, or are all 0. */
export interface CycleWeights {
  weights: number[];
  effective: number[];
}

/**
 * Weights of the inner periods of one period, oldest first.
 *
 * - `mean`: all alike; `weights`: as configured; `weighted_by_rows`: by their rows
 * - `latest`: all on the last one; when that is missing, on the last one that is not
 *
 * Otherwise the weight of a missing one is spread over the others in proportion. All effective weights are 0 when none that
 * is present has weight.
 *
 * @param present whether each inner period has a figure
 * @param rows rows behind each
 */
export function cycleWeights(
  { rule, weights: given }: Pick<CombineConfig, "rule" | "weights">,
  present: readonly boolean[],
  rows: readonly number[],
): CycleWeights {
  const last = present.length - 1;
  const latest = present.lastIndexOf(true);
  const base = present.map((_, i) => {
    if (rule === "latest") return i === last ? 1 : 0;
    return rule === "weights" ? (given?.[i] ?? 0) : rule === "weighted_by_rows" ? (rows[i] ?? 0) : 1;
  });
  const borne = present.map((here, i) => (rule === "latest" ? Number(i === latest) : here ? (base[i] ?? 0) : 0));
  return { weights: shares(base), effective: shares(borne) };
}

function shares(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total === 0 ? 0 : weight / total));
}
