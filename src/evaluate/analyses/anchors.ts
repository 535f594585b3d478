import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { AnalysisContext } from "./index.ts";

export interface AnchorsResult {
  kind: "anchors";
  id: string;
  indicators: readonly {
    indicator: string;
    value: number;
    n: number;
    /** Highest level the value has reached; null below the lowest. */
    reached: number | null;
    /** Next level up and how far it is; null at the top. */
    next: { level: number; distance: number } | null;
  }[];
  /** Rated indicators without a figure in the period. */
  missing: readonly string[];
}

/** A mean summed in another order must not fall short of a level by its last bit. */
const TOLERANCE = 1e-9;

/**
 * Level of the scale that each rating has reached: the highest one at or below the value. A mean of 3.6 has reached 3 and not
 * 4: behaviour described by an anchor counts as shown when the ratings say so throughout.
 */
export function anchorsResult(
  analysis: AnalysisOf<"anchors">,
  { config, rules, readings, snapshot }: Pick<AnalysisContext, "config" | "rules" | "readings" | "snapshot">,
): AnchorsResult {
  const scored = Object.values(rules.dimensions).flatMap(({ indicators }) => Object.keys(indicators));
  const wanted = (analysis.indicators ?? scored).filter((id) => config.indicators[id]?.anchors !== undefined);
  const found = wanted.map((indicator) => ({ indicator, reading: readings.at(indicator, snapshot.period.id) }));
  return {
    kind: "anchors",
    id: analysis.id,
    indicators: found.flatMap(({ indicator, reading }) => {
      const value = reading?.value ?? null;
      if (reading === null || value === null) return [];
      return [{ indicator, value, n: reading.n, ...standing(value, levelsOf(config.indicators[indicator]?.anchors)) }];
    }),
    missing: found.flatMap(({ indicator, reading }) => ((reading?.value ?? null) === null ? [indicator] : [])),
  };
}

/** Levels of a scale, lowest first. */
export const levelsOf = (anchors: Readonly<Record<string, unknown>> | undefined): number[] =>
  Object.keys(anchors ?? {})
    .map(Number)
    .sort((a, b) => a - b);

function standing(value: number, levels: readonly number[]) {
  const next = levels.find((level) => level > value + TOLERANCE);
  return {
    reached: levels.findLast((level) => level <= value + TOLERANCE) ?? null,
    next: next === undefined ? null : { level: next, distance: next - value },
  };
}
