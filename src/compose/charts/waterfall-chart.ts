import type { Chart } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import { lostBy, score, shownPoints } from "../score-figures.ts";

/** From all points to the score, a step for each indicator that loses some; the steps add up as printed. */
export function waterfall(desk: Desk): string | null {
  const value = score(desk);
  if (value === null) return null;
  const shown = shownPoints(desk);
  const steps = desk.evaluation.indicators.flatMap((result) => {
    const figure = lostBy(desk, result);
    const points = shown.points.get(result.indicator);
    if (figure === null || points === undefined) return [];
    const lost = (shown.weight.get(result.indicator) ?? 0) - points;
    if (Number(lost.toFixed(6)) === 0) return [];
    desk.figures.use(figure);
    return [
      { label: desk.names.indicatorShort(result.indicator), value: -Number(lost.toFixed(6)), text: `−${figure.text}` },
    ];
  });
  const lost = steps.reduce((sum, step) => sum - step.value, 0);
  const end = [...shown.points.values()].reduce((sum, points) => sum + points, 0);
  const full = Number((end + lost).toFixed(6));
  const worst = [...steps].sort((a, b) => a.value - b.value)[0];
  const chart: Chart = {
    kind: "waterfall",
    id: "waterfall",
    title: desk.words("charts.waterfall_title", { full: text(desk, full), score: value.text }),
    subtitle: desk.words("charts.waterfall_subtitle"),
    alt: desk.words("charts.waterfall_alt", {
      full: text(desk, full),
      score: value.text,
      has_worst: worst === undefined ? "no" : "yes",
      worst: worst?.label ?? "",
      lost: worst?.text.replace("−", "") ?? "",
    }),
    start: { label: desk.words("charts.full"), value: full, text: text(desk, full) },
    steps,
    end: { label: desk.format.period.short(desk.evaluation.period), value: Number(end.toFixed(6)), text: value.text },
  };
  desk.figures.use(value);
  desk.charts.set(chart.id, chart);
  return chart.id;
}

const text = (desk: Desk, value: number): string => desk.format.number(value, Number.isInteger(value) ? 0 : 1);
