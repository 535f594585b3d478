import type { IndicatorResult, SeriesPoint } from "../evaluate/evaluation.ts";
import type { Desk } from "./desk.ts";

/** Whether the history has enough values to draw a line. */
export const hasHistory = (result: IndicatorResult): boolean => isLine(result.series);

/** What is drawn as an indicator's course: its history, or the periods inside where there is no history to speak of. */
export const courseOf = (result: IndicatorResult): readonly SeriesPoint[] =>
  hasHistory(result) ? result.series : isLine(result.inside) ? result.inside : [];

/** Whether no indicator has a history, so that the trends are those inside the reported period. */
export const drawsInside = (desk: Desk): boolean => {
  const { indicators } = desk.evaluation;
  return !indicators.some(hasHistory) && indicators.some(({ inside }) => isLine(inside));
};

const isLine = (points: readonly SeriesPoint[]): boolean => points.filter((point) => point.value !== null).length >= 2;

/** Where the course of an indicator is shown; without one, the nearest place the report has. */
export function trendPlace(desk: Desk, indicator: string): string {
  const result = desk.result(indicator);
  const shown = desk.report.sections.includes("trends") && result !== undefined && courseOf(result).length > 0;
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
