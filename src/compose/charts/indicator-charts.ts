import type { IndicatorResult } from "../../evaluate/evaluation.ts";
import { levelsOver } from "../../evaluate/rule-changes.ts";
import { standing } from "../cells.ts";
import type { Chart, ChartOf } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import { actual, earlier, limit } from "../indicator-figures.ts";
import { courseOf, hasHistory } from "../places.ts";
import { levelChanges } from "./score-chart.ts";

/** Unit of an indicator as it stands beside a chart's title: empty where the values carry it. */
const unitOf = (desk: Desk, result: IndicatorResult): string => desk.config.indicators[result.indicator]?.unit ?? "";

/** Course of one indicator over the history, else inside the period; null without two values. */
export function trendChart(desk: Desk, result: IndicatorResult): string | null {
  const { spc } = result;
  const course = courseOf(result);
  if (course.length === 0) return null;
  const format = desk.values(result.indicator);
  const target = limit(desk, result, "target");
  if (target !== null) desk.figures.use(target);
  const chart: ChartOf<"line"> = {
    kind: "line",
    id: `trend-${result.indicator}`,
    title: desk.names.indicator(result.indicator),
    subtitle: unitSubtitle(desk, result),
    alt: trendAlt(desk, result),
    unit: unitOf(desk, result),
    points: course.map((point, index) => {
      const figure = earlier(desk, result, point.period);
      const period = desk.period(point.period);
      return {
        period: point.period,
        label: period === undefined ? point.period : desk.format.period.short(period),
        value: point.value,
        text: figure?.text ?? "–",
        figure: figure === null ? null : desk.figures.use(figure),
        special: point.special === null ? null : point.special === "better" ? "good" : "concern",
        recent: index >= course.length - 3,
      };
    }),
    target:
      result.target === null || target === null
        ? null
        : { value: result.target, label: desk.words("charts.target", { target: format.limit(result.target) }) },
    limits:
      spc === null
        ? null
        : { lower: spc.lower, mean: spc.mean, upper: spc.upper, label: desk.words("charts.expected_range") },
    marks: levelChanges(desk, result.indicator),
    domain: null,
    ...changedTargets(desk, result, course),
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}

/** Targets of the points drawn, by the rules of their own time; nothing where they are all the same. */
function changedTargets(
  desk: Desk,
  { indicator, target }: IndicatorResult,
  course: readonly { period: string }[],
): { targets?: (number | null)[] } {
  const scorecard = desk.config.scorecards[desk.evaluation.scorecard.id];
  const periods = course.flatMap(({ period }) => desk.period(period) ?? []);
  if (scorecard === undefined || periods.length !== course.length) return {};
  const targets = levelsOver(scorecard, indicator, periods).map((levels) => levels.target);
  // Before the first rules of all there was no target; that is no change of one.
  const known = targets.filter((value) => value !== null);
  if (target === null || known.every((value) => value === target)) return {};
  return { targets };
}

/** `Monthly values in h; target ≤ 1.5 h`. */
function unitSubtitle(desk: Desk, result: IndicatorResult): string {
  const unit = desk.words(`units.name_${unitOf(desk, result)}`, {
    scale: desk.values(result.indicator).unitLabel.replace("/", ""),
  });
  const target = result.target === null ? "" : desk.values(result.indicator).bound(result.target);
  return desk.words("charts.trend_subtitle", { unit, has_target: target === "" ? "no" : "yes", target });
}

function trendAlt(desk: Desk, result: IndicatorResult): string {
  const known = courseOf(result).filter((point) => point.value !== null);
  const format = desk.values(result.indicator);
  const values = known.map((point) => point.value ?? 0);
  const label = (id: string | undefined) => {
    const period = desk.period(id ?? "");
    return period === undefined ? (id ?? "") : desk.format.period.long(period);
  };
  return desk.words("charts.trend_alt", {
    indicator: desk.names.indicatorInSentence(result.indicator),
    from: label(known[0]?.period),
    to: label(known.at(-1)?.period),
    first: format.value(values[0] ?? 0),
    last: format.value(values.at(-1) ?? 0),
    low: format.value(Math.min(...values)),
    high: format.value(Math.max(...values)),
    has_target: result.target === null ? "no" : "yes",
    target: result.target === null ? "" : format.limit(result.target),
    variation: result.spc?.variation ?? "none",
  });
}

/** The course in a line of the scorecard. */
export function sparkline(desk: Desk, result: IndicatorResult): string | null {
  if (!hasHistory(result)) return null;
  const chart: Chart = {
    kind: "sparkline",
    id: `spark-${result.indicator}`,
    title: desk.names.indicator(result.indicator),
    subtitle: "",
    alt: trendAlt(desk, result),
    values: result.series.map((point) => point.value),
    target: result.target,
    tone: standing(result),
    ...changedTargets(desk, result, result.series),
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}

/** Actual values on the way from baseline to target; null when no indicator has all three. */
export function targetBars(desk: Desk): string | null {
  const rows = desk.evaluation.indicators.flatMap((result) => {
    const { baseline, target, value } = result;
    if (baseline === null || target === null || baseline === target) return [];
    const figure = actual(desk, result);
    const format = desk.values(result.indicator);
    for (const kind of ["baseline", "target"] as const) {
      const mark = limit(desk, result, kind);
      if (mark !== null) desk.figures.use(mark);
    }
    if (figure !== null) desk.figures.use(figure);
    return [
      {
        label: desk.names.indicator(result.indicator),
        actual: value === null ? null : (value - baseline) / (target - baseline),
        tone: standing(result),
        text: figure?.text ?? "–",
        baselineText: format.bound(baseline),
        targetText: format.bound(target),
      },
    ];
  });
  if (rows.every((row) => row.actual === null)) return null;
  const met = rows.filter((row) => row.actual !== null && row.actual >= 1).map((row) => row.label);
  const below = rows.filter((row) => row.actual !== null && row.actual < 0).map((row) => row.label);
  const chart: Chart = {
    kind: "target-bars",
    id: "target-bars",
    title: desk.words("charts.bars_title"),
    subtitle: desk.words("charts.bars_subtitle"),
    alt: desk.words("charts.bars_alt", {
      has_met: met.length === 0 ? "no" : "yes",
      met: desk.format.list(met),
      has_below: below.length === 0 ? "no" : "yes",
      below: desk.format.list(below),
    }),
    rows,
    baselineLabel: desk.words("charts.baseline"),
    targetLabel: desk.words("charts.target_word"),
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}
