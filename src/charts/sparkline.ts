import type { ChartOf } from "../compose/chart-model.ts";
import { type Context, DATA_LAYER, exact, layered, type Plan, ruleLayer, ruleRows, valueScale } from "./plan.ts";
import { targetSteps, targetsOf } from "./target-steps.ts";
import { DASH, toneColour } from "./theme.ts";

/** A line the height of a table row: no text, the target dashed, the last value dotted in its tone. */
export function planSparkline(chart: ChartOf<"sparkline">, context: Context): Plan {
  const { colours } = context;
  const padding = { left: 3, top: 3.5, right: 4, bottom: 3.5 };
  const width = (context.width ?? 92) - padding.left - padding.right;
  const height = (context.height ?? 24) - padding.top - padding.bottom;
  const shown = chart.values.filter((value) => value !== null);
  const levels = { target: chart.target === null ? null : { value: chart.target }, targets: chart.targets };
  shown.push(...targetsOf(levels));
  let low = Math.min(...shown);
  let high = Math.max(...shown);
  if (!(high > low)) {
    const half = Math.abs(low) * 0.1 || 1;
    low -= half;
    high += half;
  }
  const last = chart.values.length - 1;
  const yOf = (value: number) => height * (1 - (value - low) / (high - low));
  const places = chart.values.map((_, index) => (last < 1 ? 0 : (index * width) / last));
  const dots = chart.values.flatMap((value, index) => {
    if (value === null) return [];
    if (index === chart.values.length - 1) {
      return [{ index, value, size: 17, color: toneColour(chart.tone, colours) }];
    }
    // A value between two gaps has no line to be seen by.
    const alone = (chart.values[index - 1] ?? null) === null && (chart.values[index + 1] ?? null) === null;
    return alone ? [{ index, value, size: 4, color: colours.ink }] : [];
  });
  return {
    shape: "sparkline",
    spec: sparklineSpec,
    width,
    height,
    padding,
    signals: { low, high, first: Math.min(0, last - 1), last },
    data: {
      target: ruleRows(
        targetSteps(levels, places, width, yOf).map((piece) => ({
          ...piece,
          color: colours.target,
          width: 0.9,
          dash: DASH,
        })),
      ),
      points: chart.values.map((value, index) => ({ index, value })),
      dots,
    },
  };
}

function sparklineSpec() {
  const x = { field: "index", type: "quantitative", scale: valueScale("first", "last"), axis: null };
  const y = { field: "value", type: "quantitative", scale: valueScale("low", "high"), axis: null };
  return layered(
    [
      ruleLayer("target"),
      {
        name: `${DATA_LAYER}-line`,
        data: { name: "points" },
        mark: { type: "line", invalid: "break-paths-show-domains", strokeWidth: 1.25 },
        encoding: { x, y, order: { field: "index", type: "quantitative" } },
      },
      {
        name: `${DATA_LAYER}-dots`,
        data: { name: "dots" },
        mark: { type: "point", filled: true, opacity: 1 },
        encoding: { x, y, size: exact("size"), color: exact("color", "nominal") },
      },
    ],
    ["low", "high", "first", "last"],
  );
}
