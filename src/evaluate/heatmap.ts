import type { HeatMap } from "./evaluation.ts";
import type { Readings } from "./readings.ts";

/** Hour × weekday values of an indicator in one period, in order of weekday and hour; null when it was not measured so. */
export function heatMapOf(indicator: string, period: string, readings: Readings): HeatMap | null {
  const cells = readings
    .grid(indicator, period, ["weekday", "hour"])
    .map(({ cut: { weekday, hour }, value, n }) => ({ weekday: Number(weekday), hour: Number(hour), value, n }))
    .sort((a, b) => a.weekday - b.weekday || a.hour - b.hour);
  return cells.length === 0 ? null : { indicator, cells };
}
