import type { Chart } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import { type Followed, followedValue } from "../follow-up-figures.ts";
import type { Tone } from "../model.ts";
import { thresholdText } from "../narrative/standard.ts";

/**
 * How far each adopted measure has come from before to the threshold agreed on: unlike units on one axis, as bars between
 * baseline and target are. Null where none had a way to go.
 */
export function progressChart(desk: Desk, measured: readonly Followed[], index: number): string | null {
  const rows = measured.flatMap(({ action, result }) => {
    const { standard } = action;
    const { progress, before, now } = result;
    if (standard === null || progress === null) return [];
    const [first, last] = [followedValue(desk, standard, before), followedValue(desk, standard, now)];
    if (first === null || last === null) return [];
    desk.figures.use(first);
    desk.figures.use(last);
    return [
      {
        label: action.id,
        actual: progress,
        tone: toneOf(progress, result.status),
        text: last.text,
        baselineText: first.text,
        targetText: thresholdText(desk, standard),
      },
    ];
  });
  if (rows.length === 0) return null;
  const names = (of: typeof rows) => desk.format.list(of.map(({ label }) => label));
  const met = rows.filter(({ actual }) => actual >= 1);
  const back = rows.filter(({ actual }) => actual < 0);
  const chart: Chart = {
    kind: "target-bars",
    id: `follow-up-${index + 1}`,
    title: desk.words("follow_up.chart_title"),
    subtitle: desk.words("follow_up.chart_subtitle"),
    alt: desk.words("follow_up.chart_alt", {
      has_met: met.length === 0 ? "no" : "yes",
      met: names(met),
      has_back: back.length === 0 ? "no" : "yes",
      back: names(back),
    }),
    rows,
    baselineLabel: desk.words("follow_up.chart_before"),
    targetLabel: desk.words("follow_up.chart_standard"),
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}

const toneOf = (progress: number, status: Followed["result"]["status"]): Tone =>
  progress < 0 || status === "lapsed" ? "concern" : progress >= 1 ? "good" : "neutral";
