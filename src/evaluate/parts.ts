import type { Measurement } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";

/** A figure as a quotient of two additive parts: value = above ÷ below; both sum over members and adjacent periods. */
export interface Parts {
  above: number;
  below: number;
}

/**
 * The additive parts of a measurement. Weights of members are their shares of `below`: rows for shares and means, the
 * sum of `per` for rates. Null for percentiles (no parts), sums and counts (no quotient), and where parts are missing.
 */
export function partsOf(measurement: Measurement | null, indicator: Indicator): Parts | null {
  if (measurement === null) return null;
  const { n, numerator, denominator, sum } = measurement;
  switch (indicator.kind) {
    case "ratio":
    case "top_box":
      return numerator === undefined ? null : { above: numerator, below: n };
    case "mean":
    case "nps":
      return sum === undefined ? null : { above: sum, below: n };
    case "rate":
      return numerator === undefined || denominator === undefined
        ? null
        : { above: indicator.multiplier * numerator, below: denominator };
    default:
      return null;
  }
}
