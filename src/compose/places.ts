import type { IndicatorResult } from "../evaluate/evaluation.ts";
import type { Desk } from "./desk.ts";

/** Whether the history has enough values to draw a line. */
export const hasCourse = (result: IndicatorResult): boolean =>
  result.series.filter((point) => point.value !== null).length >= 2;

/** Where the course of an indicator is shown; without one, the nearest place the report has. */
export function trendPlace(desk: Desk, indicator: string): string {
  const result = desk.result(indicator);
  const shown = desk.report.sections.includes("trends") && result !== undefined && hasCourse(result);
  return shown ? `#trend-${indicator}` : sectionPlace(desk, ["trends", "scorecard", "method"]);
}

/** Where a weakness is explained, by its place in the list. */
export function shortfallPlace(desk: Desk, index: number, indicator: string): string {
  return desk.report.sections.includes("shortfalls") ? `#shortfall-${index + 1}` : trendPlace(desk, indicator);
}

/** The first of these sections that the report has; every report has at least one section. */
function sectionPlace(desk: Desk, wanted: readonly Desk["report"]["sections"][number][]): string {
  const { sections } = desk.report;
  return `#${wanted.find((id) => sections.includes(id)) ?? sections[0] ?? ""}`;
}
