import type { ChartOf } from "../compose/chart-model.ts";
import { asideOf, goalLabels } from "./goal-labels.ts";
import { spread } from "./place.ts";
import {
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
import { DASH, toneColour } from "./theme.ts";

type GoalLine = ChartOf<"goal-line">;

const HEADROOM = 15;
const LEFT = 4;
/** Goals stand side by side: the same room for the labels makes their days stand above each other. */
const ASIDE = 62;
/** The interval widens the plot no further than this multiple of what is measured and wanted; beyond, it is cut. */
const INTERVAL_SHARE = 0.6;

/**
 * A goal on its way: the plan dashed from start to goal, actual values solid, from the latest one the trend with the band of
 * its prediction interval, a diamond where the goal stands on its day.
 */
export function planGoalLine(chart: GoalLine, context: Context): Plan {
  const { colours } = context;
  const width = context.width ?? 324;
  const height = context.height ?? 112;
  const aside = asideOf(chart, context, width);
  const right = Math.max(ASIDE, ...aside.map((item) => item.width + 14));
  const padding = { left: LEFT, top: 2, right, bottom: 19 };
  const plot = { width: width - padding.left - padding.right, height: height - padding.top - padding.bottom };

  const [low, high] = domain(chart, plot.height);
  const xs = [...chart.points, ...chart.plan, chart.goal].map(({ x }) => x);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const inset = 5;
  const perMonth = (plot.width - 2 * inset) / (last - first || 1);
  const at = {
    x: (months: number) => inset + (months - first) * perMonth,
    y: (value: number) => plot.height * (1 - (value - low) / (high - low)),
  };
  const latest = chart.points.findLast(({ value }) => value !== null);
  const centres = spread(
    aside.map((item) => ({ at: at.y(item.value), height: item.height, weight: item.weight })),
    -padding.top + 2,
    plot.height,
  );
  const { labels: inside, ticks } = goalLabels(chart, { at, plot, padding, context });
  const labels: Label[] = [
    ...aside.flatMap((item, i) => item.labels(centres[i] ?? 0, plot.width + 9)),
    ...inside,
    ...ticks.map(({ tick: _, ...label }) => label),
  ];
  const within = (value: number) => Math.min(high, Math.max(low, value));
  return {
    shape: "goal-line",
    spec: goalSpec,
    ...plot,
    padding,
    signals: { low, high, first: first - inset / perMonth, last: last + inset / perMonth },
    data: {
      band: chart.projection.map((point) => ({
        x: point.x,
        low: within(point.low),
        high: within(point.high),
        color: colours.surface,
      })),
      guides: ruleRows(
        ticks.map(({ tick: x }) => ({ x, x2: x, y: plot.height + 1, y2: plot.height + 4, color: colours.previous })),
      ),
      plan: chart.plan.map(({ x, value }, i) => ({ x, value, i, color: colours.target })),
      trend: chart.projection.map(({ x, value }, i) => ({ x, value: within(value), i, color: colours.secondary })),
      points: chart.points.map(({ x, value }, i) => ({ x, value, i })),
      dots: [
        ...chart.points.flatMap((point) =>
          point.value === null ? [] : [dot(point, point === latest, chart, context)],
        ),
        { ...marker, x: chart.goal.x, value: chart.goal.value, color: colours.target },
      ],
      labels: labelRows(labels),
    },
  };
}

const marker = { shape: "diamond", size: 88, halo: 1 };

function goalSpec() {
  const x = { field: "x", type: "quantitative", scale: valueScale("first", "last"), axis: null };
  const y = { field: "value", type: "quantitative", scale: valueScale("low", "high"), axis: null };
  const order = { field: "i", type: "quantitative" };
  return layered(
    [
      {
        name: "band",
        data: { name: "band" },
        mark: { type: "area", opacity: 1, line: false },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color: exact("color", "nominal") },
      },
      ruleLayer("guides"),
      {
        name: "plan",
        data: { name: "plan" },
        mark: { type: "line", strokeWidth: 1.25, strokeDash: [...DASH], interpolate: "linear" },
        encoding: { x, y, order, color: exact("color", "nominal") },
      },
      {
        name: "trend",
        data: { name: "trend" },
        mark: { type: "line", strokeWidth: 1.1, strokeDash: [1.5, 2.5] },
        encoding: { x, y, order, color: exact("color", "nominal") },
      },
      {
        name: `${DATA_LAYER}-line`,
        data: { name: "points" },
        mark: { type: "line", invalid: "break-paths-show-domains", strokeWidth: 1.6 },
        encoding: { x, y, order },
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

function dot(
  { x, value, used }: GoalLine["points"][number],
  latest: boolean,
  chart: GoalLine,
  { colours }: Context,
): object {
  const color = latest ? toneColour(chart.tone, colours) : used ? colours.ink : colours.previous;
  return { x, value, shape: "circle", color, size: latest ? 44 : 9, halo: latest ? 1 : 0 };
}

/** Values, plan and goal always; the interval as far as it does not flatten them. */
function domain(chart: GoalLine, height: number): [number, number] {
  const firm = [
    ...chart.points.flatMap(({ value }) => (value === null ? [] : [value])),
    ...chart.plan.map(({ value }) => value),
    ...(chart.projected === null ? [] : [chart.projected.value]),
    chart.goal.value,
  ];
  let low = Math.min(...firm);
  let high = Math.max(...firm);
  const most = (high - low || Math.abs(high) * 0.1 || 1) * INTERVAL_SHARE;
  for (const point of chart.projection) {
    low = Math.max(Math.min(...firm) - most, Math.min(low, point.low));
    high = Math.min(Math.max(...firm) + most, Math.max(high, point.high));
  }
  if (!(high > low)) {
    const half = Math.abs(low) * 0.1 || 1;
    low -= half;
    high += half;
  }
  const room = Math.min(HEADROOM, height / 5);
  const pad = ((high - low) * room) / (height - 2 * room);
  return [low - pad, high + pad];
}
