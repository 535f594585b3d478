import type { ImportanceRecord } from "../../collect/analyses/importance.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { Indicator } from "../../config/schema/indicator.ts";
import { correlation, correlationInterval } from "../correlation.ts";
import type { Interval } from "../evaluation.ts";
import { intervalOf } from "../intervals.ts";
import type { AnalysisContext } from "./index.ts";

/** Martilla & James (1977). */
export type Quadrant = "concentrate" | "keep-up" | "low-priority" | "overkill";

export interface ImportanceItem {
  indicator: string;
  /** Answers with both. */
  n: number;
  importance: number;
  importanceInterval: Interval | null;
  /** The item's figure of the period, in its unit. */
  value: number;
  /** Where it stands in the matrix: the value itself, or its position on the scale (0 … 1). */
  performance: number;
  performanceInterval: Interval | null;
  quadrant: Quadrant;
  /** True when both intervals keep to their side of the lines: the item belongs to its quadrant beyond chance. */
  clear: boolean;
}

export interface ImportanceResult {
  kind: "importance";
  id: string;
  query: string;
  /** Items with both a correlation and a figure, most important first. */
  items: readonly ImportanceItem[];
  /** Means over the items: where the quadrants meet. */
  split: { importance: number; performance: number };
  /** Items without one of the two, or with too few pairs. */
  left: readonly { indicator: string; n: number; reason: "too-few" | "no-figure" | "no-scatter" }[];
}

/** Derived importance against performance, split at the means of the items; null when fewer than two can be placed. */
export function importanceResult(
  analysis: AnalysisOf<"importance">,
  record: ImportanceRecord,
  context: AnalysisContext,
): ImportanceResult | null {
  const left: ImportanceResult["left"][number][] = [];
  const placed = record.items.flatMap((item) => {
    const { indicator, n } = item;
    const r = correlation(item);
    const figure = figureOf(indicator, context);
    const reason =
      n < analysis.minimum_n ? "too-few" : r === null ? "no-scatter" : figure === null ? "no-figure" : null;
    if (reason !== null || r === null || figure === null) {
      left.push({ indicator, n, reason: reason ?? "no-figure" });
      return [];
    }
    const position = positionOf(context.config.indicators[indicator], analysis.rating_scale);
    return [
      {
        indicator,
        n,
        importance: r,
        importanceInterval: correlationInterval(r, n, analysis.method),
        value: figure.value,
        performance: position(figure.value),
        performanceInterval: mapInterval(figure.interval, position),
      },
    ];
  });
  if (placed.length < 2) return null;
  const split = {
    importance: mean(placed.map(({ importance }) => importance)),
    performance: mean(placed.map(({ performance }) => performance)),
  };
  return {
    kind: "importance",
    id: record.id,
    query: record.query,
    items: placed
      .map((item) => ({
        ...item,
        quadrant: quadrantOf(item.importance >= split.importance, item.performance >= split.performance),
        clear: apart(item.importanceInterval, split.importance) && apart(item.performanceInterval, split.performance),
      }))
      .sort((a, b) => b.importance - a.importance),
    split,
    left,
  };
}

const quadrantOf = (important: boolean, good: boolean): Quadrant =>
  important ? (good ? "keep-up" : "concentrate") : good ? "overkill" : "low-priority";

const apart = (interval: Interval | null, line: number): boolean =>
  interval !== null && (interval.low > line || interval.high < line);

/** The figure as the scorecard has it (weighted, where it is weighted), else as measured. */
function figureOf(
  indicator: string,
  { results, readings, snapshot, config }: AnalysisContext,
): { value: number; interval: Interval | null } | null {
  const scored = results.get(indicator);
  if (scored !== undefined) return scored.value === null ? null : { value: scored.value, interval: scored.interval };
  const reading = readings.at(indicator, snapshot.period.id);
  const kind = config.indicators[indicator]?.kind;
  if (reading === null || reading.value === null || kind === undefined) return null;
  return { value: reading.value, interval: intervalOf(reading, kind) };
}

/** More is better: the position between the scale's ends, or the value itself; one where lower is better is turned round. */
function positionOf(
  indicator: Indicator | undefined,
  scale: readonly [number, number] | undefined,
): (value: number) => number {
  const sign = indicator?.direction === "lower_is_better" ? -1 : 1;
  if (scale === undefined) return (value) => sign * value;
  if (indicator?.unit === "percent") return (value) => (sign < 0 ? 1 - value : value);
  const [worst, best] = scale;
  return (value) => (value - worst) / (best - worst);
}

function mapInterval(interval: Interval | null, position: (value: number) => number): Interval | null {
  if (interval === null) return null;
  const [a, b] = [position(interval.low), position(interval.high)];
  return { low: Math.min(a, b), high: Math.max(a, b), method: interval.method };
}

const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
