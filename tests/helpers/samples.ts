import type { Sample } from "../../src/evaluate/significance.ts";

/** Size, mean and sample variance of written-out values. */
export function sampleFrom(values: readonly number[]): Sample {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return { n, mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) };
}
