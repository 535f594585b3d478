import type { HeatMap, IndicatorResult } from "../../evaluate/evaluation.ts";
import type { HarmLine } from "../cause-figures.ts";
import { type Chart, FEWEST_ROWS_OF_A_CELL } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import type { Figure } from "../model.ts";

/** A line of a contribution chart: what it is called, what it says. */
export interface NamedLine {
  line: HarmLine;
  label: string;
  total: Figure;
}

/** Contribution of each member to the gap: harm to the right. */
export function contributionChart(
  desk: Desk,
  result: IndicatorResult,
  options: {
    dimension: string;
    against: "target" | "previous";
    gap: string;
    lines: readonly NamedLine[];
    main: string | null;
  },
): string {
  const dimension = desk.names.dimensionInSentence(options.dimension);
  const indicator = desk.names.indicatorInSentence(result.indicator);
  const top = options.lines[0];
  const chart: Chart = {
    kind: "contribution",
    id: `contribution-${result.indicator}-${options.dimension}`,
    title: desk.words("charts.contribution_title", { dimension }),
    subtitle: desk.words(`charts.contribution_subtitle_${options.against}`, { gap: options.gap }),
    alt: desk.words("charts.contribution_alt", {
      dimension,
      indicator,
      top: top?.label ?? "",
      total: top?.total.text ?? "",
      gap: options.gap,
    }),
    bars: options.lines.map(({ line, label, total }) => {
      const main = line.member !== null && line.member === options.main;
      return {
        label,
        value: line.total,
        text: total.text,
        tone: main ? ("concern" as const) : ("neutral" as const),
        main,
      };
    }),
  };
  for (const { total } of options.lines) desk.figures.use(total);
  desk.charts.set(chart.id, chart);
  return chart.id;
}

/** Hour × weekday of one indicator; null when nothing was measured by the hour. */
export function heatMapChart(desk: Desk, heatMap: HeatMap): string | null {
  const measured = heatMap.cells.filter((cell) => cell.value !== null);
  if (measured.length === 0) return null;
  const lower = desk.config.indicators[heatMap.indicator]?.direction === "lower_is_better";
  const format = desk.values(heatMap.indicator);
  const rows = [1, 2, 3, 4, 5, 6, 7].map((day) => desk.format.period.weekday(day));
  const hour = (value: number) => String(value).padStart(2, "0");
  const sound = measured.filter((cell) => cell.n >= FEWEST_ROWS_OF_A_CELL);
  const worst = (sound.length > 0 ? sound : measured).reduce((a, b) =>
    (b.value ?? 0) > (a.value ?? 0) === lower ? b : a,
  );
  const name = desk.names.indicatorInSentence(heatMap.indicator);
  const chart: Chart = {
    kind: "heatmap",
    id: `heatmap-${heatMap.indicator}`,
    title: desk.words("charts.heatmap_title"),
    subtitle: desk.words("charts.heatmap_subtitle", {
      indicator: desk.names.indicator(heatMap.indicator),
      zone: desk.snapshot.calendar.zone,
    }),
    alt: desk.words("charts.heatmap_alt", {
      indicator: name,
      weekday: rows[worst.weekday - 1] ?? "",
      hour: hour(worst.hour),
      value: format.value(worst.value ?? 0),
    }),
    rows,
    columns: Array.from({ length: 24 }, (_, index) => hour(index)),
    cells: heatMap.cells.map((cell) => ({
      row: rows[cell.weekday - 1] ?? "",
      column: hour(cell.hour),
      value: cell.value,
      n: cell.n,
      text: cell.value === null ? "–" : format.value(cell.value),
    })),
    legend: desk.names.indicator(heatMap.indicator),
    highIsBad: lower,
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}
