import { CONFIDENCE, chiSquareQuantile, normalQuantile, tQuantile } from "./distributions.ts";
import type { Interval } from "./evaluation.ts";

/** Probability left in the upper tail of a two-sided interval begins here: 0.975 for 95 %. */
const upper = (confidence: number): number => (1 + confidence) / 2;

/** Wilson score interval of a share (Wilson 1927; Newcombe 1998, method 3). Null without items. */
export function wilsonInterval(successes: number, n: number, confidence = CONFIDENCE): Interval | null {
  if (n <= 0) return null;
  const z = normalQuantile(upper(confidence));
  const p = successes / n;
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  // At 0 and n the closed edge is exactly 0 and 1; the formula leaves rounding noise there.
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === n ? 1 : Math.min(1, centre + half),
    method: "wilson",
  };
}

/** Interval of a mean by Student's t. Null with fewer than two items. */
export function meanInterval(mean: number, variance: number, n: number, confidence = CONFIDENCE): Interval | null {
  if (n < 2) return null;
  const half = tQuantile(upper(confidence), n - 1) * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half, method: "t" };
}

/** Exact interval of a Poisson count (Garwood 1936), for counts of independent events such as complaints. */
export function poissonInterval(count: number, confidence = CONFIDENCE): Interval {
  return {
    low: chiSquareQuantile(1 - upper(confidence), 2 * count) / 2,
    high: chiSquareQuantile(upper(confidence), 2 * count + 2) / 2,
    method: "poisson",
  };
}

/** Sample variance from additive parts; never negative, though sums of squares cancel. Null with fewer than two items. */
export function sampleVariance(sum: number, sumSquares: number, n: number): number | null {
  if (n < 2) return null;
  const squares = sumSquares - sum ** 2 / n;
  return squares <= 1e-12 * sumSquares ? 0 : squares / (n - 1);
}
