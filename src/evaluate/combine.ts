import type { Measurement } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";

const PARTS = ["numerator", "denominator", "sum", "sumSquares", "promoters", "detractors"] as const;

/**
 * Measurements of several members of one period taken together: additive parts summed, the value from the sums. Null
 * without any, and for a percentile or a weighted figure of several members, which no sum gives.
 */
export function combine(measurements: readonly Measurement[], indicator: Indicator): Measurement | null {
  const [first] = measurements;
  if (first === undefined) return null;
  if (measurements.length === 1) return first;
  if (indicator.kind === "percentile" || measurements.some(({ weighted }) => weighted !== undefined)) return null;
  const total = (pick: (one: Measurement) => number): number => measurements.reduce((sum, one) => sum + pick(one), 0);
  const parts: Measurement = {
    indicator: first.indicator,
    period: first.period,
    cut: {},
    value: null,
    n: total((one) => one.n),
    missing: total((one) => one.missing),
  };
  for (const name of PARTS) if (first[name] !== undefined) parts[name] = total((one) => one[name] ?? 0);
  return { ...parts, value: quotientOf(parts, indicator) };
}

function quotientOf({ n, numerator, denominator, sum }: Measurement, indicator: Indicator): number | null {
  const over = (above: number | undefined, below: number | undefined): number | null =>
    above === undefined || below === undefined || below === 0 ? null : above / below;
  switch (indicator.kind) {
    case "ratio":
    case "top_box":
      return over(numerator, n);
    case "mean":
    case "nps":
      return over(sum, n);
    case "rate":
      return over(numerator === undefined ? undefined : indicator.multiplier * numerator, denominator);
    case "sum":
      return sum ?? null;
    case "count":
      return n;
    default:
      return null;
  }
}
