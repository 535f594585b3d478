import { type ComparisonRow, decisive } from "../../evaluate/analyses/comparison.ts";
import { toneOf } from "../cells.ts";
import type { ChartOf } from "../chart-model.ts";
import { type ComparisonView, changeFigure } from "./comparison-figures.ts";

/**
 * Changes of unlike indicators on one axis, better to the right: as shares of the way from baseline to target where every
 * indicator drawn has both, else relative to the value before. Null where nothing can be drawn so.
 */
export function comparisonChart(view: ComparisonView): string | null {
  const { desk, analysis, result } = view;
  const candidates = result.rows.filter((row) => decisive(row)?.interval != null);
  const byTarget = candidates.length > 0 && candidates.every((row) => wayOf(view, row) !== null);
  const rows = candidates.flatMap((row): ChartOf<"intervals">["rows"] => {
    const change = decisive(row);
    const unit = byTarget ? wayOf(view, row) : relativeUnit(view, row);
    const figure = changeFigure(view, row, row.comparison === null ? "own" : "net");
    if (change === null || change.interval === null || unit === null || figure === null) return [];
    const [first, second] = [change.interval.low / unit, change.interval.high / unit];
    desk.figures.use(figure);
    return [
      {
        label: desk.names.indicator(row.indicator),
        value: change.value / unit,
        low: Math.min(first, second),
        high: Math.max(first, second),
        text: figure.text,
        tone: change.test.evidence ? toneOf(change.effect) : "neutral",
        group: null,
      },
    ];
  });
  if (rows.length === 0) return null;
  const net = (result.groups?.comparison.length ?? 0) > 0;
  const proven = rows.filter(({ tone }) => tone !== "neutral").map(({ label, text }) => `${label} ${text}`);
  const chart: ChartOf<"intervals"> = {
    kind: "intervals",
    id: `${analysis.id}-changes`,
    title: desk.words(net ? "comparison.chart_title_net" : "comparison.chart_title"),
    subtitle: desk.words(byTarget ? "comparison.chart_subtitle_target" : "comparison.chart_subtitle_relative"),
    alt: desk.words("comparison.chart_alt", {
      count: rows.length,
      has_proven: proven.length === 0 ? "no" : "yes",
      proven: desk.format.list(proven),
    }),
    rows,
    reference: { value: 0, label: desk.words("comparison.no_change") },
    lowLabel: desk.words("comparison.worse_side"),
    highLabel: desk.words("comparison.better_side"),
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}

/** From baseline to target, signed; null without both. */
function wayOf({ desk }: ComparisonView, { indicator }: ComparisonRow): number | null {
  const result = desk.result(indicator);
  if (result === undefined || result.baseline === null || result.target === null) return null;
  return result.target === result.baseline ? null : result.target - result.baseline;
}

/** The value before, negative where lower is better; null where nothing can be relative to it. */
function relativeUnit({ desk }: ComparisonView, row: ComparisonRow): number | null {
  const before = row.before.value;
  if (before === null || before <= 0) return null;
  return desk.config.indicators[row.indicator]?.direction === "lower_is_better" ? -before : before;
}
