import type { Measurement } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import type { Interval } from "./evaluation.ts";
import { meanInterval, poissonInterval, sampleVariance, wilsonInterval } from "./interval-formulas.ts";
import { weightedInterval } from "./weighted.ts";

export { meanInterval, poissonInterval, sampleVariance, wilsonInterval } from "./interval-formulas.ts";

/**
 * 95 % interval of a measurement by its kind: Wilson for shares, t for means and NPS, order statistics for percentiles
 * (found when collecting), Poisson for counts; none for sums and rates, whose scatter per item is not known. A weighted
 * figure's adds the variances of its strata.
 */
export function intervalOf(measurement: Measurement | null, kind: Indicator["kind"]): Interval | null {
  if (measurement === null || measurement.value === null) return null;
  if (measurement.weighted !== undefined) return weightedInterval(measurement.weighted, kind);
  const { value, n, numerator, sum, sumSquares, low, high } = measurement;
  switch (kind) {
    case "ratio":
    case "top_box":
      return numerator === undefined ? null : wilsonInterval(numerator, n);
    case "mean":
    case "nps": {
      const variance = sum === undefined || sumSquares === undefined ? null : sampleVariance(sum, sumSquares, n);
      return variance === null ? null : meanInterval(value, variance, n);
    }
    case "percentile":
      return low === undefined || low === null || high === undefined || high === null
        ? null
        : { low, high, method: "order-statistics" };
    case "count":
      return poissonInterval(value);
    default:
      return null;
  }
}
