import type { Measurement } from "../../collect/snapshot.ts";
import type { Indicator } from "../../config/schema/indicator.ts";

/**
 * All rows outside of a cut: the whole less the cut, part by part. Null for percentiles (no additive parts), for totals (a
 * part cannot be held against the rest), for weighted figures, and where nothing is left.
 */
export function othersThan(
  cut: Measurement | null,
  whole: Measurement | null,
  indicator: Indicator,
): Measurement | null {
  if (cut === null || whole === null || whole.weighted !== undefined) return null;
  const less = (part: Part): number | undefined => {
    const [all, own] = [whole[part], cut[part]];
    return all === undefined || own === undefined ? undefined : all - own;
  };
  const n = whole.n - cut.n;
  const parts = Object.fromEntries(
    PARTS.flatMap((part) => {
      const value = less(part);
      return value === undefined ? [] : [[part, value]];
    }),
  ) as Pick<Measurement, Part>;
  const value = quotientOf(indicator, n, parts);
  if (n <= 0 || value === null) return null;
  const { period } = whole;
  return { indicator: whole.indicator, period, cut: {}, value, n, ...parts, missing: whole.missing - cut.missing };
}

const PARTS = ["numerator", "denominator", "sum", "sumSquares", "promoters", "detractors"] as const;
type Part = (typeof PARTS)[number];

function quotientOf(indicator: Indicator, n: number, parts: Pick<Measurement, Part>): number | null {
  const quotient = (above: number | undefined, below: number | undefined): number | null =>
    above === undefined || below === undefined || below <= 0 ? null : above / below;
  switch (indicator.kind) {
    case "ratio":
    case "top_box":
      return quotient(parts.numerator, n);
    case "mean":
    case "nps":
      return quotient(parts.sum, n);
    case "rate": {
      const rate = quotient(parts.numerator, parts.denominator);
      return rate === null ? null : rate * indicator.multiplier;
    }
    default:
      return null;
  }
}
