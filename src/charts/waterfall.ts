import type { ChartOf } from "../compose/chart-model.ts";
import {
  type Context,
  DATA_LAYER,
  end,
  exact,
  type Label,
  labelLayer,
  labelRows,
  layered,
  type Plan,
  type Rule,
  ruleLayer,
  ruleRows,
  valueScale,
} from "./plan.ts";
import { LINE_HEIGHT, SIZE } from "./theme.ts";
import { planWaterfallRows } from "./waterfall-rows.ts";

export type Waterfall = ChartOf<"waterfall">;

/** A column of the waterfall: where it starts and ends, and whether it is a total. */
export interface Step {
  label: string;
  text: string;
  from: number;
  to: number;
  total: boolean;
}

/** The sums after each step. The end is drawn as given: it is a figure of its own and must agree. */
export function stepsOf(chart: Waterfall): Step[] {
  let sum = chart.start.value;
  const steps = chart.steps.map(({ label, value, text }) => {
    const from = sum;
    sum += value;
    return { label, text, from, to: sum, total: false };
  });
  return [
    { label: chart.start.label, text: chart.start.text, from: 0, to: chart.start.value, total: true },
    ...steps,
    { label: chart.end.label, text: chart.end.text, from: 0, to: chart.end.value, total: true },
  ];
}

export function stepColour(step: Step, { colours }: Context): string {
  if (step.total || step.to === step.from) return colours.ink;
  return step.to < step.from ? colours.concern : colours.good;
}

/**
 * From one total to another: columns with their value above and their whole name beneath; when a name would have to be
 * cut or a word broken, rows instead.
 */
export function planWaterfall(chart: Waterfall, context: Context): Plan {
  const { text, colours } = context;
  const width = context.width ?? 324;
  const steps = stepsOf(chart);
  const padding = { left: 0, top: 2, right: 0, bottom: 3 };
  const band = width / steps.length;
  const names = steps.map((step) => text.fit(step.label, SIZE.note, band - 2, 3));
  const tooWide = steps.some((step) => text.width(step.text, SIZE.label, true) > band - 2);
  if (tooWide || names.some((lines) => lines === null)) return planWaterfallRows(steps, context);

  const nameLines = Math.max(...names.map((lines) => lines?.length ?? 0));
  padding.bottom += nameLines * SIZE.note * LINE_HEIGHT + 4;
  padding.top += SIZE.label * LINE_HEIGHT;
  const height = (context.height ?? 210) - padding.top - padding.bottom;
  const low = Math.min(0, ...steps.flatMap(({ from, to }) => [from, to]));
  const high = Math.max(0, ...steps.flatMap(({ from, to }) => [from, to])) || 1;
  const yOf = (value: number) => height * (1 - (value - low) / (high - low));
  const half = Math.min(22, band * 0.36);
  const labels: Label[] = [];
  const rules: Rule[] = [{ x: 0, x2: width, y: yOf(0), y2: yOf(0), color: colours.secondary, width: 1 }];
  const bars = steps.map((step, i) => {
    const centre = (i + 0.5) * band;
    const color = stepColour(step, context);
    const common = { x: centre, align: "center" } as const;
    const top = yOf(Math.max(step.from, step.to));
    labels.push({ ...common, y: top - 7, text: step.text, size: SIZE.label, bold: true, color });
    for (const [line, words] of (names[i] ?? []).entries()) {
      const y = height + 5 + (line + 0.5) * SIZE.note * LINE_HEIGHT;
      labels.push({ ...common, y, text: words, size: SIZE.note, color: colours.secondary });
    }
    const next = steps[i + 1];
    if (next) {
      const y = yOf(step.to);
      rules.push({ x: centre + half, x2: centre + band - half, y, y2: y, color: colours.previous, width: 0.75 });
    }
    return { value: step.to, from: step.from, x: centre - half, x2: centre + half, color };
  });
  return {
    shape: "waterfall",
    spec: waterfallSpec,
    width,
    height,
    padding,
    signals: { low, high },
    data: { bars, guides: ruleRows(rules), labels: labelRows(labels) },
  };
}

function waterfallSpec() {
  return layered(
    [
      ruleLayer("guides"),
      {
        name: `${DATA_LAYER}-bars`,
        data: { name: "bars" },
        mark: { type: "rect" },
        encoding: {
          x: exact("x"),
          x2: end("x2"),
          y: { field: "value", type: "quantitative", scale: valueScale("low", "high"), axis: null },
          y2: end("from"),
          color: exact("color", "nominal"),
        },
      },
      labelLayer,
    ],
    ["low", "high"],
  );
}
