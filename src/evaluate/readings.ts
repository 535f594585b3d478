import { type Cut, figureId, type Measurement, type Snapshot } from "../collect/snapshot.ts";
import { compareText } from "../text-order.ts";

/** The measurements of a snapshot, found by what they measure. */
export interface Readings {
  at(indicator: string, period: string, cut?: Cut): Measurement | null;
  /** Measurements of one period cut by exactly this dimension, by member, largest first. */
  members(
    indicator: string,
    period: string,
    dimension: string,
  ): readonly { member: string; measurement: Measurement }[];
  /** Measurements of one period cut by exactly these dimensions. */
  grid(indicator: string, period: string, dimensions: readonly string[]): readonly Measurement[];
}

/** Indexes a snapshot once; every look-up is then a map access. */
export function readingsOf(snapshot: Pick<Snapshot, "measurements">): Readings {
  const byId = new Map<string, Measurement>();
  const byDimensions = new Map<string, Measurement[]>();
  for (const measurement of snapshot.measurements) {
    const { indicator, period, cut } = measurement;
    byId.set(figureId(indicator, period, cut), measurement);
    const key = groupKey(indicator, period, Object.keys(cut));
    const group = byDimensions.get(key);
    if (group === undefined) byDimensions.set(key, [measurement]);
    else group.push(measurement);
  }
  const grid: Readings["grid"] = (indicator, period, dimensions) =>
    byDimensions.get(groupKey(indicator, period, dimensions)) ?? [];
  return {
    at: (indicator, period, cut = {}) => byId.get(figureId(indicator, period, cut)) ?? null,
    grid,
    members: (indicator, period, dimension) =>
      grid(indicator, period, [dimension])
        .map((measurement) => ({ member: measurement.cut[dimension] ?? "", measurement }))
        .sort((a, b) => b.measurement.n - a.measurement.n || compareText(a.member, b.member)),
  };
}

const groupKey = (indicator: string, period: string, dimensions: readonly string[]): string =>
  `${indicator}@${period}/${[...dimensions].sort().join("/")}`;
