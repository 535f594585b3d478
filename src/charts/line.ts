import type { ChartOf } from "../compose/chart-model.ts";
import { asideLabels, asideTexts, changeMarks } from "./line-aside.ts";
import { otherLabel, type Point, pointLabels, xLabels } from "./line-labels.ts";
import { type Placed, spread } from "./place.ts";
import {
  boxLayer,
  boxRows,
  type Context,
  DATA_LAYER,
  exact,
  type Label,
  labelLayer,
  labelRows,
  layered,
  type Plan,
  ruleLayer,
  ruleRows,
  valueScale,
} from "./plan.ts";
import { targetSteps, targetsOf } from "./target-steps.ts";
import { DASH, toneColour } from "./theme.ts";

type LineChart = ChartOf<"line">;

/** Room above and below the line for the labels of its extremes. */
const HEADROOM = 15;
const LEFT = 4;
/** Trends stand side by side: the same room for the labels makes their months stand above each other. */
const ASIDE_OF_TRENDS = 80;
const OTHER_DASH = [1, 2.5];

/**
 * The course of an indicator: the last three periods dotted, the expected range as a grey band, the target dashed,
 * special causes as triangles that point the way the value went. Labelled directly: the last value, target and range
 * beside their ends, first and extreme values where there is room; all values stand in the table beside.
 */
export function planLine(chart: LineChart, context: Context): Plan {
  const { colours } = context;
  const width = context.width ?? 324;
  const height = context.height ?? 150;
  const aside = asideTexts(chart, context, width);
  const least = chart.limits ? ASIDE_OF_TRENDS : 10;
  const right = Math.max(least, ...aside.map((item) => item.width + 12));
  const padding = { left: LEFT, top: chart.marks.length > 0 ? 16 : 2, right, bottom: 19 };
  const plot = { width: width - padding.left - padding.right, height: height - padding.top - padding.bottom };

  const [low, high] = domain(chart, plot.height);
  const inset = Math.min(5, plot.width / 4);
  const count = chart.points.length;
  const xOf = (i: number) => (count < 2 ? plot.width / 2 : inset + (i * (plot.width - 2 * inset)) / (count - 1));
  const yOf = (value: number) => plot.height * (1 - (value - low) / (high - low));
  const points: Point[] = chart.points.map((point, i) => ({
    ...point,
    index: i,
    x: xOf(i),
    y: point.value === null ? null : yOf(point.value),
  }));

  const centres = spread(
    aside.map((item) => ({ at: yOf(item.value), height: item.height, weight: item.weight }) satisfies Placed),
    -padding.top + 2,
    plot.height,
  );
  const marks = changeMarks(chart, points, plot, context);
  const periods = xLabels(points, plot, padding, context);
  const labels: Label[] = [
    ...aside.flatMap((item, i) => asideLabels(item, centres[i] ?? 0, plot.width + 8)),
    ...pointLabels(points, {
      text: context.text,
      plot,
      obstacles: [...targetsOf(chart), chart.limits?.mean].flatMap((value) =>
        value === undefined ? [] : [yOf(value)],
      ),
      colours,
      last: aside.some((item) => item.weight > 1),
    }),
    ...periods.map(({ tick: _, ...label }) => label),
    ...marks.labels,
    ...otherLabel(chart, points, yOf, plot, context),
  ];
  const band = chart.limits && { y: Math.max(low, chart.limits.lower), y2: Math.min(high, chart.limits.upper) };
  return {
    shape: "line",
    spec: lineSpec,
    ...plot,
    padding,
    signals: { low, high, ...ends(plot.width, inset, count) },
    data: {
      band: boxRows(band ? [{ x: 0, x2: plot.width, y: yOf(band.y), y2: yOf(band.y2), color: colours.surface }] : []),
      guides: ruleRows([
        ...(chart.limits ? [flat(yOf(chart.limits.mean), plot.width, colours.rule, 1)] : []),
        ...targetSteps(
          chart,
          points.map(({ x }) => x),
          plot.width,
          yOf,
        ).map((step) => ({
          ...step,
          color: colours.target,
          width: 1.25,
          dash: DASH,
        })),
        ...marks.rules,
        ...periods.map(({ tick: x }) => ({
          x,
          x2: x,
          y: plot.height + 1,
          y2: plot.height + 4,
          color: colours.previous,
        })),
      ]),
      points: points.map(({ index, value }) => ({ index, value })),
      other: (chart.other?.values ?? []).map((value, index) => ({ index, value, color: colours.secondary })),
      dots: points.filter((point) => point.value !== null).map((point) => dot(point, chart, context)),
      labels: labelRows(labels),
    },
  };
}

