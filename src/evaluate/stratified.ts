import { CONFIDENCE, normalQuantile, normalTwoSided } from "./distributions.ts";
import type { Interval } from "./evaluation.ts";
import type { Sample } from "./significance.ts";

/** A difference of two groups within strata, pooled over them. */
export interface StratifiedDifference {
  value: number;
  interval: Interval;
  /** Two-sided, of no difference in any stratum. */
  pValue: number;
  /** Strata in which both groups have rows: the others say nothing about the difference. */
  strata: number;
}

/** One stratum of two groups: successes and items of each. */
export interface ShareStratum {
  a: number;
  n: number;
  b: number;
  m: number;
}

/**
 * Difference of two shares within strata: the Mantel–Haenszel risk difference, Σ w × (a ÷ n − b ÷ m) ÷ Σ w with
 * w = n × m ÷ (n + m) (Greenland & Robins, Biometrics 41, 1985), its variance after Sato (Biometrics 45, 1989), which
 * holds for many small strata as for few large ones. Null when no stratum has both groups.
 */
export function mantelHaenszel(strata: readonly ShareStratum[], confidence = CONFIDENCE): StratifiedDifference | null {
  const both = strata.filter(({ n, m }) => n > 0 && m > 0);
  let [weights, differences, p, q] = [0, 0, 0, 0];
  for (const { a, n, b, m } of both) {
    const total = n + m;
    weights += (n * m) / total;
    differences += (a * m - b * n) / total;
    p += (n ** 2 * b - m ** 2 * a + (n * m * (m - n)) / 2) / total ** 2;
    q += (a * (m - b) + b * (n - a)) / (2 * total);
  }
  if (weights === 0) return null;
  const value = differences / weights;
  // Rounding can leave a trace below zero where every stratum is all or nothing.
  const error = Math.sqrt(Math.max(0, value * p + q)) / weights;
  const { low, high } = around(value, error, confidence);
  return {
    value,
    interval: { low: Math.max(-1, low), high: Math.min(1, high), method: "mantel-haenszel" },
    pValue: pValueOf(value, error),
    strata: both.length,
  };
}

/**
 * Difference of two means within strata, with the same weights w = n × m ÷ (n + m): the coefficient of the group in an
 * analysis of variance with the stratum as a factor; its variance from the scatter of each group in each stratum, none of
 * them taken for equal. Strata with fewer than two items of a group are left out. Null when none is left.
 */
export function stratifiedMeans(
  strata: readonly { a: Sample; b: Sample }[],
  confidence = CONFIDENCE,
): StratifiedDifference | null {
  const both = strata.filter(({ a, b }) => a.n >= 2 && b.n >= 2);
  let [weights, differences, variance] = [0, 0, 0];
  for (const { a, b } of both) {
    const weight = (a.n * b.n) / (a.n + b.n);
    weights += weight;
    differences += weight * (a.mean - b.mean);
    variance += weight ** 2 * (a.variance / a.n + b.variance / b.n);
  }
  if (weights === 0) return null;
  const value = differences / weights;
  const error = Math.sqrt(variance) / weights;
  return {
    value,
    interval: { ...around(value, error, confidence), method: "stratified-means" },
    pValue: pValueOf(value, error),
    strata: both.length,
  };
}

function around(value: number, error: number, confidence: number): { low: number; high: number } {
  const half = normalQuantile((1 + confidence) / 2) * error;
  return { low: value - half, high: value + half };
}

/** Without any scatter no difference has p = 1 and any other p = 0. */
function pValueOf(value: number, error: number): number {
  if (error === 0) return value === 0 ? 1 : 0;
  return normalTwoSided(value / error);
}
