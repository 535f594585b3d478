import type { Measurement } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import { CONFIDENCE, tQuantile } from "./distributions.ts";
import type { Interval } from "./evaluation.ts";
import { sampleVariance, wilsonInterval } from "./intervals.ts";
import type { Sample } from "./significance.ts";
import { compareEstimates, type Estimate, weightedEstimate } from "./weighted.ts";

/** A difference `a − b` with its interval at 95 %; null where the kind's scatter per item is not known. */
export interface Difference {
  /** In the indicator's unit; fractions for shares. */
  value: number;
  interval: Interval | null;
}

/**
 * Interval of the difference of two independent shares, `a ÷ n − b ÷ m`: hybrid of the two Wilson intervals without
 * continuity correction (Newcombe, Statistics in Medicine 17, 1998, p. 873–890, method 10). Null without items on a side.
 */
export function newcombe(a: number, n: number, b: number, m: number, confidence = CONFIDENCE): Interval | null {
  const [first, second] = [wilsonInterval(a, n, confidence), wilsonInterval(b, m, confidence)];
  if (first === null || second === null) return null;
  const [p, q] = [a / n, b / m];
  return {
    low: Math.max(-1, p - q - Math.hypot(p - first.low, second.high - q)),
    high: Math.min(1, p - q + Math.hypot(first.high - p, q - second.low)),
    method: "newcombe",
  };
}

/**
 * Interval of the difference of two means with unequal variances, degrees of freedom by Welch–Satterthwaite
 * (Welch, Biometrika 34, 1947). Null with fewer than two items on a side; a point where nothing scatters.
 */
export function welchInterval(a: Sample, b: Sample, confidence = CONFIDENCE): Interval | null {
  if (a.n < 2 || b.n < 2) return null;
  const [ea, eb] = [a.variance / a.n, b.variance / b.n];
  const difference = a.mean - b.mean;
  if (ea + eb === 0) return { low: difference, high: difference, method: "welch" };
  const df = (ea + eb) ** 2 / (ea ** 2 / (a.n - 1) + eb ** 2 / (b.n - 1));
  const half = tQuantile((1 + confidence) / 2, df) * Math.sqrt(ea + eb);
  return { low: difference - half, high: difference + half, method: "welch" };
}

/**
 * Difference of two measurements of one indicator, `a − b`, with the interval of its kind: Newcombe for shares, Welch for
 * means and NPS, none for the others; weighted figures by the variances of their strata. Null when either has no value.
 */
export function differenceOf(a: Measurement | null, b: Measurement | null, kind: Indicator["kind"]): Difference | null {
  if (a === null || b === null || a.value === null || b.value === null) return null;
  return { value: a.value - b.value, interval: differenceInterval(a, b, kind) };
}

function differenceInterval(a: Measurement, b: Measurement, kind: Indicator["kind"]): Interval | null {
  if (a.weighted !== undefined && b.weighted !== undefined) {
    const [first, second] = [weightedEstimate(a.weighted, kind), weightedEstimate(b.weighted, kind)];
    return first === null || second === null ? null : estimatesInterval(first, second);
  }
  switch (kind) {
    case "ratio":
    case "top_box":
      return a.numerator === undefined || b.numerator === undefined
        ? null
        : newcombe(a.numerator, a.n, b.numerator, b.n);
    case "mean":
    case "nps": {
      const [first, second] = [sampleOf(a), sampleOf(b)];
      return first === null || second === null ? null : welchInterval(first, second);
    }
    default:
      return null;
  }
}

/** Of two weighted figures, by the variances of their strata. */
function estimatesInterval(a: Estimate, b: Estimate): Interval {
  const half = tQuantile((1 + CONFIDENCE) / 2, compareEstimates(a, b).df) * Math.sqrt(a.variance + b.variance);
  return { low: a.value - b.value - half, high: a.value - b.value + half, method: "stratified" };
}

/** Size, mean and variance of a measurement that has the sums for them, else null. */
export function sampleOf({ n, value, sum, sumSquares }: Measurement): Sample | null {
  const variance = sum === undefined || sumSquares === undefined ? null : sampleVariance(sum, sumSquares, n);
  return value === null || variance === null ? null : { n, mean: value, variance };
}