function lineSpec() {
  const x = {
    field: "index",
    type: "quantitative",
    scale: valueScale("first", "last"),
    axis: null,
  };
  const y = { field: "value", type: "quantitative", scale: valueScale("low", "high"), axis: null };
  return layered(
    [
      boxLayer("band"),
      ruleLayer("guides"),
      {
        name: "other",
        data: { name: "other" },
        mark: { type: "line", invalid: "break-paths-show-domains", strokeWidth: 1.1, strokeDash: OTHER_DASH },
        encoding: { x, y, order: { field: "index", type: "quantitative" }, color: exact("color", "nominal") },
      },
      {
        name: `${DATA_LAYER}-line`,
        data: { name: "points" },
        mark: { type: "line", invalid: "break-paths-show-domains", strokeWidth: 1.6 },
        encoding: { x, y, order: { field: "index", type: "quantitative" } },
      },
      {
        name: `${DATA_LAYER}-dots`,
        data: { name: "dots" },
        mark: { type: "point", filled: true, opacity: 1, stroke: "white", strokeWidth: { expr: "datum.halo" } },
        encoding: {
          x,
          y,
          size: exact("size"),
          shape: exact("shape", "nominal"),
          color: exact("color", "nominal"),
        },
      },
      labelLayer,
    ],
    ["low", "high", "first", "last"],
  );
}

/** Domain of the x scale, which runs over the whole plot while the points start `inset` pixels inside it. */
function ends(width: number, inset: number, count: number): { first: number; last: number } {
  if (count < 2) return { first: -1, last: 1 };
  const beyond = (inset * (count - 1)) / (width - 2 * inset);
  return { first: -beyond, last: count - 1 + beyond };
}

/** Range shown: values, target and limits (and the wanted range), with room for the labels of the extremes. */
function domain(chart: LineChart, height: number): [number, number] {
  const shown = chart.points.flatMap((point) => (point.value === null ? [] : [point.value]));
  shown.push(...targetsOf(chart), ...(chart.other?.values ?? []).filter((value) => value !== null));
  if (chart.limits) shown.push(chart.limits.lower, chart.limits.upper);
  if (chart.domain) shown.push(...chart.domain);
  let low = Math.min(...shown);
  let high = Math.max(...shown);
  if (!(high > low)) {
    const half = Math.abs(low) * 0.1 || 1;
    low -= half;
    high += half;
  }
  const room = Math.min(HEADROOM, height / 5);
  const pad = ((high - low) * room) / (height - 2 * room);
  return [low - pad, high + pad];
}

function dot(point: Point, chart: LineChart, { colours }: Context): object {
  const { index, value, recent, special } = point;
  if (special === null) {
    return { index, value, shape: "circle", color: colours.ink, size: recent ? 34 : 7, halo: recent ? 1 : 0 };
  }
  return {
    index,
    value,
    shape: movesUp(point, chart) ? "triangle-up" : "triangle-down",
    color: toneColour(special, colours),
    size: recent ? 80 : 60,
    halo: 1,
  };
}

/** Which way a special cause points: above or below the mean of the limits, else against the value before it. */
function movesUp(point: Point, chart: LineChart): boolean {
  const value = point.value ?? 0;
  if (chart.limits) return value >= chart.limits.mean;
  const before = chart.points.slice(0, point.index).findLast((earlier) => earlier.value !== null)?.value ?? value;
  return value >= before;
}

function flat(y: number, width: number, color: string, strokeWidth: number) {
  return { x: 0, x2: width, y, y2: y, color, width: strokeWidth };
}
