import type { ChartSize } from "../charts/draw.ts";
import type { Chart } from "../compose/chart-model.ts";
import type { Theme } from "../config/schema/theme.ts";
import { sheetPx } from "./page-css.ts";

/** Between two charts side by side; the style sheet's `--gap`. */
const GAP_PX = (8.5 * 96) / 25.4;
/** The column of the score on page 1; the style sheet's `.overview`. */
const SCORE_COLUMN_PX = (58 * 96) / 25.4;

/** The column of contributions beside their table; the style sheet's `.share`. */
const CONTRIBUTION_PX = (70 * 96) / 25.4;

/** Charts that need the width of the page. */
export function isWide(chart: Pick<Chart, "kind">): boolean {
  return chart.kind === "heatmap" || chart.kind === "scatter" || chart.kind === "intervals" || chart.kind === "custom";
}

/** Size a chart is drawn in, in CSS pixels: as wide as the place it gets, so that its letters keep their size. */
export function chartSize(chart: Pick<Chart, "kind" | "id">, page: Theme["page"]): ChartSize {
  const { width } = sheetPx(page);
  if (chart.kind === "sparkline") return {};
  if (isWide(chart)) return { width: Math.floor(width) };
  if (chart.kind === "contribution") return { width: Math.floor(CONTRIBUTION_PX) };
  if (chart.kind === "line" && chart.id === "score")
    return { width: Math.floor(width - SCORE_COLUMN_PX - GAP_PX), height: 96 };
  return { width: Math.floor((width - GAP_PX) / 2) };
}
